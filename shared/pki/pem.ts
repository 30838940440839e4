import type { Bytes } from '#shared/bytes/bytes';
import { fromBase64, fromUtf8, toBase64 } from '#shared/bytes/bytes';
import type { PrivateKey } from '#shared/crypto/keys';

import type { Certificate } from './certificate.ts';
import { readCertificate } from './certificate.ts';
import { fromPkcs8, fromSec1, toPkcs8, toSec1 } from './private-key-der.ts';

/** One block of RFC 7468. */
export interface PemBlock {
  readonly label: string;
  readonly der: Bytes;
}

/** `-----BEGIN <label>-----` and so on, lines of 64, with a line feed at the end. */
export function toPem({ label, der }: PemBlock): string {
  const lines = toBase64(der).match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

/** The blocks of a text, in order; what stands between them is passed over. @throws TypeError for bad base64. */
export function readPem(text: string): PemBlock[] {
  const blocks = text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \1-----/g);
  return [...blocks].map(([, label = '', base64 = '']) => ({ label, der: fromBase64(base64) }));
}

/** Certificates in PEM, one after the other. */
export function certificatePem(...certificates: readonly Certificate[]): string {
  return certificates.map(({ der }) => toPem({ label: 'CERTIFICATE', der })).join('');
}

/** A private key in PEM: PKCS#8 (RFC 5958), or the form of SEC 1 (RFC 5915) that older tools want. */
export function privateKeyPem(key: PrivateKey, form: 'pkcs8' | 'sec1' = 'pkcs8'): string {
  return form === 'pkcs8'
    ? toPem({ label: 'PRIVATE KEY', der: toPkcs8(key) })
    : toPem({ label: 'EC PRIVATE KEY', der: toSec1(key) });
}

/**
 * The certificates in a file, PEM or DER.
 * @throws TypeError when there is none; DecodeError or CertificateError when one is not of RSP.
 */
export function readCertificateFile(octets: Bytes): Certificate[] {
  if (octets[0] === 0x30) return [readCertificate(octets)];
  const found = readPem(fromUtf8(octets)).filter(({ label }) => label === 'CERTIFICATE');
  if (found.length === 0) throw new TypeError('no certificate: neither DER nor a PEM block "CERTIFICATE"');
  return found.map(({ der }) => readCertificate(der));
}

/**
 * The first private key in a PEM text, in PKCS#8 or SEC 1 form, unencrypted.
 * @throws TypeError when there is none or it is on another curve; DecodeError when it is broken.
 */
export function readPrivateKeyPem(text: string): PrivateKey {
  for (const { label, der } of readPem(text)) {
    if (label === 'PRIVATE KEY') return fromPkcs8(der);
    if (label === 'EC PRIVATE KEY') return fromSec1(der);
  }
  throw new TypeError('no private key: neither "PRIVATE KEY" nor "EC PRIVATE KEY" in PEM');
}

/** What node:tls and node:https want of a server: its key, and its certificate with those above it. */
export function tlsCredentials(
  { certificate, key }: { readonly certificate: Certificate; readonly key: PrivateKey },
  ...above: readonly Certificate[]
): { readonly key: string; readonly cert: string } {
  return { key: privateKeyPem(key), cert: certificatePem(certificate, ...above) };
}
