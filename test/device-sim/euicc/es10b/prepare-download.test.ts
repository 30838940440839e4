import { describe, expect, it } from 'vitest';

import { decode, encode, oid } from '#shared/asn1/index';
import { filled, fromHex, sameBytes, toHex } from '#shared/bytes/bytes';
import { curves } from '#shared/crypto/curve';
import { verify } from '#shared/crypto/ecdsa';
import { privateKeyFromDraw, publicKeyFromPoint } from '#shared/crypto/keys';
import { PrepareDownloadRequest, PrepareDownloadResponse } from '#shared/rsp/prepare-download';
import { signedByEuiccSignature2 } from '#shared/rsp/signed-octets';
import { segmentBoundProfilePackage } from '#shared/rsp/bound-profile-package';
import { readCertificate } from '#shared/pki/certificate';
import { oids } from '#shared/pki/x509';

import type { PrepareDownloadChanges } from '../../../support/crafted-server.ts';
import { CraftedServer, said } from '../../../support/crafted-server.ts';
import { craft, withBadSignature, withExtension, withKey } from '../../../support/pki.ts';
import type { Bench } from '../bench.ts';
import { brainpoolCi, nistCi, openBench, resultOf } from '../bench.ts';

const tid = toHex(said.transactionId);
const refused = (code: number, transactionId = tid): string =>
  `BF2117A1158010${transactionId}0201${code.toString(16).toUpperCase().padStart(2, '0')}`;

const dpPb = ({ server }: Bench, edit: Parameters<typeof craft>[2]) =>
  craft(server.identity.dpPb.certificate, nistCi().key, edit);
const otherKey = privateKeyFromDraw('P-256', filled(40, 9));
const brainpoolKey = privateKeyFromDraw('brainpoolP256r1', filled(40, 9));

describe('PrepareDownload', () => {
  it.each([
    ['without', undefined],
    ['with', filled(32, 0xcc)],
  ])('answers a one-time key, signed, %s hashCc', async (_, hashCc) => {
    await using bench = await openBench();
    const request = bench.server.prepareDownload(await bench.authenticated(), hashCc && { hashCc });
    const { smdpSignature2 } = decode(PrepareDownloadRequest, request);
    const { downloadResponseOk: ok } = decode(PrepareDownloadResponse, fromHex(await bench.es10(request)));
    const { euiccSigned2, euiccSignature2 } = ok!;
    expect(toHex(euiccSigned2.value.transactionId)).toBe(tid);
    expect(euiccSigned2.value.hashCc).toEqual(hashCc);
    const { identities } = (await bench.store.read())!.description;
    const { publicKey } = readCertificate(identities[0]!.euicc);
    expect(
      verify(publicKey, signedByEuiccSignature2(euiccSigned2.der, smdpSignature2), euiccSignature2),
    ).toBe(true);
  });

  it("a Confirmation Code that is required but not given is the server's affair", async () => {
    await using bench = await openBench();
    const request = bench.server.prepareDownload(await bench.authenticated(), { ccRequiredFlag: true });
    expect(await bench.es10(request)).toMatch(/^BF2181..A081/);
  });

  it('hashCc that was not asked for is given back all the same', async () => {
    await using bench = await openBench();
    const changes = { hashCc: filled(32, 0xcc), ccRequiredFlag: false };
    const answer = await bench.es10(bench.server.prepareDownload(await bench.authenticated(), changes));
    expect(answer).toContain(`0420${'CC'.repeat(32)}5F3740`);
  });

  it('octets that are no PrepareDownload are 6A80, and the session goes on', async () => {
    await using bench = await openBench();
    const request = toHex(bench.server.prepareDownload(await bench.authenticated()));
    expect((await bench.send(request.replace('5F3740', '5F3840'))).sw).toBe('6A80');
    expect(bench.session).toBe('authenticated');
    expect(await bench.es10(request)).toMatch(/^BF2181..A081/);
  });

  it('the one-time key is on the curve of CERT.DPpb', async () => {
    await using bench = await openBench({ cis: [brainpoolCi()] });
    const point = await bench.prepared();
    expect(publicKeyFromPoint('brainpoolP256r1', point).curve).toBe('brainpoolP256r1');
  });

  const broken: readonly (readonly [string, number, (bench: Bench) => PrepareDownloadChanges])[] = [
    ['the certificate is none', 1, () => ({ certificate: fromHex('3003020101') })],
    [
      'the signature of CERT.DPpb is wrong',
      1,
      ({ server }) => ({ certificate: withBadSignature(server.identity.dpPb.certificate.der) }),
    ],
    [
      'CERT.DPpb is under another CI',
      1,
      () => ({ certificate: new CraftedServer(brainpoolCi()).identity.dpPb.certificate.der }),
    ],
    [
      'the certificate is CERT.DPauth',
      1,
      ({ server }) => ({
        certificate: server.identity.dpAuth.certificate.der,
        key: server.identity.dpAuth.key,
      }),
    ],
    [
      'CERT.DPpb has another registered id',
      1,
      (b) => ({ certificate: dpPb(b, withExtension(oids.subjectAltName, { value: '30058803883705' })) }),
    ],
    [
      'keyUsage is for something else',
      1,
      (b) => ({ certificate: dpPb(b, withExtension(oids.keyUsage, { value: '03020308' })) }),
    ],
    [
      'a critical extension is unknown',
      1,
      (b) => ({ certificate: dpPb(b, withExtension('1.2.3.4', { value: '0500', critical: true })) }),
    ],
    [
      'the key is on another curve than the CI',
      3,
      (b) => ({
        certificate: dpPb(b, withKey(brainpoolKey, toHex(encode(oid, curves.brainpoolP256r1.oid)))),
        key: brainpoolKey,
      }),
    ],
    ['another key has signed', 2, () => ({ key: otherKey })],
  ];

  it.each(broken)('%s: error %i, and the session is over', async (_, code, changes) => {
    await using bench = await openBench({ cis: [nistCi(), brainpoolCi()] });
    const signature = await bench.authenticated();
    expect(await bench.es10(bench.server.prepareDownload(signature, changes(bench)))).toBe(refused(code));
    expect(bench.session).toBe('none');
    expect(await bench.es10(bench.server.prepareDownload(signature))).toBe(refused(4));
  });

  it('the signature is over another euiccSignature1: error 2', async () => {
    await using bench = await openBench();
    await bench.authenticated();
    expect(await bench.es10(bench.server.prepareDownload(filled(64, 1)))).toBe(refused(2));
  });

  it('the transaction is another one: error 5', async () => {
    await using bench = await openBench();
    const transactionId = filled(16, 0xee);
    const request = bench.server.prepareDownload(await bench.authenticated(), { transactionId });
    expect(await bench.es10(request)).toBe(refused(5, toHex(transactionId)));
    expect(bench.session).toBe('none');
  });

  it('no server has been authenticated: error 4', async () => {
    await using bench = await openBench();
    expect(await bench.es10(bench.server.prepareDownload(filled(64, 1)))).toBe(refused(4));
    await bench.challenge();
    expect(await bench.es10(bench.server.prepareDownload(filled(64, 1)))).toBe(refused(4));
  });

  it('an SM-DS has been authenticated: error 4', async () => {
    await using bench = await openBench();
    const certificate = craft(
      bench.server.identity.dpAuth.certificate,
      nistCi().key,
      withExtension(oids.certificatePolicies, { value: '300B 3009 0607 67811201020107', critical: true }),
    );
    const request = bench.server.authenticateServer(await bench.challenge(), { certificate });
    expect(await bench.es10(request)).toMatch(/^BF3882....A082/);
    expect(await bench.es10(bench.server.prepareDownload(filled(64, 1)))).toBe(refused(4));
  });
});

