import { X509Certificate } from 'node:crypto';
import * as asn1js from 'asn1js';
import { describe, expect, it } from 'vitest';

import { encode } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { fromHex, sameBytes, toHex } from '#shared/bytes/bytes';
import { sha1 } from '#shared/crypto/digest';
import type { Certificate } from '#shared/pki/certificate';
import { readCertificate } from '#shared/pki/certificate';
import { certificateIssuer, labCi, ownCiSet, testCi } from '#shared/pki/certificate-issuers';
import { euiccIdentity, serverIdentity } from '#shared/pki/identities';
import type { IssueOptions } from '#shared/pki/issue';
import { issueCertificate } from '#shared/pki/issue';
import { sgp26BrainpoolCi, sgp26Certificate, sgp26Identity, sgp26Key } from '#shared/pki/sgp26';
import type { Extension } from '#shared/pki/x509';
import { Extension as ExtensionSchema } from '#shared/pki/x509';
import { verifyEuicc, verifyEum, verifyServerCertificate } from '#shared/pki/trust';
import { virtualClock } from '#shared/runtime/clock';
import { seededEntropy } from '#shared/runtime/entropy';
import { instant, toIso } from '#shared/runtime/span';

import { vectors } from '../../support/vectors.ts';

const now = instant('2026-11-23T10:00:00Z');
const clock = virtualClock(now);
const nist = { certificate: sgp26Certificate('ciNist'), key: sgp26Key('ciNist') };
const common = {
  issuer: nist,
  serialNumber: fromHex('0100'),
  how: 'deterministic',
  crlUrls: ['http://ci.test.example.com/CRL-A.crl', 'http://ci.test.example.com/CRL-B.crl'],
  registeredId: '2.999.10',
} as const;

/** The options that make a published certificate over again. */
function like(certificate: Certificate, more: Partial<IssueOptions>): IssueOptions {
  const { serialNumber, publicKey, notBefore, notAfter } = certificate;
  return {
    role: 'dpAuth',
    subject: { O: 'ACME', CN: 'TEST SM-DP+' },
    ...common,
    serialNumber,
    publicKey,
    notBefore,
    notAfter,
    ...more,
  };
}

function extensionsOf(certificate: Certificate): string[] {
  return (certificate.tbs.value.extensions ?? []).map((extension: Extension) =>
    toHex(encode(ExtensionSchema, extension)),
  );
}

