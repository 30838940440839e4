import { describe, expect, it } from 'vitest';

import type { Bytes } from '#shared/bytes/bytes';
import { privateKeyFromDraw } from '#shared/crypto/keys';
import { certificateIssuer, testCi } from '#shared/pki/certificate-issuers';
import type { Certificate } from '#shared/pki/certificate';
import { readCertificate } from '#shared/pki/certificate';
import { nameOf } from '#shared/pki/distinguished-name';
import { euiccIdentity, serverIdentity } from '#shared/pki/identities';
import { sgp26Certificate, sgp26Key } from '#shared/pki/sgp26';
import type { TrustRule } from '#shared/pki/trust';
import {
  CertificateRefused,
  CiStore,
  readPeerCertificate,
  verifyEuicc,
  verifyEum,
  verifyServerCertificate,
} from '#shared/pki/trust';
import type { TbsCertificate } from '#shared/pki/x509';
import { Name, oids } from '#shared/pki/x509';
import { capture, encode } from '#shared/asn1/index';
import { virtualClock } from '#shared/runtime/clock';
import { seededEntropy } from '#shared/runtime/entropy';
import { after, days, instant } from '#shared/runtime/span';

import { craft, withBadSignature, withExtension, withKey, withoutExtension } from '../../support/pki.ts';

const now = instant('2026-11-23T10:00:00Z');
const clock = virtualClock(now);
const { nist, brainpool } = testCi();
const ci = nist.certificate;
const eid = '89049032123451234512345678901235';
const server = serverIdentity({ ci: nist, entropy: seededEntropy(1), clock, addresses: [] });
const device = euiccIdentity({ ci: nist, eid, entropy: seededEntropy(1), clock });
const eumKey = sgp26Key('eumNist');
const other = privateKeyFromDraw('P-256', seededEntropy(2).draw('key', 40));
const onBrainpool = privateKeyFromDraw('brainpoolP256r1', seededEntropy(3).draw('key', 40));

type Edit = (tbs: TbsCertificate) => TbsCertificate;
type Wrong = readonly [what: string, rule: TrustRule, make: () => Bytes];

function ruleOf(act: () => unknown): TrustRule | undefined {
  try {
    act();
  } catch (error) {
    if (error instanceof CertificateRefused) return error.rule;
    throw error;
  }
  return undefined;
}

/** Everything that can be wrong with any certificate, one thing at a time. */
const wrongEverywhere = (good: Certificate, key: typeof eumKey, otherRole: string): readonly Wrong[] => {
  const edited = (edit: Edit) => () => craft(good, key, edit);
  return [
    ['the signature is broken', 'signature', () => withBadSignature(good.der)],
    ['it is signed with another key', 'signature', () => craft(good, other, (tbs) => tbs)],
    ['there is no AKI', 'unknownIssuer', edited(withoutExtension(oids.authorityKeyIdentifier))],
    [
      'the AKI is that of another CI',
      'unknownIssuer',
      edited(withExtension(oids.authorityKeyIdentifier, { value: `30168014${'AA'.repeat(20)}` })),
    ],
    ['there is no SKI', 'keyIdentifier', edited(withoutExtension(oids.subjectKeyIdentifier))],
    ['its key is on the other curve', 'curve', edited(withKey(onBrainpool, '06092B2403030208010107'))],
    [
      'an unknown extension is critical',
      'criticalExtension',
      edited(withExtension('1.2.3.4', { value: '0500', critical: true })),
    ],
    ['keyUsage is missing', 'keyUsage', edited(withoutExtension(oids.keyUsage))],
    ['keyUsage is not critical', 'keyUsage', edited(withExtension(oids.keyUsage, { critical: false }))],
    ['keyUsage is keyAgreement', 'keyUsage', edited(withExtension(oids.keyUsage, { value: '03020308' }))],
    ['there are no policies', 'policies', edited(withoutExtension(oids.certificatePolicies))],
    [
      'the role is another one',
      'role',
      edited(withExtension(oids.certificatePolicies, { value: `300B30090607678112010201${otherRole}` })),
    ],
    [
      'the policy is no role at all',
      'role',
      edited(withExtension(oids.certificatePolicies, { value: '30063004060288 37' })),
    ],
  ];
};

