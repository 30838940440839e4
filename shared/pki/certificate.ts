import type { Captured, Finding } from '#shared/asn1/index';
import { decode, oid, readTlv } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { sameBytes } from '#shared/bytes/bytes';
import type { Curve } from '#shared/crypto/curve';
import { curveOfOid } from '#shared/crypto/curve';
import { sha1 } from '#shared/crypto/digest';
import { fromDerSignature, verify } from '#shared/crypto/ecdsa';
import type { PublicKey } from '#shared/crypto/keys';
import { publicKeyFromPoint } from '#shared/crypto/keys';
import type { Instant } from '#shared/runtime/span';

import { CertificateError } from './certificate-error.ts';
import { CertificatePart } from './certificate-part.ts';
import type { CertificateExtensions } from './certificate-extensions.ts';
import { readExtensions } from './certificate-extensions.ts';
import { attributeOf, printName } from './distinguished-name.ts';
import type { Role } from './roles.ts';
import { roleOf } from './roles.ts';
import type { SubjectPublicKeyInfo } from './x509.ts';
import { Name, oids, TbsCertificate, X509Certificate } from './x509.ts';

export { CertificateError } from './certificate-error.ts';
/** A certificate as it came, and what it says (RFC 5280; SGP.22 §4.5.2). Never changed once read. */
export interface Certificate extends CertificateExtensions {
  /** All its octets. */
  readonly der: Bytes;
  /** TBSCertificate with the very octets that are signed. */
  readonly tbs: Captured<TbsCertificate>;
  /** Content octets of the INTEGER. */
  readonly serialNumber: Bytes;
  /** Printed, `CN=Test CI, O=RSPTEST`. */
  readonly issuer: string;
  /** DER. */
  readonly issuerName: Bytes;
  readonly subject: string;
  readonly subjectName: Captured<Name>;
  readonly commonName: string | undefined;
  readonly organization: string | undefined;
  /** The attribute serialNumber of the subject: an eUICC's EID. */
  readonly subjectSerialNumber: string | undefined;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly publicKey: PublicKey;
  readonly curve: Curve;
  /** Dotted; ecdsa-with-SHA256 is the only one we verify. */
  readonly signatureAlgorithm: string;
  /** ECDSA-Sig-Value, DER. */
  readonly signatureValue: Bytes;
  readonly role: Role | undefined;
  /** What deviates from DER or from the specification and was accepted. */
  readonly findings: readonly Finding[];
}

const cacheSize = 512;
/** Real ones have less than 1 KiB; what strangers send must not fill the memory. */
const longestKept = 4_096;
const cache = new Map<string, Certificate>();

/**
 * The certificate in DER octets. The same octets give the same object as long as it is among the last 512, and is not
 * longer than any real one.
 * @throws DecodeError when the octets are not the structure of RFC 5280 §4.1; CertificateError when they are, but the
 * key or the make-up is not one of RSP.
 */
export function readCertificate(der: Bytes): Certificate {
  if (der.length > longestKept) return parse(der.slice());
  const key = Buffer.from(der.buffer, der.byteOffset, der.byteLength).toString('latin1');
  const found = cache.get(key);
  if (found !== undefined) {
    cache.delete(key);
    cache.set(key, found);
    return found;
  }
  const certificate = parse(der.slice());
  cache.set(key, certificate);
  const [oldest] = cache.keys();
  if (cache.size > cacheSize && oldest !== undefined) cache.delete(oldest);
  return certificate;
}

const verifiedUnder = new WeakMap<Certificate, PublicKey>();

/** Whether the signature over the certificate's own octets was made with that key. One verification a pair. */
export function isSignedWith(certificate: Certificate, key: PublicKey): boolean {
  if (verifiedUnder.get(certificate) === key) return true;
  if (certificate.signatureAlgorithm !== oids.ecdsaWithSha256) return false;
  const signature = rawSignature(certificate.signatureValue);
  if (signature === undefined || !verify(key, certificate.tbs.der, signature)) return false;
  verifiedUnder.set(certificate, key);
  return true;
}