describe('an issued certificate', () => {
  it.each([
    ['dpAuthNist', like(sgp26Certificate('dpAuthNist'), {})],
    ['dpPbNist', like(sgp26Certificate('dpPbNist'), { role: 'dpPb' })],
    [
      'eumNist',
      like(sgp26Certificate('eumNist'), {
        role: 'eum',
        subject: { C: 'ES', O: 'RSP Test EUM', CN: 'EUM Test' },
        registeredId: '2.999.5',
        crlUrls: ['http://ci.test.example.com/CRL-B.crl'],
        einConstraint: { organization: 'RSP Test EUM', ein: '89049032' },
      }),
    ],
    [
      'ciNist',
      like(sgp26Certificate('ciNist'), {
        role: 'ci',
        subject: { CN: 'Test CI', OU: 'TESTCERT', O: 'RSPTEST', C: 'IT' },
        issuer: { certificate: 'self', key: nist.key },
        registeredId: '2.999.1',
      }),
    ],
  ] as const)('has the very octets of the published %s but for the signature', (name, options) => {
    expect(toHex(issueCertificate(options).tbs.der)).toBe(toHex(sgp26Certificate(name).tbs.der));
  });

  it.skipIf(!vectors.available)('has the very octets of the published TLS and eUICC certificates', () => {
    const tls = readCertificate(vectors.bytes('sgp26/CERT_S_SM_DP_TLS_NIST.der'));
    const subject = { O: 'ACME', CN: 'testsmdpplus1.example.com' };
    const dnsNames = ['testsmdpplus1.example.com'];
    expect(toHex(issueCertificate(like(tls, { role: 'dpTls', subject, dnsNames })).tbs.der)).toBe(
      toHex(tls.tbs.der),
    );
    const euicc = readCertificate(vectors.bytes('sgp26/CERT_EUICC_ECDSA_NIST.der'));
    const eum2017 = readCertificate(vectors.bytes('sgp26/CERT_EUM_2017_ECDSA_NIST.der'));
    const again = issueCertificate(
      like(euicc, {
        role: 'euicc',
        subject: {
          C: 'DE',
          O: 'RSP Test EUM',
          serialNumber: '89049032123451234512345678901235',
          CN: 'Test eUICC',
        },
        issuer: { certificate: eum2017, key: sgp26Key('eumNist') },
      }),
    );
    expect(toHex(again.tbs.der)).toBe(toHex(euicc.tbs.der));
  });

  it('of DSauth and DS TLS differs from that of the SM-DP+ in its policy alone', () => {
    const policy = (role: IssueOptions['role']) =>
      extensionsOf(issueCertificate(like(sgp26Certificate('dpAuthNist'), { role, dnsNames: ['a.test'] })));
    expect(policy('dsAuth')).toContain('30170603551D200101FF040D300B3009060767811201020107');
    expect(policy('dsTls')).toContain('30140603551D20040D300B3009060767811201020106');
    expect(policy('dsAuth').length).toBe(policy('dpAuth').length);
    expect(policy('dsTls').length).toBe(policy('dpTls').length);
  });

  it('carries the ready extension octets of pki.md §2', () => {
    const eum = extensionsOf(sgp26Certificate('eumNist'));
    expect(eum).toEqual([
      '301F0603551D23041830168014F54172BDF98A95D65CBEB88A38A1C11D800A85C3',
      '301D0603551D0E04160414DD3DA24D350C1CC5D0AF0965F40EC34C5EE409F1',
      '300E0603551D0F0101FF040403020204',
      '30170603551D200101FF040D300B3009060767811201020102',
      '300E0603551D11040730058803883705',
      '30120603551D130101FF040830060101FF020100',
      expect.stringContaining('0603551D1F'),
      '303E0603551D1E0101FF04343032A030302EA42C302A31153013060355040A0C0C52535020546573742045554D3111300F060355040513083839303439303332',
    ]);
  });

  it('signs in the same way twice when deterministic, and not when random', () => {
    const issue = (how: 'random' | 'deterministic') =>
      toHex(issueCertificate(like(sgp26Certificate('dpAuthNist'), { how })).der);
    expect(issue('deterministic')).toBe(issue('deterministic'));
    expect(issue('random')).not.toBe(issue('random'));
  });
});

const all = [testCi().nist, testCi().brainpool, ownCiSet(seededEntropy(7), clock).nist];

