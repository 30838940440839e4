import { DecodeError } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import type { Certificate } from '#shared/pki/certificate';
import { CertificateError, readCertificate } from '#shared/pki/certificate';
import { printRole } from '#shared/pki/roles';

/** The certificate in the octets, or why they are none. */
export function certificateIn(der: Bytes): Certificate | string {
  try {
    return readCertificate(der);
  } catch (error) {
    if (error instanceof DecodeError || error instanceof CertificateError) return error.message;
    throw error;
  }
}

/** One line for a certificate that stands inside something else. */
export function summaryOfCertificate(der: Bytes): string {
  const certificate = certificateIn(der);
  if (typeof certificate === 'string') return `no certificate of RSP: ${certificate}`;
  return `${printRole(certificate.role)}, ${certificate.subject}`;
}
