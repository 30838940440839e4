import type { Bytes } from '#shared/bytes/bytes';

/** XORs a mask into the octets that begin at `offset`, in place. */
export function xorInto(octets: Bytes, offset: number, mask: Bytes): void {
  for (let index = 0; index < mask.length; index += 1) {
    octets[offset + index] = (octets[offset + index] ?? 0) ^ (mask[index] ?? 0);
  }
}

/** The XOR of two runs of octets of one length. */
export function xor(a: Bytes, b: Bytes): Bytes {
  const result = a.slice();
  xorInto(result, 0, b);
  return result;
}
