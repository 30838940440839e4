import { describe, expect, it } from 'vitest';

import { tlv } from '#shared/asn1/index';
import { filled, fromHex, toHex } from '#shared/bytes/bytes';
import { verify } from '#shared/crypto/ecdsa';
import { privateKeyFromDraw } from '#shared/crypto/keys';
import { ownCi } from '#shared/pki/certificate-issuers';
import { oids } from '#shared/pki/x509';
import { seededEntropy } from '#shared/runtime/entropy';
import { instant } from '#shared/runtime/span';

import type { AuthenticateServerChanges } from '../../support/crafted-server.ts';
import { CraftedServer, said, testNow } from '../../support/crafted-server.ts';
import { craft, withBadSignature, withExtension, withoutExtension } from '../../support/pki.ts';
import type { Bench } from '../../device-sim/euicc/bench.ts';
import { brainpoolCi, nistCi, openBench } from '../../device-sim/euicc/bench.ts';
import { authenticated, believedKey, dsAuthCertificate, errorOf, tagsIn, tid } from './bench.ts';

const device = 'A11C800421436587A10A800306000085030F00008208214365870921435F';
const ctxParams1 = (matchingId: string): string => {
  const length = ((matchingId + device).length / 2).toString(16).toUpperCase().padStart(2, '0');
  return `A0${length}${matchingId}${device}`;
};
/** 04386-AGYFT-A74Y8-3F815 */
const matchingId = '801730343338362D41475946542D41373459382D3346383135';

/** CERT.DPauth with one thing changed, signed by the CI again. */
const dpAuth = ({ server }: Bench, edit: Parameters<typeof craft>[2]) =>
  craft(server.identity.dpAuth.certificate, nistCi().key, edit);
const onCurve = (curve: string, pointOctets: number) => (bench: Bench) =>
  dpAuth(bench, (tbs) => ({
    ...tbs,
    subjectPublicKeyInfo: {
      algorithm: { algorithm: oids.ecPublicKey, parameters: fromHex(curve) },
      subjectPublicKey: filled(pointOctets, 4),
    },
  }));

/** A try that ends with an error; the same challenge does not count any more (noSessionContext). */
async function expectRefused(bench: Bench, code: number, changes: AuthenticateServerChanges): Promise<void> {
  const challenge = await bench.challenge();
  expect(await bench.es10(bench.server.authenticateServer(challenge, changes))).toBe(errorOf('BF38', code));
  expect(await bench.es10(bench.server.prepareDownload(filled(64, 1)))).toBe(errorOf('BF21', 4));
}

