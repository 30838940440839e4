import { describe, expect, it } from 'vitest';

import { decode, encode } from '#shared/asn1/index';
import { filled, fromHex, toHex } from '#shared/bytes/bytes';
import { curves } from '#shared/crypto/curve';
import { verify } from '#shared/crypto/ecdsa';
import { privateKeyFromDraw } from '#shared/crypto/keys';
import { AuthenticateServerResponse } from '#shared/rsp/authenticate-server';
import { ownCi } from '#shared/pki/certificate-issuers';
import { readCertificate } from '#shared/pki/certificate';
import { oids } from '#shared/pki/x509';
import { oid } from '#shared/asn1/index';
import { seededEntropy } from '#shared/runtime/entropy';
import { instant } from '#shared/runtime/span';

import type { AuthenticateServerChanges } from '../../../support/crafted-server.ts';
import { CraftedServer, said, testNow } from '../../../support/crafted-server.ts';
import { craft, withBadSignature, withExtension, withKey, withoutExtension } from '../../../support/pki.ts';
import type { Bench } from '../bench.ts';
import { brainpoolCi, nistCi, openBench } from '../bench.ts';

const tid = toHex(said.transactionId);
const refused = (code: number): string =>
  `BF3817A1158010${tid}0201${code.toString(16).toUpperCase().padStart(2, '0')}`;

const otherKey = privateKeyFromDraw('P-256', filled(40, 9));
const brainpoolKey = privateKeyFromDraw('brainpoolP256r1', filled(40, 9));
const strangers = () => ownCi('P-256', seededEntropy('strangers'), { now: () => testNow });

/** CERT.DPauth with one thing changed, signed by the CI again. */
const dpAuth = ({ server }: Bench, edit: Parameters<typeof craft>[2]) =>
  craft(server.identity.dpAuth.certificate, nistCi().key, edit);