/** The SHA-1 of the public key's point, 20 octets: what key identifiers are made of (pki.md §1). */
export function keyIdentifierOf(key: PublicKey): Bytes {
  return sha1(key.point);
}

function parse(der: Bytes): Certificate {
  const findings: Finding[] = [];
  const {
    tbsCertificate: tbs,
    signatureAlgorithm,
    signatureValue,
  } = decode(X509Certificate, der, { findings });
  const { subject, issuer, validity, extensions = [] } = tbs.value;
  if (tbs.value.version !== 2) throw new CertificateError('malformed', 'not a certificate of version 3');
  const algorithm = signatureAlgorithm.algorithm;
  if (tbs.value.signature.algorithm !== algorithm)
    throw new CertificateError('malformed', 'the two signature algorithms of a certificate differ');
  const publicKey = publicKeyOf(tbs.value.subjectPublicKeyInfo);
  const contents = readExtensions(extensions, findings);
  noteKeyIdentifier(publicKey, contents.subjectKeyIdentifier, findings);
  return {
    der,
    tbs: new CertificatePart(TbsCertificate, firstOf(der, tbs.der.length)),
    serialNumber: tbs.value.serialNumber,
    issuer: printName(issuer.value),
    issuerName: issuer.der,
    subject: printName(subject.value),
    subjectName: new CertificatePart(Name, subject.der),
    commonName: attributeOf(subject.value, 'CN'),
    organization: attributeOf(subject.value, 'O'),
    subjectSerialNumber: attributeOf(subject.value, 'serialNumber'),
    ...validity,
    publicKey,
    curve: publicKey.curve,
    signatureAlgorithm: algorithm,
    signatureValue,
    role: roleOf(contents.policies),
    ...contents,
    findings,
  };
}

/** The first member of a SEQUENCE, in the very octets that are kept anyway. */
function firstOf(der: Bytes, length: number): Bytes {
  const { contentStart } = readTlv(der);
  return der.subarray(contentStart, contentStart + length);
}

function publicKeyOf({ algorithm, subjectPublicKey }: SubjectPublicKeyInfo): PublicKey {
  if (algorithm.algorithm !== oids.ecPublicKey)
    throw new CertificateError(
      'unsupportedKey',
      `unsupported key: ${keyTypes.get(algorithm.algorithm) ?? algorithm.algorithm}`,
    );
  const curve = algorithm.parameters === undefined ? undefined : curveOf(algorithm.parameters);
  if (curve === undefined)
    throw new CertificateError(
      'unsupportedKey',
      'unsupported key: a curve other than P-256 and brainpoolP256r1',
    );
  try {
    return publicKeyFromPoint(curve, subjectPublicKey);
  } catch (cause) {
    throw new CertificateError('malformed', 'the public key is no point of its curve', { cause });
  }
}

const keyTypes = new Map([
  ['1.2.840.113549.1.1.1', 'RSA'],
  ['1.3.101.112', 'Ed25519'],
]);

function curveOf(parameters: Bytes): Curve | undefined {
  return parameters[0] === 0x06 ? curveOfOid(decode(oid, parameters)) : undefined;
}

function noteKeyIdentifier(key: PublicKey, identifier: Bytes | undefined, findings: Finding[]): void {
  if (identifier === undefined || sameBytes(identifier, keyIdentifierOf(key))) return;
  findings.push({ what: 'the subject key identifier is not the SHA-1 of the public key', offset: 0 });
}

function rawSignature(der: Bytes): Bytes | undefined {
  try {
    return fromDerSignature(der);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Whether the certificate's issuer name is the subject of the other, octet by octet. */
export function namesAsIssuer(certificate: Certificate, issuer: Certificate): boolean {
  return sameBytes(certificate.issuerName, issuer.subjectName.der);
}
