import { sameBytes, toHex } from '#shared/bytes/bytes';
import type { Instant } from '#shared/runtime/span';
import { toIso } from '#shared/runtime/span';

import type { TrustRule } from './certificate-refused.ts';
import { CertificateRefused } from './certificate-refused.ts';
import type { CertificateExtensions } from './certificate-extensions.ts';
import type { Certificate } from './certificate.ts';
import { isSignedWith, namesAsIssuer } from './certificate.ts';
import type { Role } from './roles.ts';
import { printRole } from './roles.ts';

/** What the rules look at that any certificate of X.509 has, RSP or not. */
export type Judged = CertificateExtensions & Pick<Certificate, 'subject' | 'notBefore' | 'notAfter'>;

/** @throws CertificateRefused always, with the subject in front of the message. */
export function refuse(certificate: Pick<Judged, 'subject'>, rule: TrustRule, message: string): never {
  throw new CertificateRefused(rule, `${certificate.subject}: ${message}`);
}

/**
 * The rules between a certificate and the one above it: key identifiers, curve, signature. Names are not compared:
 * a deviation is among the findings that are returned.
 */
export function expectIssuedBy(certificate: Certificate, issuer: Certificate): readonly string[] {
  const { authorityKeyIdentifier: named, subjectKeyIdentifier: own } = certificate;
  const { subjectKeyIdentifier: above } = issuer;
  if (named === undefined) return refuse(certificate, 'unknownIssuer', 'no authority key identifier');
  if (above === undefined) return refuse(issuer, 'keyIdentifier', 'no subject key identifier');
  if (!sameBytes(named, above))
    refuse(certificate, 'unknownIssuer', `issued with key ${toHex(named)}, not by ${issuer.subject}`);
  if (own === undefined) refuse(certificate, 'keyIdentifier', 'no subject key identifier');
  if (certificate.curve !== issuer.curve)
    refuse(certificate, 'curve', `a key on ${certificate.curve} under a CI on ${issuer.curve}`);
  if (!isSignedWith(certificate, issuer.publicKey))
    refuse(certificate, 'signature', `the signature is not that of ${issuer.subject}`);
  return namesAsIssuer(certificate, issuer)
    ? []
    : [
        `${certificate.subject} names "${certificate.issuer}" as issuer, whose certificate says "${issuer.subject}"`,
      ];
}

/** RFC 5280 §4.2: what must be understood and is not. */
export function expectKnownExtensions(certificate: Judged): void {
  const [unknown] = certificate.unknownCriticalExtensions;
  if (unknown !== undefined)
    refuse(certificate, 'criticalExtension', `unknown critical extension ${unknown}`);
}

/** keyUsage is there, critical, and allows what the role does. */
export function expectKeyUsage(certificate: Judged, usage: 'digitalSignature' | 'keyCertSign'): void {
  const { keyUsage, keyUsageCritical } = certificate;
  if (!keyUsage.includes(usage))
    refuse(certificate, 'keyUsage', `keyUsage is ${keyUsage.join(', ') || 'absent'}, not ${usage}`);
  if (!keyUsageCritical) refuse(certificate, 'keyUsage', 'keyUsage is not critical');
}

/** Roles that sign no certificates must not be CAs. */
export function expectNoAuthority(certificate: Judged): void {
  if (certificate.basicConstraints?.cA === true)
    refuse(certificate, 'basicConstraints', 'the certificate of a CA, which this role is not');
}

/** certificatePolicies names one of the roles, by its number of version 2 or 3. */
export function expectRole(certificate: Certificate, ...roles: readonly Role[]): void {
  const { role, policies } = certificate;
  if (policies.length === 0) refuse(certificate, 'policies', 'no certificatePolicies');
  if (role !== undefined && roles.includes(role)) return;
  const found = role === undefined ? `policy ${policies.join(', ')}` : printRole(role);
  refuse(certificate, 'role', `${found} instead of ${roles.map(printRole).join(' or ')}`);
}

/** Validity at that time; without a time (a card has no clock) nothing is asked. */
export function expectValidAt(certificate: Judged, at: Instant | undefined): void {
  if (at === undefined) return;
  const { notBefore, notAfter } = certificate;
  if (at < notBefore) refuse(certificate, 'notYetValid', `valid from ${toIso(notBefore)}, now ${toIso(at)}`);
  // notAfter is a whole second and the certificate is valid until that second is over.
  if (at >= notAfter + 1_000)
    refuse(certificate, 'expired', `valid until ${toIso(notAfter)}, now ${toIso(at)}`);
}
