import forge from 'node-forge';
import type { Bytes } from '#shared/bytes/bytes';

import { forgeCertificate, octetsOf } from './issue-web.ts';
import type { WebCertificate } from './read-web-certificate.ts';
import type { WebIdentity } from './web-identity.ts';

const protection = {
  algorithm: 'aes256',
  prfAlgorithm: 'sha256',
  saltSize: 16,
  count: 10_000,
} as const;

/**
 * A PKCS#12 file (RFC 7292): the key under AES-256 (PBKDF2 with SHA-256), the certificate, and those above it. Salts and
 * IV are forge's own chance and not the Entropy's: two files of one identity differ.
 * @throws TypeError when the password is empty or has other characters than those of ASCII, which programs read differently.
 */
export function writePkcs12(
  { certificate, key }: WebIdentity,
  password: string,
  ...above: readonly WebCertificate[]
): Bytes {
  if (!/^[ -~]+$/.test(password)) throw new TypeError('a PKCS#12 password is one or more ASCII characters');
  const built = forge.pkcs12.toPkcs12Asn1(
    forge.pki.privateKeyFromPem(key),
    [certificate, ...above].map(forgeCertificate),
    password,
    { ...protection, friendlyName: certificate.commonName ?? 'esimlab' },
  );
  return octetsOf(built);
}
