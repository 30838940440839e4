import { capture, encode, oid } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { curves } from '#shared/crypto/curve';
import { sign, toDerSignature } from '#shared/crypto/ecdsa';
import type { PrivateKey, PublicKey } from '#shared/crypto/keys';
import type { Instant } from '#shared/runtime/span';

import type { Certificate } from './certificate.ts';
import { keyIdentifierOf, readCertificate } from './certificate.ts';
import type { DistinguishedName } from './distinguished-name.ts';
import { nameOf } from './distinguished-name.ts';
import type { ExtensionValues } from './issue-extensions.ts';
import { extensionsOf } from './issue-extensions.ts';
import type { IssuedRole } from './roles.ts';
import { Name, oids, TbsCertificate, X509Certificate } from './x509.ts';

/** How a signature takes its nonce: by chance, or from key and data (RFC 6979). */
export type SigningManner = 'random' | 'deterministic';

/** Who signs: a certificate with its key, or the key of the very certificate that is issued. */
export interface SigningIssuer {
  readonly certificate: Certificate | 'self';
  readonly key: PrivateKey;
}

/** What goes into a certificate besides that which its role prescribes. */
export interface IssueOptions extends Omit<ExtensionValues, 'subjectKey' | 'issuerKeyIdentifier'> {
  readonly role: IssuedRole;
  readonly subject: DistinguishedName;
  readonly issuer: SigningIssuer;
  readonly publicKey: PublicKey;
  /** Content octets of a positive INTEGER. */
  readonly serialNumber: Bytes;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly how: SigningManner;
}

/**
 * A certificate of variant O with the extensions of its role in the order the published ones have (SGP.22 §4.5.2).
 * @throws TypeError when a value does not fit its field.
 */
export function issueCertificate(options: IssueOptions): Certificate {
  const { issuer, how } = options;
  return readCertificate(signTbs(tbsCertificate(options), issuer.key, how));
}

/** The octets of a certificate over these TBSCertificate octets, whatever they say. */
export function signTbs(tbs: Bytes, key: PrivateKey, how: SigningManner): Bytes {
  return encode(X509Certificate, {
    tbsCertificate: capture(TbsCertificate, tbs),
    signatureAlgorithm: { algorithm: oids.ecdsaWithSha256 },
    signatureValue: toDerSignature(sign(key, tbs, how)),
  });
}

function tbsCertificate(options: IssueOptions): Bytes {
  const { role, subject, issuer, publicKey, serialNumber, notBefore, notAfter } = options;
  const name = capture(Name, encode(Name, nameOf(subject)));
  const issuerKeyIdentifier =
    issuer.certificate === 'self'
      ? undefined
      : (issuer.certificate.subjectKeyIdentifier ?? keyIdentifierOf(issuer.certificate.publicKey));
  return encode(TbsCertificate, {
    version: 2,
    serialNumber,
    signature: { algorithm: oids.ecdsaWithSha256 },
    issuer: issuer.certificate === 'self' ? name : issuer.certificate.subjectName,
    validity: { notBefore, notAfter },
    subject: name,
    subjectPublicKeyInfo: {
      algorithm: { algorithm: oids.ecPublicKey, parameters: encode(oid, curves[publicKey.curve].oid) },
      subjectPublicKey: publicKey.point,
    },
    extensions: extensionsOf(role, { ...options, subjectKey: publicKey, issuerKeyIdentifier }),
  });
}
