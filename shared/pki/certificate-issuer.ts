import type { Bytes } from '#shared/bytes/bytes';
import { sameBytes } from '#shared/bytes/bytes';
import type { Curve } from '#shared/crypto/curve';
import type { PrivateKey } from '#shared/crypto/keys';

import type { Certificate } from './certificate.ts';

/** A certificate issuer (CI): the root that eUICCs, servers and LPAs have in common. */
export interface CertificateIssuer {
  /** Its subject key identifier, the "CI PKId" of SGP.22: 20 octets. */
  readonly id: Bytes;
  readonly certificate: Certificate;
  /** Absent when the CI is somebody else's and can only be trusted. */
  readonly key?: PrivateKey;
  readonly curve: Curve;
  /** For people. */
  readonly name: string;
}

/** A CI whose key is at hand. */
export type SigningCertificateIssuer = CertificateIssuer & { readonly key: PrivateKey };

export function certificateIssuer(certificate: Certificate, key: PrivateKey): SigningCertificateIssuer;
export function certificateIssuer(certificate: Certificate, key?: PrivateKey): CertificateIssuer;
/**
 * The CI of a certificate, with its key when that is known.
 * @throws TypeError when the certificate is no CI's or the key is not the certificate's.
 */
export function certificateIssuer(certificate: Certificate, key?: PrivateKey): CertificateIssuer {
  const { subjectKeyIdentifier: id, basicConstraints, curve, subject } = certificate;
  if (certificate.role !== 'ci' || basicConstraints?.cA !== true || id === undefined)
    throw new TypeError(`not the certificate of a CI: ${subject}`);
  if (key !== undefined && !sameBytes(key.publicKey.point, certificate.publicKey.point))
    throw new TypeError(`the key is not that of ${subject}`);
  const issuer = { id, certificate, curve, name: certificate.commonName ?? subject };
  return key === undefined ? issuer : { ...issuer, key };
}

/** @throws TypeError when the CI's key is not known. */
export function signingIssuer(ci: CertificateIssuer): SigningCertificateIssuer {
  const { key } = ci;
  if (key === undefined)
    throw new TypeError(
      `nothing can be issued under "${ci.name}" (${ci.curve}): its private key is not public`,
    );
  return { ...ci, key };
}
