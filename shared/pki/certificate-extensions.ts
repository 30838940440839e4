import type { Finding, Schema } from '#shared/asn1/index';
import {
  contentOf,
  decode,
  DecodeError,
  dottedOid,
  printable,
  readTlv,
  sequenceOf,
} from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { fromUtf8 } from '#shared/bytes/bytes';

import { CertificateError } from './certificate-error.ts';
import { attributeOf } from './distinguished-name.ts';
import { printIp } from './ip-address.ts';
import type { Extension, KeyUsage } from './x509.ts';
import {
  AuthorityKeyIdentifier,
  BasicConstraints,
  CertificatePolicies,
  DirectoryName,
  ExtendedKeyUsage,
  GeneralNames,
  KeyUsage as KeyUsageBits,
  NameConstraints,
  oids,
  SubjectKeyIdentifier,
} from './x509.ts';

/** A name an EUM may put under its certificate (pki.md §5): the EUM's organization and the beginning of the EID. */
export interface EumConstraint {
  readonly organization: string | undefined;
  readonly serialNumberPrefix: string | undefined;
}

/** What the extensions of a certificate say. Absent ones are empty or undefined. */
export interface CertificateExtensions {
  readonly subjectKeyIdentifier: Bytes | undefined;
  readonly authorityKeyIdentifier: Bytes | undefined;
  /** certificatePolicies, dotted. */
  readonly policies: readonly string[];
  readonly policiesCritical: boolean;
  readonly keyUsage: KeyUsage;
  readonly keyUsageCritical: boolean;
  /** Dotted. */
  readonly extendedKeyUsage: readonly string[];
  readonly basicConstraints: { readonly cA: boolean; readonly pathLenConstraint?: number } | undefined;
  /** Of SubjectAltName, dotted. */
  readonly registeredIds: readonly string[];
  readonly dnsNames: readonly string[];
  /** Each of 4 or 16 octets. */
  readonly ipAddresses: readonly Bytes[];
  readonly nameConstraints: readonly EumConstraint[];
  /** EID prefixes of the v3 extension permittedEins. */
  readonly permittedEins: readonly string[];
  /** Dotted. */
  readonly unknownCriticalExtensions: readonly string[];
}

const known: ReadonlySet<string> = new Set([
  oids.subjectKeyIdentifier,
  oids.keyUsage,
  oids.subjectAltName,
  oids.basicConstraints,
  oids.nameConstraints,
  oids.crlDistributionPoints,
  oids.certificatePolicies,
  oids.authorityKeyIdentifier,
  oids.extendedKeyUsage,
  oids.permittedEins,
]);

/**
 * The extensions, each by its own schema; deviations from DER go to `findings`.
 * @throws DecodeError when a body is not what its identifier says; CertificateError when one stands there twice.
 */
export function readExtensions(extensions: readonly Extension[], findings: Finding[]): CertificateExtensions {
  const byId = new Map(extensions.map((extension) => [extension.extnID, extension]));
  if (byId.size !== extensions.length)
    throw new CertificateError('malformed', 'an extension stands there twice');
  const body = <T>(id: string, schema: Schema<T>): T | undefined => {
    const extension = byId.get(id);
    return extension === undefined ? undefined : decode(schema, extension.extnValue, { findings });
  };
  const critical = (id: string): boolean => byId.get(id)?.critical ?? false;
  const constraints = body(oids.nameConstraints, NameConstraints);
  // Names that are excluded are none of SGP.22 §4.5.2: who excludes some is not understood (RFC 5280 §4.2.1.10).
  const understood = (id: string): boolean =>
    known.has(id) && !(id === oids.nameConstraints && constraints?.excludedSubtrees !== undefined);
  return {
    subjectKeyIdentifier: body(oids.subjectKeyIdentifier, SubjectKeyIdentifier),
    authorityKeyIdentifier: body(oids.authorityKeyIdentifier, AuthorityKeyIdentifier)?.keyIdentifier,
    policies: (body(oids.certificatePolicies, CertificatePolicies) ?? []).map((p) => p.policyIdentifier),
    policiesCritical: critical(oids.certificatePolicies),
    keyUsage: body(oids.keyUsage, KeyUsageBits) ?? [],
    keyUsageCritical: critical(oids.keyUsage),
    extendedKeyUsage: body(oids.extendedKeyUsage, ExtendedKeyUsage) ?? [],
    basicConstraints: body(oids.basicConstraints, BasicConstraints),
    ...alternativeNames(body(oids.subjectAltName, GeneralNames) ?? []),
    nameConstraints: (constraints?.permittedSubtrees ?? []).flatMap(({ base }) => eumConstraint(base)),
    permittedEins: body(oids.permittedEins, sequenceOf(printable)) ?? [],
    unknownCriticalExtensions: extensions
      .filter(({ critical: must, extnID }) => must && !understood(extnID))
      .map(({ extnID }) => extnID),
  };
}

type AlternativeNames = Pick<CertificateExtensions, 'registeredIds' | 'dnsNames' | 'ipAddresses'>;

/** Names of other kinds (URI, e-mail, directory) are passed over. */
function alternativeNames(names: readonly Bytes[]): AlternativeNames {
  const registeredIds: string[] = [];
  const dnsNames: string[] = [];
  const ipAddresses: Bytes[] = [];
  for (const name of names) {
    const tlv = readTlv(name);
    const content = contentOf(tlv);
    if (tlv.tag === 0x88) registeredIds.push(dottedOid(content));
    else if (tlv.tag === 0x82) dnsNames.push(asciiOf(content));
    else if (tlv.tag === 0x87) ipAddresses.push(ipOf(content));
  }
  return { registeredIds, dnsNames, ipAddresses };
}

function asciiOf(content: Bytes): string {
  if (content.some((octet) => octet >= 0x80)) throw new DecodeError('a dNSName that is not ASCII', 0);
  return fromUtf8(content);
}

function ipOf(content: Bytes): Bytes {
  if (printIp(content) === undefined) throw new DecodeError(`an iPAddress of ${content.length} octets`, 0);
  return content.slice();
}

/** Constraints on other kinds of names do not bear on EIDs. */
function eumConstraint(base: Bytes): EumConstraint[] {
  if (readTlv(base).tag !== 0xa4) return [];
  const name = decode(DirectoryName, base);
  return [{ organization: attributeOf(name, 'O'), serialNumberPrefix: attributeOf(name, 'serialNumber') }];
}