describe.each(all)('identities under $name', (ci) => {
  const entropy = seededEntropy(1);
  const server = serverIdentity({
    ci,
    entropy: entropy.at('smdp'),
    clock,
    addresses: ['SMDP.operator.test:8443', '[::1]:8443'],
  });
  const eid = '89049032123451234512345678901235';
  const device = euiccIdentity({ ci, eid, entropy: entropy.at('device'), clock });

  it('verify at the time of their making', () => {
    const { certificate } = ci;
    expect(verifyEum(device.eum, certificate, now)).toEqual([]);
    expect(verifyEuicc(device.euicc, device.eum, eid, now)).toEqual([]);
    const dpAuth = server.dpAuth.certificate;
    expect(verifyServerCertificate(dpAuth, { role: 'dpAuth', ci: certificate, at: now })).toEqual([]);
    const expectation = { role: 'dpPb', ci: certificate, sameRegisteredIdAs: dpAuth, at: now } as const;
    expect(verifyServerCertificate(server.dpPb.certificate, expectation)).toEqual([]);
  });

  it('verify with node:crypto and parse with asn1js', () => {
    const issuer = new X509Certificate(ci.certificate.der);
    const certificates = [server.dpAuth, server.dpPb, server.dpTls].map((identity) => identity.certificate);
    for (const certificate of [...certificates, device.eum]) {
      const theirs = new X509Certificate(certificate.der);
      expect(theirs.verify(issuer.publicKey)).toBe(true);
      expect(theirs.checkIssued(issuer)).toBe(true);
      expect(asn1js.fromBER(Uint8Array.from(certificate.der)).offset).toBe(certificate.der.length);
    }
    const euicc = new X509Certificate(device.euicc.der);
    expect(euicc.verify(new X509Certificate(device.eum.der).publicKey)).toBe(true);
  });

  it('have the extension octets of pki.md §2, each role its own', () => {
    const { dpAuth, dpPb, dpTls } = server;
    const certificates = {
      ci: ci.certificate,
      euicc: device.euicc,
      eum: device.eum,
      dpTls: dpTls.certificate,
      dpAuth: dpAuth.certificate,
      dpPb: dpPb.certificate,
    };
    const policy = (number: string, critical = '0101FF') =>
      critical === ''
        ? `30140603551D20040D300B30090607678112010201${number}`
        : `30170603551D20${critical}040D300B30090607678112010201${number}`;
    const sign = '300E0603551D0F0101FF040403020780';
    const smdpOid = '300E0603551D1104073005880388370A';
    const expected: Readonly<Record<keyof typeof certificates, readonly string[]>> = {
      ci: [policy('00'), '300E0603551D0F0101FF040403020106'],
      euicc: [policy('01'), sign],
      eum: [policy('02'), '300E0603551D0F0101FF040403020204', '30120603551D130101FF040830060101FF020100'],
      dpTls: [policy('03', ''), sign],
      dpAuth: [policy('04'), sign, smdpOid],
      dpPb: [policy('05'), sign, smdpOid],
    };
    for (const role of Object.keys(certificates) as (keyof typeof certificates)[]) {
      const extensions = extensionsOf(certificates[role]);
      expect(extensions).toEqual(expect.arrayContaining([...expected[role]]));
      const id = toHex(sha1(certificates[role].publicKey.point));
      expect(extensions).toContain(`301D0603551D0E04160414${id}`);
    }
    const authority = `301F0603551D23041830168014${toHex(sha1(ci.certificate.publicKey.point))}`;
    expect(extensionsOf(dpAuth.certificate)).toContain(authority);
    expect(extensionsOf(dpTls.certificate)).toContain(authority);
  });

  it('name their algorithms as pki.md §2 writes them', () => {
    const keys = {
      'P-256': '301306072A8648CE3D020106082A8648CE3D030107',
      brainpoolP256r1: '301406072A8648CE3D020106092B2403030208010107',
    };
    for (const { der } of [server.dpAuth.certificate, server.dpTls.certificate, device.eum, device.euicc]) {
      expect(toHex(der).split('300A06082A8648CE3D040302')).toHaveLength(3);
      expect(toHex(der)).toContain(keys[ci.curve]);
    }
  });

  it('are keys to their certificates', () => {
    for (const { certificate, key } of [server.dpAuth, server.dpPb, server.dpTls]) {
      expect(sameBytes(key.publicKey.point, certificate.publicKey.point)).toBe(true);
    }
    expect(sameBytes(device.key.publicKey.point, device.euicc.publicKey.point)).toBe(true);
  });

  it('have the names of the addresses and of loopback, once, and the dates of the clock', () => {
    const tls = server.dpTls.certificate;
    expect(tls.dnsNames).toEqual(['smdp.operator.test', 'localhost']);
    expect(tls.ipAddresses.map((address: Bytes) => toHex(address))).toEqual([
      `${'00'.repeat(15)}01`,
      '7F000001',
    ]);
    expect(tls.commonName).toBe('smdp.operator.test');
    expect(toIso(tls.notBefore)).toBe('2026-11-22T00:00:00.000Z');
    expect((tls.notAfter - tls.notBefore) / 86_400_000).toBe(398);
    expect(server.smdpOid).toBe('2.999.10');
    expect(server.dpAuth.certificate.registeredIds).toEqual(server.dpPb.certificate.registeredIds);
  });

  it('are the same octets from the same seed', () => {
    const again = euiccIdentity({ ci, eid, entropy: seededEntropy(1).at('device'), clock });
    expect(toHex(again.euicc.der)).toBe(toHex(device.euicc.der));
  });
});