describe('AuthenticateServer', () => {
  it('answers signed data, both certificates and a signature that CERT.EUICC verifies', async () => {
    await using bench = await openBench();
    const answer = await bench.es10(bench.server.authenticateServer(await bench.challenge()));
    const { authenticateResponseOk: ok } = decode(AuthenticateServerResponse, fromHex(answer));
    const { transactionId, serverAddress, serverChallenge, euiccInfo2, ctxParams1 } = ok!.euiccSigned1.value;
    expect([toHex(transactionId), serverAddress]).toEqual([tid, said.serverAddress]);
    expect(toHex(serverChallenge)).toBe(toHex(said.serverChallenge));
    expect(toHex(euiccInfo2.der)).toBe(await bench.es10('BF2200'));
    expect(toHex(ctxParams1.der)).toBe(
      'A02780074142432D313233A11C800421436587A10A800306000085030F00008208214365870921435F',
    );
    const { publicKey, subjectSerialNumber } = readCertificate(ok!.euiccCertificate);
    expect(verify(publicKey, ok!.euiccSigned1.der, ok!.euiccSignature1)).toBe(true);
    expect(subjectSerialNumber).toBe('89049032123451234512345678901235');
    expect(bench.moves).toEqual(['challenged', 'authenticated']);
  });

  const certificates: readonly (readonly [string, number, (bench: Bench) => AuthenticateServerChanges])[] = [
    ['the CI asked for is not one of the card', 7, () => ({ ciKeyId: filled(20, 1) })],
    [
      'CERT.DPauth is under a CI that the card does not know',
      7,
      () => ({ certificate: new CraftedServer(strangers()).identity.dpAuth.certificate.der }),
    ],
    [
      'CERT.DPauth names no issuer key',
      7,
      (b) => ({ certificate: dpAuth(b, withoutExtension(oids.authorityKeyIdentifier)) }),
    ],
    [
      'the key is on a curve the card does not know',
      3,
      (b) => ({
        certificate: dpAuth(b, (tbs) => ({
          ...tbs,
          subjectPublicKeyInfo: {
            algorithm: { algorithm: oids.ecPublicKey, parameters: fromHex('06052B81040022') },
            subjectPublicKey: filled(97, 4),
          },
        })),
      }),
    ],
    [
      'the key is on another curve than the CI',
      3,
      (b) => ({
        certificate: dpAuth(b, withKey(brainpoolKey, toHex(encode(oid, curves.brainpoolP256r1.oid)))),
        key: brainpoolKey,
      }),
    ],
    ['the certificate is none', 1, () => ({ certificate: fromHex('3003020101') })],
    [
      'the signature of the certificate is wrong',
      1,
      (b) => ({ certificate: withBadSignature(b.server.identity.dpAuth.certificate.der) }),
    ],
    [
      'a critical extension is unknown',
      1,
      (b) => ({ certificate: dpAuth(b, withExtension('1.2.3.4', { value: '0500', critical: true })) }),
    ],
    [
      'keyUsage is for something else',
      1,
      (b) => ({ certificate: dpAuth(b, withExtension(oids.keyUsage, { value: '03020308' })) }),
    ],
    [
      'keyUsage is not critical',
      1,
      (b) => ({ certificate: dpAuth(b, withExtension(oids.keyUsage, { critical: false })) }),
    ],
    [
      'there is no registered id',
      1,
      (b) => ({ certificate: dpAuth(b, withoutExtension(oids.subjectAltName)) }),
    ],
    [
      'the certificate is CERT.DPpb',
      5,
      ({ server }) => ({ certificate: server.identity.dpPb.certificate.der, key: server.identity.dpPb.key }),
    ],
    [
      'there are no certificate policies',
      1,
      (b) => ({ certificate: dpAuth(b, withoutExtension(oids.certificatePolicies)) }),
    ],
    ['another key has signed', 2, () => ({ key: otherKey })],
    ['serverSigned1 was changed after it was signed', 2, () => ({ signedElsewhere: true })],
    ['ctxParams1 is of another kind', 127, () => ({ ctxParams1: fromHex('A10A A108 8004 21436587 A100') })],
  ];

  it.each(certificates)('%s: error %i, and the session is over', async (_, code, changes) => {
    await using bench = await openBench();
    const challenge = await bench.challenge();
    expect(await bench.es10(bench.server.authenticateServer(challenge, changes(bench)))).toBe(refused(code));
    expect(bench.session).toBe('none');
    expect(await bench.es10(bench.server.authenticateServer(challenge))).toBe(refused(4));
  });

  it('the challenge is another one: error 6', async () => {
    await using bench = await openBench();
    await bench.challenge();
    expect(await bench.es10(bench.server.authenticateServer(filled(16, 0)))).toBe(refused(6));
  });

  it('no challenge has been asked for, or it was used: error 4', async () => {
    await using bench = await openBench();
    expect(await bench.es10(bench.server.authenticateServer(filled(16, 0)))).toBe(refused(4));
    const challenge = await bench.challenge();
    await bench.es10(bench.server.authenticateServer(challenge));
    expect(await bench.es10(bench.server.authenticateServer(challenge))).toBe(refused(4));
  });

  it('octets that are no AuthenticateServer are 6A80, and the session goes on', async () => {
    await using bench = await openBench();
    const request = toHex(bench.server.authenticateServer(await bench.challenge()));
    expect((await bench.send(request.replace('5F3740', '5F3840'))).sw).toBe('6A80');
    expect(bench.session).toBe('challenged');
    expect(await bench.es10(request)).toMatch(/^BF3882....A082/);
  });

  it('an earlier challenge does not count once there is a later one', async () => {
    await using bench = await openBench();
    const first = await bench.challenge();
    await bench.challenge();
    expect(await bench.es10(bench.server.authenticateServer(first))).toBe(refused(6));
  });

  it('expired certificates are accepted: a card has no clock', async () => {
    await using bench = await openBench();
    const certificate = dpAuth(bench, (tbs) => ({
      ...tbs,
      validity: { notBefore: instant('2010-01-01T00:00:00Z'), notAfter: instant('2011-01-01T00:00:00Z') },
    }));
    const answer = await bench.es10(
      bench.server.authenticateServer(await bench.challenge(), { certificate }),
    );
    expect(answer).toMatch(/^BF3882....A082/);
  });

  it('no two challenges are the same, also after power-off', async () => {
    await using bench = await openBench();
    const challenges = new Set<string>();
    for (let round = 0; round < 5; round += 1) {
      challenges.add(toHex(await bench.challenge()));
      await bench.powerCycle();
    }
    expect(challenges.size).toBe(5);
  });
});

describe('a card with certificates under two CIs', () => {
  it('lists both in its order, and signs with the key of the CI that is asked for', async () => {
    await using bench = await openBench({ cis: [brainpoolCi(), nistCi()], serverCi: nistCi() });
    const ids = `0414${toHex(brainpoolCi().id)}0414${toHex(nistCi().id)}`;
    expect(await bench.es10('BF2000')).toBe(`BF20618203020500A92C${ids}AA2C${ids}`);
    for (const ci of [nistCi(), brainpoolCi()]) {
      const request = bench.server.authenticateServer(await bench.challenge(), { ciKeyId: ci.id });
      const { authenticateResponseOk: ok } = decode(
        AuthenticateServerResponse,
        fromHex(await bench.es10(request)),
      );
      const { publicKey, curve } = readCertificate(ok!.euiccCertificate);
      expect(curve).toBe(ci.curve);
      expect(verify(publicKey, ok!.euiccSigned1.der, ok!.euiccSignature1)).toBe(true);
    }
  });

  it('believes servers under a CI of the verification list only', async () => {
    await using bench = await openBench({
      cis: [nistCi()],
      card: { trustedCis: [brainpoolCi()] },
      serverCi: brainpoolCi(),
    });
    const challenge = await bench.challenge();
    const answer = await bench.es10(bench.server.authenticateServer(challenge, { ciKeyId: nistCi().id }));
    expect(answer).toMatch(/^BF3882....A082/);
  });
});
