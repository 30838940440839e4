import type { Bytes } from './bytes.ts';
import { fromHex, toHex } from './bytes.ts';

/** Digits as straight BCD, two to an octet (the EID of SGP.22 §4.3). @throws TypeError for other characters or an odd count. */
export function toBcd(digits: string): Bytes {
  if (!/^\d*$/.test(digits)) throw new TypeError(`not decimal digits: "${digits}"`);
  return fromHex(digits);
}

/** The digits of straight BCD. @throws TypeError when a nibble is not a digit. */
export function fromBcd(octets: Bytes): string {
  const digits = toHex(octets);
  if (!/^\d*$/.test(digits)) throw new TypeError(`not BCD: ${digits}`);
  return digits;
}

/**
 * Digits as nibble-swapped BCD, the filler F in the high nibble of the last octet (EF.ICCID, TS 29.002).
 * `octets` pads the result with FF to that length.
 * @throws TypeError for other characters or more digits than fit.
 */
export function toSwappedBcd(digits: string, octets = Math.ceil(digits.length / 2)): Bytes {
  if (!/^\d*$/.test(digits)) throw new TypeError(`not decimal digits: "${digits}"`);
  if (digits.length > octets * 2) throw new TypeError(`more than ${octets * 2} digits: "${digits}"`);
  const padded = digits.padEnd(octets * 2, 'F');
  return swapNibbles(fromHex(padded));
}

/** The digits of nibble-swapped BCD, up to the first filler. @throws TypeError when another nibble is not a digit. */
export function fromSwappedBcd(octets: Bytes): string {
  const digits = toHex(swapNibbles(octets)).replace(/F+$/, '');
  if (!/^\d*$/.test(digits)) throw new TypeError(`not swapped BCD: ${toHex(octets)}`);
  return digits;
}

/** Every octet with its two nibbles exchanged. */
export function swapNibbles(octets: Bytes): Bytes {
  return octets.map((octet) => ((octet & 0x0f) << 4) | (octet >> 4));
}