describe('CERT.EUM.SIG is refused when', () => {
  const good = device.eum;
  const edited = (edit: Edit) => () => craft(good, nist.key, edit);
  it.each<Wrong>([
    ...wrongEverywhere(good, nist.key, '01'),
    ['it is no CA', 'basicConstraints', edited(withExtension(oids.basicConstraints, { value: '3000' }))],
    ['it has no basicConstraints', 'basicConstraints', edited(withoutExtension(oids.basicConstraints))],
    [
      'it may issue CAs',
      'basicConstraints',
      edited(withExtension(oids.basicConstraints, { value: '30030101FF' })),
    ],
  ])('%s (%s)', (_what, rule, make) => {
    expect(ruleOf(() => verifyEum(readCertificate(make()), ci, now))).toBe(rule);
  });

  it('the time is outside its dates, which alone is expired or notYetValid', () => {
    expect(ruleOf(() => verifyEum(good, ci, good.notAfter))).toBe(undefined);
    expect(ruleOf(() => verifyEum(good, ci, instant(good.notAfter + 1_000)))).toBe('expired');
    expect(ruleOf(() => verifyEum(good, ci, instant(good.notBefore - 1)))).toBe('notYetValid');
    const expiredAndNoCa = craft(good, nist.key, withoutExtension(oids.basicConstraints));
    expect(ruleOf(() => verifyEum(readCertificate(expiredAndNoCa), ci, instant(good.notAfter + 1_000)))).toBe(
      'basicConstraints',
    );
  });

  it('the CI is another one', () => {
    expect(ruleOf(() => verifyEum(good, brainpool.certificate, now))).toBe('unknownIssuer');
  });
});

describe('CERT.EUICC.SIG is refused when', () => {
  const { euicc: good, eum } = device;
  const edited = (edit: Edit) => () => craft(good, eumKey, edit);
  const subject = (O: string, serialNumber: string) =>
    edited((tbs) => {
      const name = nameOf({ C: 'ES', O, serialNumber, CN: 'Test eUICC' });
      return { ...tbs, subject: capture(Name, encode(Name, name)) };
    });
  it.each<Wrong>([
    ...wrongEverywhere(good, eumKey, '02'),
    ['it is a CA', 'basicConstraints', edited(withExtension(oids.basicConstraints, { value: '30030101FF' }))],
    [
      'the EID is outside the constraints',
      'eidNotPermitted',
      subject('RSP Test EUM', `8904403${eid.slice(7)}`),
    ],
    ['the EID is no EID', 'eidNotPermitted', subject('RSP Test EUM', '89049032')],
    ['the organization is another', 'organization', subject('RSP Test EUM 2', eid)],
  ])('%s (%s)', (_what, rule, make) => {
    expect(ruleOf(() => verifyEuicc(readCertificate(make()), eum, undefined, now))).toBe(rule);
  });

  it('is that of another EID, or at a time outside its dates', () => {
    expect(ruleOf(() => verifyEuicc(good, eum, eid, now))).toBe(undefined);
    expect(ruleOf(() => verifyEuicc(good, eum, `${eid.slice(0, -1)}0`, now))).toBe('eidMismatch');
    expect(ruleOf(() => verifyEuicc(good, eum, eid, instant(good.notAfter + 1_000)))).toBe('expired');
    expect(ruleOf(() => verifyEuicc(good, eum, eid, instant(good.notBefore - 1)))).toBe('notYetValid');
  });

  it('its EUM permits nobody, and accepted when permittedEins (v3) has the beginning of the EID', () => {
    const without = withoutExtension(oids.nameConstraints);
    const nobody = readCertificate(craft(eum, nist.key, without));
    expect(ruleOf(() => verifyEuicc(good, nobody, eid))).toBe('eidNotPermitted');
    const eins = (ein: string) => {
      const value = `300A1308${Buffer.from(ein).toString('hex')}`;
      const edit = withExtension(oids.permittedEins, { value, critical: true });
      return readCertificate(craft(eum, nist.key, (tbs) => edit(without(tbs))));
    };
    expect(ruleOf(() => verifyEuicc(good, eins('89049032'), eid))).toBe(undefined);
    expect(ruleOf(() => verifyEuicc(good, eins('89049033'), eid))).toBe('eidNotPermitted');
  });
});