describe('the one-time key of a retry (es9plus.md §4.1)', () => {
  const cancel = (reason: number) => `BF41158010${tid}8101${reason.toString().padStart(2, '0')}`;

  it.each([
    ['postponed', 1, true],
    ['timeout', 2, true],
    ['endUserRejection', 0, false],
    ['metadataMismatch', 4, false],
  ])('after %s (%i) the key is kept: %s', async (_, reason, kept) => {
    await using bench = await openBench();
    const first = await bench.prepared();
    await bench.es10(cancel(reason));
    await bench.powerCycle();
    expect(sameBytes(await bench.prepared({ bppEuiccOtpk: first }), first)).toBe(kept);
  });

  it('a server that offers no key, or a key that is not here, gets a new one', async () => {
    await using bench = await openBench();
    const first = await bench.prepared();
    await bench.es10(cancel(1));
    const second = await bench.prepared();
    await bench.es10(cancel(0));
    const third = await bench.prepared({ bppEuiccOtpk: otherKey.publicKey.point });
    await bench.es10(cancel(0));
    expect(new Set([first, second, third].map(toHex)).size).toBe(3);
    expect(toHex(await bench.prepared({ bppEuiccOtpk: first }))).toBe(toHex(first));
  });

  it('a prepared session that a new one ends is interrupted: its key takes the place of an earlier one', async () => {
    await using bench = await openBench();
    const first = await bench.prepared();
    await bench.es10(cancel(1));
    const second = await bench.prepared();
    await bench.challenge();
    await bench.powerCycle();
    expect(toHex(await bench.prepared({ bppEuiccOtpk: second }))).toBe(toHex(second));
    expect(toHex(await bench.prepared({ bppEuiccOtpk: first }))).not.toBe(toHex(first));
    expect((await bench.store.read())!.retainedKeys).toHaveLength(1);
  });

  it('after an interrupted load the very same protected segments install, once', async () => {
    await using bench = await openBench();
    const first = await bench.prepared();
    const segments = segmentBoundProfilePackage(bench.package(first));
    for (const segment of segments.slice(0, 3)) await bench.es10(segment);
    await bench.powerCycle();
    const again = await bench.prepared({ bppEuiccOtpk: first });
    expect(toHex(again)).toBe(toHex(first));
    expect(resultOf(await bench.load(bench.package(again)))).toBe('A0000005591010FFFFFFFF8900001100');
    expect(toHex(await bench.prepared({ bppEuiccOtpk: first }))).not.toBe(toHex(first));
  });
});
