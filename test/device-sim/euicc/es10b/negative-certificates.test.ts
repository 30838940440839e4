import { describe, expect, it } from 'vitest';

import { filled, fromHex, toHex } from '#shared/bytes/bytes';
import type { Bytes } from '#shared/bytes/bytes';
import type { Certificate } from '#shared/pki/certificate';
import { oids } from '#shared/pki/x509';
import { instant } from '#shared/runtime/span';

import { CraftedServer, said } from '../../../support/crafted-server.ts';
import { craft, withBadSignature, withExtension, withoutExtension } from '../../../support/pki.ts';
import { brainpoolCi, nistCi, openBench } from '../bench.ts';

const tid = toHex(said.transactionId);
type Edit = Parameters<typeof craft>[2];

const onCurve =
  (curveOid: string, octets: number): Edit =>
  (tbs) => ({
    ...tbs,
    subjectPublicKeyInfo: {
      algorithm: { algorithm: oids.ecPublicKey, parameters: fromHex(curveOid) },
      subjectPublicKey: filled(octets, 4),
    },
  });

const validBetween =
  (notBefore: string, notAfter: string): Edit =>
  (tbs) => ({ ...tbs, validity: { notBefore: instant(notBefore), notAfter: instant(notAfter) } });

const withPolicy = (number: string): Edit =>
  withExtension(oids.certificatePolicies, {
    value: `300B 3009 0607 678112010201${number}`,
    critical: true,
  });

/** The object identifiers of version 3 are longer: the role stands under that of the CI. */
const withNestedPolicy = (end: string): Edit =>
  withExtension(oids.certificatePolicies, {
    value: `300E 300C 060A 678112010201000001${end}`,
    critical: true,
  });

/** A certificate with one thing wrong, and what AuthenticateServer and PrepareDownload answer; 0 where it is accepted. */
const set: readonly (readonly [string, Edit, number, number])[] = [
  ['the key is on P-192', onCurve('06082A8648CE3D030101', 49), 3, 3],
  ['the key is on P-384', onCurve('06052B81040022', 97), 3, 3],
  ['the policy is that of an SM-DS', withPolicy('07'), 0, 1],
  ['the policy is that of CERT.DP.TLS', withPolicy('03'), 5, 1],
  ['the policy is that of an EUM', withPolicy('02'), 5, 1],
  [
    'the policy is no role at all',
    withExtension(oids.certificatePolicies, { value: '3007 3005 0603 2A0304', critical: true }),
    5,
    1,
  ],
  ['the policy is that of CERT.DPauth in version 3', withNestedPolicy('01'), 0, 1],
  ['the policy is that of CERT.DPpb in version 3', withNestedPolicy('02'), 5, 0],
  ['there is no policy', withoutExtension(oids.certificatePolicies), 1, 1],
  ['keyUsage is keyAgreement', withExtension(oids.keyUsage, { value: '03020308' }), 1, 1],
  ['keyUsage is keyCertSign', withExtension(oids.keyUsage, { value: '03020204' }), 1, 1],
  ['keyUsage is not critical', withExtension(oids.keyUsage, { critical: false }), 1, 1],
  ['there is no keyUsage', withoutExtension(oids.keyUsage), 1, 1],
  ['there is no subject key identifier', withoutExtension(oids.subjectKeyIdentifier), 1, 1],
  ['there is no authority key identifier', withoutExtension(oids.authorityKeyIdentifier), 7, 1],
  ['there is no registered id', withoutExtension(oids.subjectAltName), 1, 1],
  [
    'it is the certificate of a CA',
    withExtension(oids.basicConstraints, { value: '30030101FF', critical: true }),
    1,
    1,
  ],
  ['a critical extension is unknown', withExtension('1.2.3.4', { value: '0500', critical: true }), 1, 1],
  ['an extension is unknown and not critical', withExtension('1.2.3.4', { value: '0500' }), 0, 0],
  ['the issuer has another name', (tbs) => ({ ...tbs, issuer: tbs.subject }), 0, 0],
  ['it has expired', validBetween('2010-01-01T00:00:00Z', '2011-01-01T00:00:00Z'), 0, 0],
  ['it is not valid yet', validBetween('2040-01-01T00:00:00Z', '2041-01-01T00:00:00Z'), 0, 0],
];

/** `0` for success, else the error code in the answer. */
const codeOf = (answer: string): number => {
  const [, code] = /A1158010[0-9A-F]{32}0201(..)$/.exec(answer) ?? [];
  return code === undefined ? 0 : parseInt(code, 16);
};
const edited = (certificate: Certificate, edit: Edit): Bytes => craft(certificate, nistCi().key, edit);

describe('the negative certificates of SGP.26 (sgp23-catalogue.md)', () => {
  it.each(set)('%s: CERT.DPauth %i', async (_, edit, code) => {
    await using bench = await openBench();
    const certificate = edited(bench.server.identity.dpAuth.certificate, edit);
    const request = bench.server.authenticateServer(await bench.challenge(), { certificate });
    expect(codeOf(await bench.es10(request))).toBe(code);
    expect(bench.session).toBe(code === 0 ? 'authenticated' : 'none');
  });

  it.each(set.map(([says, edit, , code]) => [says, edit, code] as const))(
    '%s: CERT.DPpb',
    async (_, edit, code) => {
      await using bench = await openBench();
      const certificate = edited(bench.server.identity.dpPb.certificate, edit);
      const request = bench.server.prepareDownload(await bench.authenticated(), { certificate });
      expect(codeOf(await bench.es10(request))).toBe(code);
      expect(bench.session).toBe(code === 0 ? 'prepared' : 'none');
    },
  );

  it('the signature of the certificate is wrong: 1 for both', async () => {
    await using bench = await openBench();
    const { dpAuth, dpPb } = bench.server.identity;
    const first = bench.server.authenticateServer(await bench.challenge(), {
      certificate: withBadSignature(dpAuth.certificate.der),
    });
    expect(await bench.es10(first)).toBe(`BF3817A1158010${tid}020101`);
    const second = bench.server.prepareDownload(await bench.authenticated(), {
      certificate: withBadSignature(dpPb.certificate.der),
    });
    expect(await bench.es10(second)).toBe(`BF2117A1158010${tid}020101`);
  });

  it('the certificate of the TLS connection is none to authenticate with: 5', async () => {
    await using bench = await openBench();
    const { certificate, key } = bench.server.identity.dpTls;
    const changes = { certificate: certificate.der, key };
    const answer = await bench.es10(bench.server.authenticateServer(await bench.challenge(), changes));
    expect(answer).toBe(`BF3817A1158010${tid}020105`);
  });

  it("the eUICC's own certificate, and its EUM's, are none either: under no CI it is 7, a CA is 1", async () => {
    await using bench = await openBench();
    const [identity] = bench.identities;
    const answers: string[] = [];
    for (const { der } of [identity!.euicc, identity!.eum]) {
      const request = bench.server.authenticateServer(await bench.challenge(), { certificate: der });
      answers.push(await bench.es10(request));
    }
    expect(answers.map(codeOf)).toEqual([7, 1]);
  });

  it('CERT.DPpb under another CI than CERT.DPauth is 1, though the card knows both', async () => {
    await using bench = await openBench({ cis: [nistCi(), brainpoolCi()] });
    const other = new CraftedServer(brainpoolCi()).identity.dpPb;
    const changes = { certificate: other.certificate.der, key: other.key };
    const request = bench.server.prepareDownload(await bench.authenticated(), changes);
    expect(codeOf(await bench.es10(request))).toBe(1);
  });
});