describe('the test CIs', () => {
  it('use the published keys and EUM under the SGP.26 NIST CI', () => {
    const ci = testCi().nist;
    const server = serverIdentity({ ci, entropy: seededEntropy(1), clock, addresses: [] });
    expect(server.dpAuth.key.scalar).toEqual(sgp26Key('dpAuthNist').scalar);
    const device = (eid: string) => euiccIdentity({ ci, eid, entropy: seededEntropy(1), clock });
    expect(device('89049032123451234512345678901235').eum).toBe(sgp26Identity('eumNist').certificate);
    const other = device('89044011123451234512345678901235');
    expect(other.eum.nameConstraints).toEqual([
      { organization: 'RSP Test EUM', serialNumberPrefix: '89044011' },
    ]);
    expect(verifyEuicc(other.euicc, other.eum)).toEqual([]);
  });

  it('take a fresh EUM where the published one is not valid yet', () => {
    const early = virtualClock(instant('2019-06-01T00:00:00Z'));
    const eid = '89049032123451234512345678901235';
    const { eum } = euiccIdentity({ ci: testCi().nist, eid, entropy: seededEntropy(1), clock: early });
    expect(verifyEum(eum, testCi().nist.certificate, early.now())).toEqual([]);
  });

  it('have one fixed brainpool CI of the lab, marked as a test CI', () => {
    const ci = labCi('brainpoolP256r1');
    expect(ci.certificate.subject).toBe('CN=esimlab TEST CI (brainpool), OU=TESTCERT, O=RSPTEST, C=IT');
    expect(toHex(ci.id)).toBe('FBAAC42B4F9ADE218381CE235B99B48FAAE0E03C');
    expect(new X509Certificate(ci.certificate.der).verify(ci.key.publicKey.handle)).toBe(true);
  });

  it('of one seed differ from those of another', () => {
    const id = (seed: number) => toHex(ownCiSet(seededEntropy(seed), clock).nist.id);
    expect(id(1)).toBe(id(1));
    expect(id(1)).not.toBe(id(2));
  });

  it('refuse to issue where the key is not public', () => {
    const ci = certificateIssuer(sgp26Certificate('ciBrainpool'));
    const options = { ci, entropy: seededEntropy(1), clock, addresses: [] };
    expect(() => serverIdentity(options)).toThrow('nothing can be issued under "Test CI" (brainpoolP256r1)');
    const eid = '89049032123451234512345678901235';
    expect(() => euiccIdentity({ ...options, eid })).toThrow('nothing can be issued');
  });

  it('give the published server certificates where the key is not public, and TLS under another CI', () => {
    const { brainpool, nist: tlsCi } = { brainpool: sgp26BrainpoolCi(), nist: testCi().nist };
    const server = serverIdentity({ ci: brainpool, tlsCi, entropy: seededEntropy(1), clock, addresses: [] });
    expect(server.dpAuth).toEqual(sgp26Identity('dpAuthBrainpool'));
    expect(server.dpPb).toEqual(sgp26Identity('dpPbBrainpool'));
    expect(server.dpTls.certificate.authorityKeyIdentifier).toEqual(tlsCi.id);
  });

  it('refuse an EID of another shape and an address that is none', () => {
    const options = { ci: testCi().nist, entropy: seededEntropy(1), clock };
    expect(() => euiccIdentity({ ...options, eid: '8904' })).toThrow('not an EID (32 digits): "8904"');
    expect(() => serverIdentity({ ...options, addresses: ['a b'] })).toThrow('is not a host name');
  });

  it('are CIs with their own keys', () => {
    expect(() => certificateIssuer(sgp26Certificate('eumNist'))).toThrow('not the certificate of a CI');
    expect(() => certificateIssuer(sgp26Certificate('ciNist'), sgp26Key('eumNist'))).toThrow(
      'the key is not that of',
    );
  });
});
