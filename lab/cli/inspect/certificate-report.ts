import type { Json } from '#shared/asn1/index';
import { sameBytes, toHex } from '#shared/bytes/bytes';
import type { Certificate } from '#shared/pki/certificate';
import { CiStore } from '#shared/pki/ci-store';
import { printRole } from '#shared/pki/roles';
import { sgp26BrainpoolCi, sgp26Certificate, sgp26NistCi } from '#shared/pki/sgp26';
import { CertificateRefused, verifyEuicc, verifyEum, verifyServerCertificate } from '#shared/pki/trust';
import { expectIssuedBy } from '#shared/pki/trust-rules';
import { toIso } from '#shared/runtime/span';

import type { InspectReport, ReportFinding } from './report.ts';
import { report } from './report.ts';

/**
 * What a certificate says and whose it is. `others` came with it and may be above it. Dates are told, not judged.
 */
export function certificateReport(
  certificate: Certificate,
  others: readonly Certificate[] = [],
): InspectReport {
  const chain = chainOf(certificate, others);
  return report({
    kind: 'certificate',
    title: `${printRole(certificate.role)}: ${certificate.subject}`,
    section: 'SGP.22 §4.5.2',
    octets: certificate.der.length,
    facts: { ...factsOf(certificate), chain: chain.says },
    findings: [...certificate.findings, ...chain.findings],
  });
}

function factsOf(certificate: Certificate): Record<string, Json> {
  const facts: Record<string, Json | undefined> = {
    role: certificate.role ?? `none (policies: ${certificate.policies.join(', ') || 'none'})`,
    subject: certificate.subject,
    issuer: certificate.issuer,
    serialNumber: toHex(certificate.serialNumber),
    validFrom: toIso(certificate.notBefore),
    validUntil: toIso(certificate.notAfter),
    curve: certificate.curve,
    keyId: hexOf(certificate.subjectKeyIdentifier),
    issuerKeyId: hexOf(certificate.authorityKeyIdentifier),
    eid: certificate.role === 'euicc' ? certificate.subjectSerialNumber : undefined,
    registeredId: certificate.registeredIds.join(', ') || undefined,
    dnsNames: certificate.dnsNames.join(', ') || undefined,
    keyUsage: certificate.keyUsage.join(', ') || undefined,
    mayIssueEids: mayIssue(certificate),
  };
  return Object.fromEntries(
    Object.entries(facts).filter((fact): fact is [string, Json] => fact[1] !== undefined),
  );
}

const hexOf = (octets: Uint8Array | undefined): string | undefined =>
  octets === undefined ? undefined : toHex(octets);

function mayIssue({ nameConstraints, permittedEins }: Certificate): string | undefined {
  const prefixes = [...nameConstraints.map((entry) => entry.serialNumberPrefix ?? '?'), ...permittedEins];
  return prefixes.length === 0 ? undefined : `${prefixes.join('…, ')}…`;
}

interface Chain {
  readonly says: string;
  readonly findings: readonly ReportFinding[];
}

function chainOf(certificate: Certificate, others: readonly Certificate[]): Chain {
  const store = new CiStore([sgp26NistCi(), sgp26BrainpoolCi()]);
  const own = certificate.subjectKeyIdentifier;
  const key = certificate.authorityKeyIdentifier ?? own;
  if (certificate.role === 'ci' || key === undefined) {
    const known = own === undefined ? undefined : store.find(own);
    return {
      says: known === undefined ? 'a CI that is not of SGP.26' : `the SGP.26 test CI (${known.curve})`,
      findings: [],
    };
  }
  const ci = store.find(key)?.certificate;
  const above =
    ci ??
    [...others, sgp26Certificate('eumNist')].find(
      ({ subjectKeyIdentifier: id }) => id !== undefined && sameBytes(id, key),
    );
  if (above === undefined)
    return { says: `issued with key ${toHex(key)}, which is not known here`, findings: [] };
  try {
    const findings = verify(certificate, above).map((what) => ({ what }));
    return {
      says: `issued by ${above.subject}${ci === undefined ? '' : ` (SGP.26 test CI, ${ci.curve})`}`,
      findings,
    };
  } catch (error) {
    if (!(error instanceof CertificateRefused)) throw error;
    return { says: 'not trusted', findings: [{ what: `${error.message} (${error.rule})` }] };
  }
}

function verify(certificate: Certificate, above: Certificate): readonly string[] {
  switch (certificate.role) {
    case 'eum':
      return verifyEum(certificate, above);
    case 'euicc':
      return verifyEuicc(certificate, above);
    case 'dpAuth':
    case 'dpPb':
    case 'dsAuth':
      return verifyServerCertificate(certificate, { role: certificate.role, ci: above });
    case 'ci':
    case 'dpTls':
    case 'dsTls':
    case 'ciSubCa':
    case 'eumSubCa':
    case 'dpSubCa':
    case 'dsSubCa':
    case undefined:
      return expectIssuedBy(certificate, above);
  }
}