describe.each(['dpAuth', 'dpPb', 'dsAuth'] as const)(
  "a server's certificate (%s) is refused when",
  (role) => {
    const policy = { dpAuth: '04', dpPb: '05', dsAuth: '07' }[role];
    const edit = withExtension(oids.certificatePolicies, { value: `300B30090607678112010201${policy}` });
    const good = readCertificate(craft(server.dpAuth.certificate, nist.key, edit));
    const edited = (change: Edit) => () => craft(good, nist.key, change);
    it.each<Wrong>([
      ...wrongEverywhere(good, nist.key, '03'),
      [
        'it is a CA',
        'basicConstraints',
        edited(withExtension(oids.basicConstraints, { value: '30030101FF' })),
      ],
      ['it has no registered id', 'registeredId', edited(withoutExtension(oids.subjectAltName))],
      [
        'its registered id is another than that of DPauth',
        'registeredId',
        edited(withExtension(oids.subjectAltName, { value: '3005880388370B' })),
      ],
    ])('%s (%s)', (_what, rule, make) => {
      const expectation = { role, ci, sameRegisteredIdAs: server.dpAuth.certificate };
      expect(ruleOf(() => verifyServerCertificate(readCertificate(make()), expectation))).toBe(rule);
    });

    it('nothing is wrong: never; nor for its dates, unless a time is given', () => {
      expect(ruleOf(() => verifyServerCertificate(good, { role, ci }))).toBe(undefined);
      const late = after(good.notAfter, days(1));
      expect(ruleOf(() => verifyServerCertificate(good, { role, ci, at: late }))).toBe('expired');
      expect(ruleOf(() => verifyServerCertificate(good, { role: ['dpAuth', 'dpPb', 'dsAuth'], ci }))).toBe(
        undefined,
      );
    });
  },
);

describe('a TLS certificate in place of DPauth', () => {
  it('is of the wrong role', () => {
    const act = () => verifyServerCertificate(server.dpTls.certificate, { role: 'dpAuth', ci });
    expect(ruleOf(act)).toBe('role');
    expect(act).toThrow('CERT.DP.TLS instead of CERT.DPauth.SIG');
  });
});

describe("a peer's octets", () => {
  it('with a key on P-384 or of RSA are refused for their curve', () => {
    const edit = (parameters: Bytes) => (tbs: TbsCertificate) => ({
      ...tbs,
      subjectPublicKeyInfo: {
        ...tbs.subjectPublicKeyInfo,
        algorithm: { algorithm: oids.ecPublicKey, parameters },
      },
    });
    const p384 = craft(
      server.dpAuth.certificate,
      nist.key,
      edit(new Uint8Array([0x06, 0x05, 0x2b, 0x81, 0x04, 0, 0x22])),
    );
    expect(ruleOf(() => readPeerCertificate(p384))).toBe('curve');
    const rsa = craft(server.dpAuth.certificate, nist.key, (tbs) => ({
      ...tbs,
      subjectPublicKeyInfo: {
        ...tbs.subjectPublicKeyInfo,
        algorithm: { algorithm: '1.2.840.113549.1.1.1' },
      },
    }));
    expect(() => readPeerCertificate(rsa)).toThrow('unsupported key: RSA');
  });

  it('that are no certificate are malformed', () => {
    expect(ruleOf(() => readPeerCertificate(new Uint8Array([0x30, 0x00])))).toBe('malformed');
    expect(ruleOf(() => readPeerCertificate(new Uint8Array(0)))).toBe('malformed');
  });
});

describe('the CI store', () => {
  const store = new CiStore(testCi().trusted);

  it('finds issuers by key identifier, not by name: the CI of 2017 goes for that of 2020', () => {
    const of2017 = new CiStore([certificateIssuer(sgp26Certificate('ciNist2017'))]);
    expect(of2017.issuerOf(device.eum).certificate).toBe(sgp26Certificate('ciNist2017'));
    expect(store.issuerOf(server.dpAuth.certificate).id).toEqual(nist.id);
    expect(new CiStore([nist, certificateIssuer(sgp26Certificate('ciNist2017'))]).issuers).toEqual([nist]);
  });

  it('knows only those it is limited to, and says which it does not know', () => {
    const limited = store.limitedTo([brainpool.id]);
    expect(limited.issuers).toEqual([brainpool]);
    expect(() => limited.issuerOf(device.eum)).toThrow('F54172BDF98A95D65CBEB88A38A1C11D800A85C3');
    expect(ruleOf(() => store.issuerOf(device.euicc))).toBe('unknownIssuer');
    expect(ruleOf(() => store.issuerOf(ci))).toBe('unknownIssuer');
  });
});
