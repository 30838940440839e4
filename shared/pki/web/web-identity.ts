import type { Bytes } from '#shared/bytes/bytes';
import type { Clock } from '#shared/runtime/clock';
import type { Entropy } from '#shared/runtime/entropy';

import { readPem, toPem } from '../pem.ts';
import type { WebCertificate } from './read-web-certificate.ts';
import { readWebCertificate } from './read-web-certificate.ts';

/** A certificate of the web PKI with its private key. */
export interface WebIdentity {
  readonly certificate: WebCertificate;
  /** PEM, PKCS#8. */
  readonly key: string;
}

/** The private key (PEM, PKCS#8) that was made for a purpose earlier, else the one that `make` gives, which is kept. */
export type KeptKeys = (purpose: string, make: () => string) => string;

/** Where a web identity comes from: keys and serial numbers are drawn, dates are the Clock's. */
export interface WebMaking {
  readonly entropy: Entropy;
  /** Where private keys are drawn instead, such as the keys of this process. */
  readonly keys?: Entropy;
  /** Where private keys are kept from one process to the next; drawn each time without it. */
  readonly keptKeys?: KeptKeys;
  readonly clock: Pick<Clock, 'now'>;
}

/** Certificates in PEM, one after the other: what node:tls wants as `cert` and `ca`. */
export function webCertificatePem(...certificates: readonly { readonly der: Bytes }[]): string {
  return certificates.map(({ der }) => toPem({ label: 'CERTIFICATE', der })).join('');
}

/** Certificate and key in one PEM text, to be kept. */
export function webIdentityPem({ certificate, key }: WebIdentity): string {
  return webCertificatePem(certificate) + key;
}

/**
 * What `webIdentityPem` wrote.
 * @throws TypeError when the certificate or the key is missing; DecodeError or CertificateError when the certificate is broken.
 */
export function readWebIdentityPem(text: string): WebIdentity {
  const blocks = readPem(text);
  const certificate = blocks.find(({ label }) => label === 'CERTIFICATE');
  const key = blocks.find(({ label }) => label === 'PRIVATE KEY');
  if (certificate === undefined || key === undefined)
    throw new TypeError('not a web identity: "CERTIFICATE" and "PRIVATE KEY" must stand there in PEM');
  return { certificate: readWebCertificate(certificate.der), key: toPem(key) };
}
