import type { Bytes } from '#shared/bytes/bytes';
import { fromHex, toHex } from '#shared/bytes/bytes';

/** The unsigned big-endian integer that octets stand for; 0 for no octets. */
export function toInteger(octets: Bytes): bigint {
  return octets.length === 0 ? 0n : BigInt(`0x${toHex(octets)}`);
}

/** A non-negative integer as exactly `size` big-endian octets. @throws TypeError when it does not fit. */
export function fromInteger(value: bigint, size: number): Bytes {
  const fits = value < 1n << BigInt(size * 8);
  if (!fits) throw new TypeError(`the integer does not fit into ${size} octets`);
  return size === 0 ? new Uint8Array(0) : fromHex(value.toString(16).padStart(size * 2, '0'));
}

/** The inverse of `value` modulo the prime `modulus`; `value` must not be a multiple of it. */
export function inverse(value: bigint, modulus: bigint): bigint {
  let [remainder, nextRemainder] = [modulus, ((value % modulus) + modulus) % modulus];
  let [factor, nextFactor] = [0n, 1n];
  while (nextRemainder !== 0n) {
    const quotient = remainder / nextRemainder;
    [remainder, nextRemainder] = [nextRemainder, remainder - quotient * nextRemainder];
    [factor, nextFactor] = [nextFactor, factor - quotient * nextFactor];
  }
  return factor < 0n ? factor + modulus : factor;
}
