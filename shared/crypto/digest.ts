import { createHash } from 'node:crypto';
import type { Bytes } from '#shared/bytes/bytes';
import { toUtf8 } from '#shared/bytes/bytes';

/** SHA-1 of the parts in a row, 20 octets; key identifiers of certificates are made with it. */
export function sha1(...parts: readonly Bytes[]): Bytes {
  return digest('sha1', parts);
}

/** SHA-256 of the parts in a row, 32 octets. */
export function sha256(...parts: readonly Bytes[]): Bytes {
  return digest('sha256', parts);
}

/** SHA-256 of a confirmation code's UTF-8 octets: all that the SM-DP+ has to store of it (SGP.22 §4.7). */
export function hashedConfirmationCode(code: string): Bytes {
  return sha256(toUtf8(code));
}

/** hashCc of SGP.22 §4.7: SHA-256 of the hashed confirmation code and the transaction id. */
export function hashCc(code: string, transactionId: Bytes): Bytes {
  return hashCcOfHashed(hashedConfirmationCode(code), transactionId);
}

/** hashCc from the stored hash of the code, for the side that no longer knows the code itself. */
export function hashCcOfHashed(hashedCode: Bytes, transactionId: Bytes): Bytes {
  return sha256(hashedCode, transactionId);
}

function digest(name: 'sha1' | 'sha256', parts: readonly Bytes[]): Bytes {
  const hash = createHash(name);
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}
