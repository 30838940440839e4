import type { Schema } from '#shared/asn1/index';
import { context, encode, ia5, octets, oid } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import type { PublicKey } from '#shared/crypto/keys';

import { keyIdentifierOf } from './certificate.ts';
import { nameOf } from './distinguished-name.ts';
import type { IssuedRole } from './roles.ts';
import { roleOids } from './roles.ts';
import type { Extension } from './x509.ts';
import {
  AuthorityKeyIdentifier,
  BasicConstraints,
  CertificatePolicies,
  CrlDistributionPoints,
  DirectoryName,
  ExtendedKeyUsage,
  GeneralNames,
  KeyUsage,
  NameConstraints,
  oids,
  SubjectKeyIdentifier,
} from './x509.ts';

/** The values that extensions take; those a role does not have are passed over. */
export interface ExtensionValues {
  readonly subjectKey: PublicKey;
  /** Absent in a certificate that signs itself. */
  readonly issuerKeyIdentifier: Bytes | undefined;
  /** Dotted: the RID of SubjectAltName. */
  readonly registeredId?: string | undefined;
  readonly dnsNames?: readonly string[] | undefined;
  /** Of 4 or 16 octets each. */
  readonly ipAddresses?: readonly Bytes[] | undefined;
  /** What an EUM may issue: its own organization and the first digits of the EIDs. */
  readonly einConstraint?: { readonly organization: string; readonly ein: string } | undefined;
  readonly crlUrls?: readonly string[] | undefined;
}

type Writer = (values: ExtensionValues, role: IssuedRole) => Extension | undefined;

/** The extensions of a role (pki.md §2), in the order of the published test certificates. */
export function extensionsOf(role: IssuedRole, values: ExtensionValues): Extension[] {
  return layouts[role].map((write) => write(values, role)).filter((extension) => extension !== undefined);
}

function extension<T>(extnID: string, critical: boolean, schema: Schema<T>, value: T): Extension {
  return { extnID, critical, extnValue: encode(schema, value) };
}

const authorityKey: Writer = ({ issuerKeyIdentifier: keyIdentifier }) =>
  keyIdentifier && extension(oids.authorityKeyIdentifier, false, AuthorityKeyIdentifier, { keyIdentifier });

const subjectKey: Writer = ({ subjectKey: key }) =>
  extension(oids.subjectKeyIdentifier, false, SubjectKeyIdentifier, keyIdentifierOf(key));

const usage =
  (...bits: KeyUsage): Writer =>
  () =>
    extension(oids.keyUsage, true, KeyUsage, bits);

const policies =
  (critical: boolean): Writer =>
  (_, role) =>
    extension(oids.certificatePolicies, critical, CertificatePolicies, [
      { policyIdentifier: roleOids[role] },
    ]);

const alternativeNames: Writer = ({ dnsNames = [], ipAddresses = [], registeredId }) => {
  const names = [
    ...dnsNames.map((name) => encode(context(2, ia5), name)),
    ...ipAddresses.map((address) => encode(context(7, octets()), address)),
    ...(registeredId === undefined ? [] : [encode(context(8, oid), registeredId)]),
  ];
  return names.length === 0 ? undefined : extension(oids.subjectAltName, false, GeneralNames, names);
};

const authority =
  (constraints: { readonly pathLenConstraint?: number }): Writer =>
  () =>
    extension(oids.basicConstraints, true, BasicConstraints, { cA: true, ...constraints });

const serverAndClient: Writer = () =>
  extension(oids.extendedKeyUsage, true, ExtendedKeyUsage, [oids.serverAuth, oids.clientAuth]);

const revocationLists: Writer = ({ crlUrls = [] }) =>
  crlUrls.length === 0
    ? undefined
    : extension(
        oids.crlDistributionPoints,
        false,
        CrlDistributionPoints,
        crlUrls.map((url) => ({ distributionPoint: [url] })),
      );

const permittedNames: Writer = ({ einConstraint }) => {
  if (einConstraint === undefined) return undefined;
  const name = nameOf({ O: einConstraint.organization, serialNumber: einConstraint.ein });
  return extension(oids.nameConstraints, true, NameConstraints, {
    permittedSubtrees: [{ base: encode(DirectoryName, name) }],
  });
};

const signs = usage('digitalSignature');
const server: readonly Writer[] = [
  authorityKey,
  subjectKey,
  alternativeNames,
  signs,
  policies(true),
  revocationLists,
];
const tlsServer: readonly Writer[] = [
  signs,
  serverAndClient,
  policies(false),
  subjectKey,
  authorityKey,
  alternativeNames,
  revocationLists,
];

const layouts: Readonly<Record<IssuedRole, readonly Writer[]>> = {
  ci: [
    subjectKey,
    authority({}),
    policies(true),
    usage('keyCertSign', 'cRLSign'),
    alternativeNames,
    revocationLists,
  ],
  eum: [
    authorityKey,
    subjectKey,
    usage('keyCertSign'),
    policies(true),
    alternativeNames,
    authority({ pathLenConstraint: 0 }),
    revocationLists,
    permittedNames,
  ],
  euicc: [subjectKey, authorityKey, signs, policies(true)],
  dpAuth: server,
  dpPb: server,
  dsAuth: server,
  dpTls: tlsServer,
  dsTls: tlsServer,
};
