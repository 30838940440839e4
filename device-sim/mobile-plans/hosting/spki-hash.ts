import { createHash, X509Certificate } from 'node:crypto';

import type { Bytes } from '#shared/bytes/bytes';

/** SHA-256 over the SubjectPublicKeyInfo of a certificate in DER, in base64: how Chromium names a key it is to trust. */
export function spkiHash(der: Bytes): string {
  const spki = new X509Certificate(der).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('base64');
}
