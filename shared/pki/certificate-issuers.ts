import { hkdfSync } from 'node:crypto';
import type { Bytes } from '#shared/bytes/bytes';
import type { Curve } from '#shared/crypto/curve';
import type { PrivateKey } from '#shared/crypto/keys';
import { privateKeyFromDraw } from '#shared/crypto/keys';
import type { Clock } from '#shared/runtime/clock';
import type { Entropy } from '#shared/runtime/entropy';
import type { Instant } from '#shared/runtime/span';
import { instant } from '#shared/runtime/span';

import type { CertificateIssuer, SigningCertificateIssuer } from './certificate-issuer.ts';
import { certificateIssuer } from './certificate-issuer.ts';
import type { SigningManner } from './issue.ts';
import { issueCertificate } from './issue.ts';
import { sgp26BrainpoolCi, sgp26NistCi } from './sgp26.ts';
import { drawSerialNumber, manner, validity } from './issue-policy.ts';

export { certificateIssuer } from './certificate-issuer.ts';
export type { CertificateIssuer, SigningCertificateIssuer } from './certificate-issuer.ts';

/** CIs that belong together: one for each curve that certificates are issued under, and those that are trusted besides. */
export interface CiSet {
  readonly nist: SigningCertificateIssuer;
  readonly brainpool: SigningCertificateIssuer;
  /** All that a party of this set trusts. */
  readonly trusted: readonly CertificateIssuer[];
}

/** SGP.26's NIST CI, our own brainpool CI, and SGP.26's brainpool CI, which can only be trusted. */
export function testCi(): CiSet {
  const nist = sgp26NistCi();
  const brainpool = labCi('brainpoolP256r1');
  return { nist, brainpool, trusted: [nist, brainpool, sgp26BrainpoolCi()] };
}

/** Two CIs of one's own (`--ci own`) that nobody else trusts. */
export function ownCiSet(entropy: Entropy, clock: Pick<Clock, 'now'>): CiSet {
  const nist = ownCi('P-256', entropy, clock);
  const brainpool = ownCi('brainpoolP256r1', entropy, clock);
  return { nist, brainpool, trusted: [nist, brainpool] };
}

/** The CI of a curve. */
export function ciOfCurve(set: CiSet, curve: Curve): SigningCertificateIssuer {
  return curve === 'P-256' ? set.nist : set.brainpool;
}

const labCis = new Map<Curve, SigningCertificateIssuer>();

/**
 * esimlab's own published test CI. Key and certificate are the same in every process and every version, so that
 * servers and devices started apart trust each other; being derived from a fixed label, the key is no secret.
 */
export function labCi(curve: Curve): SigningCertificateIssuer {
  const made = labCis.get(curve) ?? makeLabCi(curve);
  labCis.set(curve, made);
  return made;
}

/** The label below must never change: every brainpool device and server out there hangs on it. */
function makeLabCi(curve: Curve): SigningCertificateIssuer {
  const drawn = new Uint8Array(
    hkdfSync('sha256', 'esimlab TEST CI', 'esimlab', `${curve} key, version 1`, 40),
  );
  return selfSigned({
    key: privateKeyFromDraw(curve, drawn),
    name: `esimlab TEST CI (${curve === 'P-256' ? 'NIST' : 'brainpool'})`,
    serialNumber: Uint8Array.of(0x01),
    notBefore: instant('2020-01-01T00:00:00Z'),
    notAfter: instant('2055-01-01T00:00:00Z'),
    how: 'deterministic',
  });
}

/** A fresh CI, dated from the clock, valid for 35 years. */
export function ownCi(curve: Curve, entropy: Entropy, clock: Pick<Clock, 'now'>): SigningCertificateIssuer {
  const there = entropy.at(`pki/ci/${curve}`);
  return selfSigned({
    key: privateKeyFromDraw(curve, there.draw('ciKey', 40)),
    name: `esimlab private TEST CI (${curve === 'P-256' ? 'NIST' : 'brainpool'})`,
    serialNumber: drawSerialNumber(there),
    ...validity('ci', clock.now()),
    how: manner(entropy),
  });
}

interface SelfSigned {
  readonly key: PrivateKey;
  readonly name: string;
  readonly serialNumber: Bytes;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly how: SigningManner;
}

function selfSigned({ key, name, ...rest }: SelfSigned): SigningCertificateIssuer {
  const certificate = issueCertificate({
    role: 'ci',
    subject: { CN: name, OU: 'TESTCERT', O: 'RSPTEST', C: 'IT' },
    issuer: { certificate: 'self', key },
    publicKey: key.publicKey,
    registeredId: '2.999.1',
    ...rest,
  });
  return certificateIssuer(certificate, key);
}
