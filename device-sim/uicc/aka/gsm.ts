import type { Bytes } from '#shared/bytes/bytes';
import { chunks } from '#shared/bytes/bytes';
import { xorInto } from '#shared/crypto/xor-into';

/** Kc of a 3G challenge: the halves of CK and IK on one another (TS 33.102 §6.8.1.2, c3). */
export const kcOf = (ck: Bytes, ik: Bytes): Bytes =>
  folded([...chunks(ck.subarray(0, 16), 8), ...chunks(ik.subarray(0, 16), 8)]);

/** SRES of a 3G challenge: RES in runs of four octets on one another (TS 33.102 §6.8.1.2, c2). */
export const sresOf = (res: Bytes): Bytes => folded(chunks(res, 4));

function folded([first = new Uint8Array(), ...rest]: readonly Bytes[]): Bytes {
  const sum = first.slice();
  for (const each of rest) xorInto(sum, 0, each);
  return sum;
}
