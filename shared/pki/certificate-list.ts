import type { Captured, Decoded, Finding, Schema } from '#shared/asn1/index';
import {
  bitOctets,
  captured,
  decode,
  explicit,
  integer,
  integerOctets,
  integerOf,
  optional,
  sequence,
  sequenceOf,
} from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { fromDerSignature, verify } from '#shared/crypto/ecdsa';
import type { PublicKey } from '#shared/crypto/keys';

import { CertificateError } from './certificate-error.ts';
import {
  AlgorithmIdentifier,
  AuthorityKeyIdentifier,
  Extension,
  Name,
  oids as certificateOids,
} from './x509.ts';
import { Time } from './x509-time.ts';

/** Object identifiers of extensions that revocation lists have (RFC 5280 §5.2; pki.md §7). */
export const crlOids = {
  authorityKeyIdentifier: certificateOids.authorityKeyIdentifier,
  crlNumber: '2.5.29.20',
  deltaCrlIndicator: '2.5.29.27',
  issuingDistributionPoint: '2.5.29.28',
  expDate: '2.23.146.1.2.0.1',
  totalPartialCrlNumber: '2.23.146.1.2.0.2',
  partialCrlNumber: '2.23.146.1.2.0.3',
} as const;

const RevokedCertificate = sequence('RevokedCertificate', {
  userCertificate: integerOctets,
  revocationDate: Time,
  crlEntryExtensions: optional(sequenceOf(Extension)),
});

/** TBSCertList of RFC 5280 §5.1; `version` 1 means v2. */
export const TbsCertList = sequence('TBSCertList', {
  version: optional(integer),
  signature: AlgorithmIdentifier,
  issuer: Name,
  thisUpdate: Time,
  nextUpdate: optional(Time),
  revokedCertificates: optional(sequenceOf(RevokedCertificate)),
  crlExtensions: optional(explicit(0, sequenceOf(Extension))),
});
export type TbsCertList = Decoded<typeof TbsCertList>;

/** CertificateList of RFC 5280 §5.1; the signed octets are kept as they came. */
export const CertificateListTlv = sequence(
  'CertificateList',
  { tbsCertList: captured(TbsCertList), signatureAlgorithm: AlgorithmIdentifier, signatureValue: bitOctets },
  { closed: true },
);

/** A revocation list of a CI, and what it says (SGP.22 §4.5.2.1.2). */
export interface CertificateList {
  readonly tbs: Captured<TbsCertList>;
  /** Key identifier of the CI. */
  readonly issuerKeyId: Bytes;
  readonly number: number;
  /** Of a delta list: the number of the list that it adds to. */
  readonly base: number | undefined;
  /** Of a list that comes in parts: which one it is, from 1, and how many there are. */
  readonly part: { readonly number: number; readonly of: number } | undefined;
  /** Serial numbers, content octets of the INTEGER. */
  readonly revoked: readonly Bytes[];
  /** ECDSA-Sig-Value, DER. */
  readonly signatureValue: Bytes;
}

/**
 * The revocation list in DER octets; dates are not looked at.
 * @throws DecodeError when the octets are no CertificateList; CertificateError when they are, but not one of RSP.
 */
export function readCertificateList(der: Bytes, findings: Finding[] = []): CertificateList {
  const {
    tbsCertList: tbs,
    signatureAlgorithm,
    signatureValue,
  } = decode(CertificateListTlv, der, {
    findings,
    maximumOctets: Math.max(der.length, 1),
  });
  const { version, signature, crlExtensions = [], revokedCertificates = [] } = tbs.value;
  const { ecdsaWithSha256 } = certificateOids;
  if (version !== 1) malformed('not a revocation list of version 2');
  if (signatureAlgorithm.algorithm !== ecdsaWithSha256 || signature.algorithm !== ecdsaWithSha256)
    malformed('not signed with ECDSA and SHA-256');
  const { keyIdentifier, number, base, part } = saidBy(crlExtensions, findings);
  if (keyIdentifier === undefined || number === undefined)
    return malformed('neither CRL number nor authority key identifier may be missing');
  const revoked = revokedCertificates.map(({ userCertificate }) => userCertificate);
  return { tbs, issuerKeyId: keyIdentifier, number, base, part, revoked, signatureValue };
}

/** Whether the CI with that key has signed the list. */
export function isListSignedWith({ tbs, signatureValue }: CertificateList, key: PublicKey): boolean {
  try {
    return verify(key, tbs.der, fromDerSignature(signatureValue));
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

const known: ReadonlySet<string> = new Set(Object.values(crlOids));
const counter = integerOf({ min: 0 });
const mostParts = 1_000;

function saidBy(extensions: readonly Extension[], findings: Finding[]) {
  const byId = new Map(extensions.map((extension) => [extension.extnID, extension.extnValue]));
  if (byId.size !== extensions.length) malformed('an extension stands there twice');
  const unknown = extensions.find(({ critical, extnID }) => critical && !known.has(extnID));
  if (unknown !== undefined) malformed(`unknown critical extension ${unknown.extnID}`);
  const body = <T>(id: string, schema: Schema<T>): T | undefined => {
    const octets = byId.get(id);
    return octets === undefined ? undefined : decode(schema, octets, { findings });
  };
  return {
    keyIdentifier: body(crlOids.authorityKeyIdentifier, AuthorityKeyIdentifier)?.keyIdentifier,
    number: body(crlOids.crlNumber, counter),
    base: body(crlOids.deltaCrlIndicator, counter),
    part: partOf(body(crlOids.partialCrlNumber, counter), body(crlOids.totalPartialCrlNumber, counter)),
  };
}

function partOf(number: number | undefined, of: number | undefined): CertificateList['part'] {
  if (number === undefined && of === undefined) return undefined;
  if (number === undefined || of === undefined || number < 1 || number > of || of > mostParts)
    return malformed('a part of a list that is not told which');
  return { number, of };
}

function malformed(message: string): never {
  throw new CertificateError('malformed', message);
}