describe('SGP.23 §4.2, ES10b.AuthenticateServer (SGP.22 §5.7.13)', () => {
  it.each([
    ['C021 NIST', nistCi],
    ['C022 brainpool', brainpoolCi],
  ])('%s, with matchingId: the signature verifies, ctxParams1 come back octet for octet', async (_, ci) => {
    await using bench = await openBench({ cis: [ci()] });
    const params = ctxParams1(matchingId);
    const ok = await authenticated(bench, { ctxParams1: fromHex(params) });
    const { der } = ok.euiccSigned1;
    expect(tagsIn(toHex(der))).toEqual(['80', '83', '84', 'BF22', 'A0']);
    const address = toHex(new TextEncoder().encode(said.serverAddress));
    const begin = `8010${tid}8310${address}8410${toHex(said.serverChallenge)}${await bench.es10('BF2200')}`;
    expect(toHex(der)).toBe(toHex(tlv(0x30, fromHex(begin + params))));
    expect(verify(believedKey(ok, ci()), der, ok.euiccSignature1)).toBe(true);
  });

  it.each([
    ['C023 matchingId empty: taken, and 80 00 comes back', '8000'],
    ['C023a matchingId absent: taken, and none comes back', ''],
  ])('%s', async (_, id) => {
    await using bench = await openBench();
    const ok = await authenticated(bench, { ctxParams1: fromHex(ctxParams1(id)) });
    expect(toHex(ok.euiccSigned1.value.ctxParams1.der)).toBe(ctxParams1(id));
    expect(verify(believedKey(ok, nistCi()), ok.euiccSigned1.der, ok.euiccSignature1)).toBe(true);
  });

  it('C024 a DSauth certificate (role 7): taken', async () => {
    await using bench = await openBench();
    const ok = await authenticated(bench, { certificate: dsAuthCertificate(bench) });
    expect(verify(believedKey(ok, nistCi()), ok.euiccSigned1.der, ok.euiccSignature1)).toBe(true);
  });

  it('C025 no challenge was asked for: 4 noSessionContext', async () => {
    await using bench = await openBench();
    expect(await bench.es10(bench.server.authenticateServer(filled(16, 0)))).toBe(errorOf('BF38', 4));
  });

  it('C026 another challenge: 6 euiccChallengeMismatch', async () => {
    await using bench = await openBench();
    await bench.challenge();
    expect(await bench.es10(bench.server.authenticateServer(filled(16, 0)))).toBe(errorOf('BF38', 6));
  });

  it.each([
    ['C027 another key has signed: 2 invalidSignature', { key: privateKeyFromDraw('P-256', filled(40, 9)) }],
    ['C027a serverSigned1 was changed after it was signed: 2 invalidSignature', { signedElsewhere: true }],
  ])('%s', async (_, changes) => {
    await using bench = await openBench();
    await expectRefused(bench, 2, changes);
  });

  it('C028 a certificate under a CI outside the verification list: 7 ciPKUnknown', async () => {
    await using bench = await openBench();
    const strangers = ownCi('P-256', seededEntropy('strangers'), { now: () => testNow });
    const { dpAuth: stranger } = new CraftedServer(strangers).identity;
    await expectRefused(bench, 7, { certificate: stranger.certificate.der, key: stranger.key });
  });

  it('C029 euiccCiPKIdToBeUsed outside the signing list, though trusted: 7 ciPKUnknown', async () => {
    await using bench = await openBench({ card: { trustedCis: [nistCi(), brainpoolCi()] } });
    await expectRefused(bench, 7, { ciKeyId: brainpoolCi().id });
  });

  it('C030 the certificate has a bad signature: 1 invalidCertificate', async () => {
    await using bench = await openBench();
    await expectRefused(bench, 1, {
      certificate: withBadSignature(bench.server.identity.dpAuth.certificate.der),
    });
  });

  it.each([
    ['C031 DPpb (policy .5) in place of DPauth: 5 invalidOid', 'dpPb'],
    ['C032 a TLS certificate in place of DPauth: 5 invalidOid', 'dpTls'],
  ] as const)('%s', async (_, which) => {
    await using bench = await openBench();
    const { certificate, key } = bench.server.identity[which];
    await expectRefused(bench, 5, { certificate: certificate.der, key });
  });

  it.each<readonly [string, Parameters<typeof craft>[2]]>([
    [
      'C033 a certificate without certificatePolicies: 1 invalidCertificate',
      withoutExtension(oids.certificatePolicies),
    ],
    [
      'C033a a certificate for keyAgreement: 1 invalidCertificate',
      withExtension(oids.keyUsage, { value: '03020308' }),
    ],
    ['C033b a certificate without keyUsage: 1 invalidCertificate', withoutExtension(oids.keyUsage)],
  ])('%s', async (_, edit) => {
    await using bench = await openBench();
    await expectRefused(bench, 1, { certificate: dpAuth(bench, edit) });
  });

  it.each([
    ['C034 a certificate on P-384: 3 unsupportedCurve', onCurve('06052B81040022', 97)],
    ['C034a a certificate on P-192: 3 unsupportedCurve', onCurve('06082A8648CE3D030101', 49)],
  ])('%s', async (_, certificateOf) => {
    await using bench = await openBench();
    await expectRefused(bench, 3, { certificate: certificateOf(bench) });
  });

  it('C035 an expired certificate: taken, an eUICC has no clock', async () => {
    await using bench = await openBench();
    const certificate = dpAuth(bench, (tbs) => ({
      ...tbs,
      validity: { notBefore: instant('2010-01-01T00:00:00Z'), notAfter: instant('2011-01-01T00:00:00Z') },
    }));
    const ok = await authenticated(bench, { certificate });
    expect(verify(believedKey(ok, nistCi()), ok.euiccSigned1.der, ok.euiccSignature1)).toBe(true);
  });

  it('C036 a failure, then a right message with that challenge: 4 noSessionContext', async () => {
    await using bench = await openBench();
    const challenge = await bench.challenge();
    const wrong = bench.server.authenticateServer(challenge, { signedElsewhere: true });
    expect(await bench.es10(wrong)).toBe(errorOf('BF38', 2));
    expect(await bench.es10(bench.server.authenticateServer(challenge))).toBe(errorOf('BF38', 4));
    await authenticated(bench);
  });
});
