import { describe, expect, it } from 'vitest';

import { toHex } from '#shared/bytes/bytes';
import { isSignedWith, readCertificate } from '#shared/pki/certificate';
import { certificates, privateScalars } from '#shared/pki/sgp26-data';
import type { Sgp26Certificate, Sgp26Key } from '#shared/pki/sgp26';
import { sgp26Certificate, sgp26Identity, sgp26Key } from '#shared/pki/sgp26';
import { verifyEuicc, verifyEum, verifyServerCertificate } from '#shared/pki/trust';
import { toIso } from '#shared/runtime/span';

import { vectors } from '../../support/vectors.ts';

const files: Readonly<Record<Sgp26Certificate, string>> = {
  ciNist: 'CERT_CI_ECDSA_NIST',
  ciNist2017: 'CERT_CI_2017_ECDSA_NIST',
  ciBrainpool: 'CERT_CI_ECDSA_BRP',
  eumNist: 'CERT_EUM_ECDSA_NIST',
  dpAuthNist: 'CERT_S_SM_DPauth_ECDSA_NIST',
  dpPbNist: 'CERT_S_SM_DPpb_ECDSA_NIST',
  dpAuthBrainpool: 'CERT_S_SM_DPauth_ECDSA_BRP',
  dpPbBrainpool: 'CERT_S_SM_DPpb_ECDSA_BRP',
};

describe('the built-in SGP.26 material', () => {
  it.each(Object.keys(certificates) as Sgp26Certificate[])(
    '%s has no findings and is under its CI',
    (name) => {
      const certificate = sgp26Certificate(name);
      const ci = sgp26Certificate(certificate.curve === 'P-256' ? 'ciNist' : 'ciBrainpool');
      expect(certificate.findings).toEqual([]);
      expect(isSignedWith(certificate, ci.publicKey)).toBe(true);
    },
  );

  it.each(['ciNist', 'eumNist', 'dpAuthNist', 'dpPbNist', 'dpAuthBrainpool', 'dpPbBrainpool'] as const)(
    'the key of %s is that of its certificate',
    (name) => {
      const { certificate, key } = sgp26Identity(name);
      expect(toHex(key.publicKey.point)).toBe(toHex(certificate.publicKey.point));
    },
  );

  it('has the two key identifiers that test eUICCs list (pki.md §3)', () => {
    const id = (name: Sgp26Certificate) =>
      toHex(sgp26Certificate(name).subjectKeyIdentifier ?? new Uint8Array());
    expect(id('ciNist')).toBe('F54172BDF98A95D65CBEB88A38A1C11D800A85C3');
    expect(id('ciNist2017')).toBe('F54172BDF98A95D65CBEB88A38A1C11D800A85C3');
    expect(id('ciBrainpool')).toBe('C0BC70BA36929D43B467FF57570530E57AB8FCD8');
  });
});

describe.skipIf(!vectors.available)('the shared SGP.26 files', () => {
  const read = (name: string) => readCertificate(vectors.bytes(`sgp26/${name}.der`));

  it('are the built-in certificates', () => {
    for (const [name, file] of Object.entries(files)) {
      expect(toHex(sgp26Certificate(name as Sgp26Certificate).der)).toBe(toHex(read(file).der));
    }
  });

  it('hold the built-in keys', () => {
    const { keys } = vectors.json('sgp26/keys.json') as {
      keys: Record<string, { d: string; publicPoint: string }>;
    };
    const points = Object.values(keys).map((key) => key.publicPoint.toUpperCase());
    for (const name of Object.keys(privateScalars) as Sgp26Key[]) {
      expect(points).toContain(toHex(sgp26Key(name).publicKey.point));
    }
  });

  it('say of the EUM what pki.md §2 lists', () => {
    const eum = read('CERT_EUM_ECDSA_NIST');
    expect(eum).toMatchObject({
      issuer: 'CN=Test CI, OU=TESTCERT, O=RSPTEST, C=IT',
      subject: 'C=ES, O=RSP Test EUM, CN=EUM Test',
      role: 'eum',
      policies: ['2.23.146.1.2.1.2'],
      policiesCritical: true,
      keyUsage: ['keyCertSign'],
      keyUsageCritical: true,
      basicConstraints: { cA: true, pathLenConstraint: 0 },
      registeredIds: ['2.999.5'],
      nameConstraints: [{ organization: 'RSP Test EUM', serialNumberPrefix: '89049032' }],
      unknownCriticalExtensions: [],
      findings: [],
    });
    expect(toHex(eum.serialNumber)).toBe('12345678');
    expect(toIso(eum.notBefore)).toBe('2020-04-01T09:28:37.000Z');
    expect(toIso(eum.notAfter)).toBe('2054-03-24T09:28:37.000Z');
  });

  it('say of the eUICC and the TLS server what pki.md §2 lists', () => {
    expect(read('CERT_EUICC_ECDSA_NIST')).toMatchObject({
      role: 'euicc',
      commonName: 'Test eUICC',
      organization: 'RSP Test EUM',
      subjectSerialNumber: '89049032123451234512345678901235',
      keyUsage: ['digitalSignature'],
      registeredIds: [],
      basicConstraints: undefined,
    });
    expect(read('CERT_S_SM_DP_TLS_NIST')).toMatchObject({
      role: 'dpTls',
      policiesCritical: false,
      dnsNames: ['testsmdpplus1.example.com'],
      registeredIds: ['2.999.10'],
      extendedKeyUsage: ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'],
    });
  });

  it('verify as chains, the EUM of 2017 with a finding about its issuer name', () => {
    const ci = read('CERT_CI_ECDSA_NIST');
    const euicc = read('CERT_EUICC_ECDSA_NIST');
    const eid = '89049032123451234512345678901235';
    expect(verifyEum(read('CERT_EUM_ECDSA_NIST'), ci)).toEqual([]);
    expect(verifyEum(read('CERT_EUM_2017_ECDSA_NIST'), ci)).toEqual([
      expect.stringContaining('names "CN=GSMA Test CI'),
    ]);
    expect(verifyEuicc(euicc, read('CERT_EUM_2017_ECDSA_NIST'), eid)).toEqual([]);
    // The re-issued eUICC certificate says C=DE as the EUM of 2017 does; that of 2020 says C=ES.
    expect(verifyEuicc(euicc, read('CERT_EUM_ECDSA_NIST'), eid)).toHaveLength(1);
  });

  it.each([
    ['NIST', 'CERT_CI_ECDSA_NIST'],
    ['BRP', 'CERT_CI_ECDSA_BRP'],
  ])('verify for servers, %s', (suffix, ciFile) => {
    const ci = read(ciFile);
    const dpAuth = read(`CERT_S_SM_DPauth_ECDSA_${suffix}`);
    expect(verifyServerCertificate(dpAuth, { role: 'dpAuth', ci })).toEqual([]);
    const dpPb = read(`CERT_S_SM_DPpb_ECDSA_${suffix}`);
    expect(verifyServerCertificate(dpPb, { role: 'dpPb', ci, sameRegisteredIdAs: dpAuth })).toEqual([]);
  });
});
