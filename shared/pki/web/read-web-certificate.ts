import type { Finding } from '#shared/asn1/index';
import { decode } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import type { Instant } from '#shared/runtime/span';

import type { CertificateExtensions } from '../certificate-extensions.ts';
import { readExtensions } from '../certificate-extensions.ts';
import { CertificateError } from '../certificate-error.ts';
import { attributeOf, printName } from '../distinguished-name.ts';
import { X509Certificate } from '../x509.ts';

/** A certificate of the web PKI as it came, with a key of any kind, and what it says (RFC 5280). */
export interface WebCertificate extends CertificateExtensions {
  readonly der: Bytes;
  /** TBSCertificate: the octets that are signed. */
  readonly signed: Bytes;
  /** Content octets of the INTEGER. */
  readonly serialNumber: Bytes;
  /** Printed, `CN=esimlab web TEST CA, OU=TESTCERT`. */
  readonly issuer: string;
  readonly subject: string;
  /** Of a client: the operator. */
  readonly commonName: string | undefined;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  /** Dotted. */
  readonly signatureAlgorithm: string;
  readonly signatureValue: Bytes;
}

/**
 * The web certificate in DER octets.
 * @throws DecodeError when the octets are not the structure of RFC 5280 §4.1; CertificateError when the make-up is wrong.
 */
export function readWebCertificate(der: Bytes): WebCertificate {
  const findings: Finding[] = [];
  const { tbsCertificate, signatureAlgorithm, signatureValue } = decode(X509Certificate, der, { findings });
  const { version, serialNumber, issuer, subject, signature, validity, extensions } = tbsCertificate.value;
  if (version !== 2) throw new CertificateError('malformed', 'not a certificate of version 3');
  if (signature.algorithm !== signatureAlgorithm.algorithm)
    throw new CertificateError('malformed', 'the two signature algorithms of a certificate differ');
  return {
    der: der.slice(),
    signed: tbsCertificate.der,
    serialNumber,
    issuer: printName(issuer.value),
    subject: printName(subject.value),
    commonName: attributeOf(subject.value, 'CN'),
    ...validity,
    signatureAlgorithm: signatureAlgorithm.algorithm,
    signatureValue,
    ...readExtensions(extensions ?? [], findings),
  };
}
