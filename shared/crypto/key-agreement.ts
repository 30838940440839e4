import type { Bytes } from '#shared/bytes/bytes';
import type { PrivateKey } from './keys.ts';

/**
 * The shared secret Z of SGP.22 §2.6.4: the x coordinate, 32 octets, of the private scalar times the other side's
 * uncompressed point of 65 octets.
 * @throws TypeError when the form is another one or the point is not on the key's curve.
 */
export function agree(privateKey: PrivateKey, publicPoint: Bytes): Bytes {
  if (publicPoint.length !== 65 || publicPoint[0] !== 0x04) {
    throw new TypeError('not an uncompressed point of 65 octets');
  }
  try {
    return new Uint8Array(privateKey.agreement.computeSecret(publicPoint));
  } catch (cause) {
    throw new TypeError(`the point is not on ${privateKey.curve}`, { cause });
  }
}
