import { DecodeError } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import type { Instant } from '#shared/runtime/span';

import { CertificateError } from './certificate-error.ts';
import { CertificateRefused } from './certificate-refused.ts';
import type { Certificate } from './certificate.ts';
import { readCertificate } from './certificate.ts';
import {
  expectIssuedBy,
  expectKeyUsage,
  expectKnownExtensions,
  expectNoAuthority,
  expectRole,
  expectValidAt,
  refuse,
} from './trust-rules.ts';

export { CertificateRefused } from './certificate-refused.ts';
export type { TrustRule } from './certificate-refused.ts';
export { CiStore } from './ci-store.ts';

/**
 * CERT.EUM.SIG under a CI (SGP.22 §4.5.2.2). Dates are looked at last, so that `expired` means that all else is well.
 * @returns deviations that do not matter, such as an issuer name that is not the CI's.
 * @throws CertificateRefused
 */
export function verifyEum(eum: Certificate, ci: Certificate, at?: Instant): readonly string[] {
  expectKnownExtensions(eum);
  const findings = expectIssuedBy(eum, ci);
  expectKeyUsage(eum, 'keyCertSign');
  const { cA = false, pathLenConstraint } = eum.basicConstraints ?? {};
  if (!cA || pathLenConstraint !== 0)
    refuse(eum, 'basicConstraints', 'not a CA that issues nothing but eUICC certificates (pathLen 0)');
  expectRole(eum, 'eum');
  expectValidAt(eum, at);
  return findings;
}

/**
 * CERT.EUICC.SIG under its EUM, with the EID rules (SGP.22 §4.3, §4.5.2.2): organization and EID lie within the EUM's
 * constraints, and the EID is the one expected, if one is.
 * @returns deviations that do not matter.
 * @throws CertificateRefused
 */
export function verifyEuicc(
  euicc: Certificate,
  eum: Certificate,
  eid?: string,
  at?: Instant,
): readonly string[] {
  expectKnownExtensions(euicc);
  const findings = expectIssuedBy(euicc, eum);
  expectKeyUsage(euicc, 'digitalSignature');
  expectNoAuthority(euicc);
  expectRole(euicc, 'euicc');
  expectPermittedEid(euicc, eum);
  if (eid !== undefined && eid !== euicc.subjectSerialNumber)
    refuse(
      euicc,
      'eidMismatch',
      `the certificate of EID ${euicc.subjectSerialNumber ?? '(none)'}, not of ${eid}`,
    );
  expectValidAt(euicc, at);
  return findings;
}

/** What a server's certificate is held against. */
export interface ServerExpectation {
  /** One role, or those that will do. */
  readonly role: ServerRole | readonly ServerRole[];
  readonly ci: Certificate;
  /** CERT.DPauth, whose registered id CERT.DPpb must have too. */
  readonly sameRegisteredIdAs?: Certificate;
  /** Left out by an eUICC, which has no clock. */
  readonly at?: Instant;
}

/** The roles of servers that sign. */
export type ServerRole = 'dpAuth' | 'dpPb' | 'dsAuth';

/**
 * CERT.DPauth, CERT.DPpb or CERT.DSauth directly under a CI (SGP.22 §4.5.2.3).
 * @returns deviations that do not matter.
 * @throws CertificateRefused
 */
export function verifyServerCertificate(
  certificate: Certificate,
  { role, ci, sameRegisteredIdAs, at }: ServerExpectation,
): readonly string[] {
  expectKnownExtensions(certificate);
  const findings = expectIssuedBy(certificate, ci);
  expectNoAuthority(certificate);
  expectRole(certificate, ...[role].flat());
  expectKeyUsage(certificate, 'digitalSignature');
  expectRegisteredId(certificate, sameRegisteredIdAs);
  expectValidAt(certificate, at);
  return findings;
}

/**
 * The certificate in octets that a peer sent, with every reason not to work with it as a refusal.
 * @throws CertificateRefused `curve` for a key of another kind or curve, `malformed` for all else.
 */
export function readPeerCertificate(der: Bytes): Certificate {
  try {
    return readCertificate(der);
  } catch (cause) {
    if (cause instanceof CertificateError)
      throw new CertificateRefused(cause.kind === 'unsupportedKey' ? 'curve' : 'malformed', cause.message, {
        cause,
      });
    if (cause instanceof DecodeError) throw new CertificateRefused('malformed', cause.message, { cause });
    throw cause;
  }
}

/** SGP.22 §4.5.2.1.0.3: the registered id is the SM-DP+'s OID. */
function expectRegisteredId(certificate: Certificate, like: Certificate | undefined): void {
  const [own] = certificate.registeredIds;
  if (own === undefined) refuse(certificate, 'registeredId', 'no registered id in subjectAltName');
  if (like !== undefined && own !== like.registeredIds[0])
    refuse(certificate, 'registeredId', `registered id ${own}, not ${like.registeredIds[0] ?? '(none)'}`);
}

/** pki.md §5: one entry of nameConstraints has the same O and begins the EID; or permittedEins (v3) has its beginning. */
function expectPermittedEid(euicc: Certificate, eum: Certificate): void {
  const { subjectSerialNumber: eid = '', organization } = euicc;
  if (!/^\d{32}$/.test(eid)) refuse(euicc, 'eidNotPermitted', `"${eid}" is not an EID`);
  const begins = (prefix: string | undefined): boolean =>
    prefix !== undefined && prefix !== '' && eid.startsWith(prefix);
  if (eum.permittedEins.some(begins)) return;
  const fitting = eum.nameConstraints.filter(({ serialNumberPrefix }) => begins(serialNumberPrefix));
  if (fitting.length === 0) {
    const permitted = [...eum.nameConstraints.map((entry) => entry.serialNumberPrefix), ...eum.permittedEins];
    refuse(
      euicc,
      'eidNotPermitted',
      `its EUM may issue EIDs beginning with ${permitted.join(', ') || '(none)'}`,
    );
  }
  if (!fitting.some((constraint) => constraint.organization === organization))
    refuse(
      euicc,
      'organization',
      `organization "${organization ?? ''}", not "${fitting[0]?.organization ?? ''}"`,
    );
}
