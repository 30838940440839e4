import { createPrivateKey, sign } from 'node:crypto';

import forge from 'node-forge';
import type { Bytes } from '#shared/bytes/bytes';
import { toHex } from '#shared/bytes/bytes';
import type { Instant } from '#shared/runtime/span';

import { readWebCertificate } from './read-web-certificate.ts';
import type { WebCertificate } from './read-web-certificate.ts';
import type { WebIdentity } from './web-identity.ts';
import { webCertificatePem } from './web-identity.ts';

/** What a web certificate says. */
export interface WebCertificateValues {
  /** A certificate that signs itself is `self`. */
  readonly issuer: WebIdentity | 'self';
  /** The subject's private key, PEM (PKCS#8). */
  readonly key: string;
  /** The subject: this common name, and OU=TESTCERT. */
  readonly commonName: string;
  /** Content octets of the INTEGER, in its shortest form. */
  readonly serialNumber: Bytes;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  /** Besides the key identifiers; a member as forge has it. */
  readonly extensions: readonly object[];
}

/** Issues a web certificate: version 3, RSA with SHA-256 (RFC 5280). */
export function issueWebCertificate(values: WebCertificateValues): WebCertificate {
  const subject = nameOf(values.commonName);
  const issuer = values.issuer === 'self' ? undefined : forgeCertificate(values.issuer.certificate);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = publicKeyOf(values.key);
  certificate.serialNumber = toHex(values.serialNumber);
  certificate.validity.notBefore = new Date(values.notBefore);
  certificate.validity.notAfter = new Date(values.notAfter);
  certificate.setSubject(subject);
  certificate.setIssuer(issuer?.subject.attributes ?? subject);
  const above = issuer && {
    name: 'authorityKeyIdentifier',
    keyIdentifier: issuer.generateSubjectKeyIdentifier().getBytes(),
  };
  certificate.setExtensions([
    ...values.extensions,
    { name: 'subjectKeyIdentifier' },
    ...(above === undefined ? [] : [above]),
  ]);
  return readWebCertificate(signed(certificate, values.issuer === 'self' ? values.key : values.issuer.key));
}

const sha256WithRsa = '1.2.840.113549.1.1.11';

/** The octets of a certificate signed by node:crypto, which takes a fortieth of the time that forge takes. */
function signed(certificate: forge.pki.Certificate, key: string): Bytes {
  certificate.siginfo.algorithmOid = sha256WithRsa;
  certificate.signatureOid = sha256WithRsa;
  certificate.signature = '';
  const [tbsCertificate] = forge.pki.certificateToAsn1(certificate).value;
  if (typeof tbsCertificate !== 'object') throw new TypeError('node-forge built no certificate');
  certificate.tbsCertificate = tbsCertificate;
  certificate.signature = sign('sha256', octetsOf(tbsCertificate), createPrivateKey(key)).toString('latin1');
  return octetsOf(forge.pki.certificateToAsn1(certificate));
}

/** The certificate as forge has it. */
export function forgeCertificate(certificate: WebCertificate): forge.pki.Certificate {
  return forge.pki.certificateFromPem(webCertificatePem(certificate));
}

/** The DER octets of what forge built. */
export function octetsOf(built: forge.asn1.Asn1): Bytes {
  return new Uint8Array(Buffer.from(forge.asn1.toDer(built).getBytes(), 'latin1'));
}

// The types want the class of a tag here, forge its number.
const type: unknown = forge.asn1.Type.UTF8;
const utf8String = type as forge.asn1.Class;

function nameOf(commonName: string): forge.pki.CertificateField[] {
  return [
    { name: 'commonName', value: commonName, valueTagClass: utf8String },
    { name: 'organizationalUnitName', value: 'TESTCERT', valueTagClass: utf8String },
  ];
}

function publicKeyOf(pem: string): forge.pki.rsa.PublicKey {
  const { n, e } = forge.pki.privateKeyFromPem(pem);
  return forge.pki.setRsaPublicKey(n, e);
}
