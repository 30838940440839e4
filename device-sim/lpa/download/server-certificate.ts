import { DecodeError } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import type { Certificate } from '#shared/pki/certificate';
import { CertificateError, readCertificate } from '#shared/pki/certificate';

import { BadAnswer } from '../es9plus/server-errors.ts';

/** A certificate out of a server's answer. Its chain is the eUICC's to verify. @throws BadAnswer */
export function serverCertificate(functionName: string, der: Bytes): Certificate {
  try {
    return readCertificate(der);
  } catch (cause) {
    if (!(cause instanceof DecodeError) && !(cause instanceof CertificateError)) throw cause;
    throw new BadAnswer(functionName, 'malformed', `its certificate: ${cause.message}`, { cause });
  }
}
