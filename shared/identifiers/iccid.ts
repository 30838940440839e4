import { fromSwappedBcd, swapNibbles, toSwappedBcd } from '#shared/bytes/bcd';
import type { Bytes } from '#shared/bytes/bytes';
import { luhnDigit } from './luhn.ts';

/** A profile's identifier: 18 to 20 decimal digits, without filler (ITU-T E.118). */
export type Iccid = string & { readonly brand: 'Iccid' };

/**
 * The ICCID in a text of 18 to 20 digits; a trailing filler F, as ES2+ peers send it, is taken off.
 * A wrong check digit is a finding, not a refusal: see {@link iccidCheckDigitIsRight}.
 * @throws TypeError for another shape.
 */
export function parseIccid(text: string): Iccid {
  const digits = text.replace(/[fF]{1,2}$/, '');
  if (text.length > 20 || !/^\d{18,20}$/.test(digits)) {
    throw new TypeError(`not an ICCID (18 to 20 digits): "${text}"`);
  }
  return digits as Iccid;
}

/** EF.ICCID and every ES10 TLV: 10 octets, nibbles swapped, padded with F (TS 102 221 §13.2). */
export function iccidToBytes(iccid: Iccid): Bytes {
  return toSwappedBcd(iccid, 10);
}

/** The ICCID in 10 octets of swapped BCD. @throws TypeError for another length, or a nibble that is no digit. */
export function iccidFromBytes(octets: Bytes): Iccid {
  if (octets.length !== 10) throw new TypeError(`an ICCID has 10 octets, not ${octets.length}`);
  return parseIccid(fromSwappedBcd(octets));
}

/** The header of a profile package: 10 octets, nibbles not swapped, padded with F (SAIP ProfileHeader). */
export function iccidToHeaderBytes(iccid: Iccid): Bytes {
  return swapNibbles(iccidToBytes(iccid));
}

/** The ICCID in the 10 octets of a profile package's header. @throws TypeError as {@link iccidFromBytes}. */
export function iccidFromHeaderBytes(octets: Bytes): Iccid {
  return iccidFromBytes(swapNibbles(octets));
}

/** Whether the last digit is the Luhn digit of those before it. */
export function iccidCheckDigitIsRight(iccid: Iccid): boolean {
  return luhnDigit(iccid.slice(0, -1)) === iccid.slice(-1);
}

/** The ICCID made of 17 to 19 digits and their Luhn digit. @throws TypeError for another shape. */
export function makeIccid(body: string): Iccid {
  if (!/^\d{17,19}$/.test(body)) throw new TypeError(`not an ICCID without its check digit: "${body}"`);
  return parseIccid(body + luhnDigit(body));
}
