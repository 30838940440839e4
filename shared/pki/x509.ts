import type { Decoded } from '#shared/asn1/index';
import {
  anything,
  bitOctets,
  boolean,
  captured,
  context,
  explicit,
  ia5,
  integer,
  integerOctets,
  namedBits,
  octets,
  oid,
  optional,
  sequence,
  sequenceOf,
  setOf,
  withDefault,
} from '#shared/asn1/index';

import { Time } from './x509-time.ts';

/** Object identifiers of RFC 5280 and RFC 5480, dotted. */
export const oids = {
  ecPublicKey: '1.2.840.10045.2.1',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  crlDistributionPoints: '2.5.29.31',
  certificatePolicies: '2.5.29.32',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
  /** SGP.22 v3: the EID prefixes an EUM may give out. */
  permittedEins: '2.23.146.1.2.2.0',
} as const;

/** AlgorithmIdentifier of RFC 5280 §4.1.1.2. */
export const AlgorithmIdentifier = sequence('AlgorithmIdentifier', {
  algorithm: oid,
  parameters: optional(anything),
});

const AttributeTypeAndValue = sequence('AttributeTypeAndValue', { type: oid, value: anything });

/** Name of RFC 5280 §4.1.2.4; the values keep their string type. */
export const Name = sequenceOf(setOf(AttributeTypeAndValue));
export type Name = Decoded<typeof Name>;

/** SubjectPublicKeyInfo of RFC 5480 §2. */
export const SubjectPublicKeyInfo = sequence('SubjectPublicKeyInfo', {
  algorithm: AlgorithmIdentifier,
  subjectPublicKey: bitOctets,
});
export type SubjectPublicKeyInfo = Decoded<typeof SubjectPublicKeyInfo>;

/** Extension of RFC 5280 §4.1; `extnValue` holds the DER of the extension's own type. */
export const Extension = sequence('Extension', {
  extnID: oid,
  critical: withDefault(boolean, false),
  extnValue: octets(),
});
export type Extension = Decoded<typeof Extension>;

/** TBSCertificate of RFC 5280 §4.1; `version` 2 means v3. */
export const TbsCertificate = sequence('TBSCertificate', {
  version: withDefault(explicit(0, integer), 0),
  serialNumber: integerOctets,
  signature: AlgorithmIdentifier,
  issuer: captured(Name),
  validity: sequence('Validity', { notBefore: Time, notAfter: Time }),
  subject: captured(Name),
  subjectPublicKeyInfo: SubjectPublicKeyInfo,
  issuerUniqueID: optional(context(1, bitOctets)),
  subjectUniqueID: optional(context(2, bitOctets)),
  extensions: optional(explicit(3, sequenceOf(Extension))),
});
export type TbsCertificate = Decoded<typeof TbsCertificate>;

/** Certificate of RFC 5280 §4.1; the signed octets are kept as they came. */
export const X509Certificate = sequence(
  'Certificate',
  {
    tbsCertificate: captured(TbsCertificate),
    signatureAlgorithm: AlgorithmIdentifier,
    signatureValue: bitOctets,
  },
  { closed: true },
);

/** RFC 5280 §4.2.1.1. */
export const AuthorityKeyIdentifier = sequence('AuthorityKeyIdentifier', {
  keyIdentifier: optional(context(0, octets())),
  authorityCertIssuer: optional(context(1, sequenceOf(anything))),
  authorityCertSerialNumber: optional(context(2, integerOctets)),
});

/** RFC 5280 §4.2.1.2. */
export const SubjectKeyIdentifier = octets({ min: 1 });

/** RFC 5280 §4.2.1.3. */
export const KeyUsage = namedBits([
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
]);
export type KeyUsage = Decoded<typeof KeyUsage>;

/** RFC 5280 §4.2.1.4. */
export const CertificatePolicies = sequenceOf(
  sequence('PolicyInformation', {
    policyIdentifier: oid,
    policyQualifiers: optional(sequenceOf(anything)),
  }),
  { min: 1 },
);

/** RFC 5280 §4.2.1.9. */
export const BasicConstraints = sequence('BasicConstraints', {
  cA: withDefault(boolean, false),
  pathLenConstraint: optional(integer),
});

/** RFC 5280 §4.2.1.12. */
export const ExtendedKeyUsage = sequenceOf(oid, { min: 1 });

/** GeneralNames of RFC 5280 §4.2.1.6, each as its TLV: any kind may stand among them. */
export const GeneralNames = sequenceOf(anything, { min: 1 });

const GeneralSubtree = sequence('GeneralSubtree', {
  base: anything,
  minimum: optional(context(0, integer)),
  maximum: optional(context(1, integer)),
});

/** RFC 5280 §4.2.1.10. */
export const NameConstraints = sequence('NameConstraints', {
  permittedSubtrees: optional(context(0, sequenceOf(GeneralSubtree))),
  excludedSubtrees: optional(context(1, sequenceOf(GeneralSubtree))),
});

/** The directoryName alternative of GeneralName. */
export const DirectoryName = explicit(4, Name);

/** CRLDistributionPoints of RFC 5280 §4.2.1.13 in the form RSP certificates have it: one address a point. */
export const CrlDistributionPoints = sequenceOf(
  sequence('DistributionPoint', {
    distributionPoint: explicit(0, context(0, sequenceOf(context(6, ia5)))),
  }),
);
