import { fromSwappedBcd, swapNibbles, toSwappedBcd } from '#shared/bytes/bcd';
import type { Bytes } from '#shared/bytes/bytes';
import { concat, toHex } from '#shared/bytes/bytes';
import { luhnDigit } from './luhn.ts';

/** A device's identifier: 15 digits, the last one a Luhn digit (TS 23.003 §6.2.1). */
export type Imei = string & { readonly brand: 'Imei' };

/** A device type: the first 8 digits of an IMEI. */
export type Tac = string & { readonly brand: 'Tac' };

/** The IMEI in a text of 15 digits. A wrong check digit is a finding. @throws TypeError for another shape. */
export function parseImei(text: string): Imei {
  if (!/^\d{15}$/.test(text)) throw new TypeError(`not an IMEI (15 digits): "${text}"`);
  return text as Imei;
}

/** The IMEI of 14 digits, its check digit put behind. @throws TypeError for another shape. */
export function makeImei(digits: string): Imei {
  if (!/^\d{14}$/.test(digits))
    throw new TypeError(`not an IMEI without its check digit (14 digits): "${digits}"`);
  return parseImei(digits + luhnDigit(digits));
}

/** The TAC in a text of 8 digits. @throws TypeError for another shape. */
export function parseTac(text: string): Tac {
  if (!/^\d{8}$/.test(text)) throw new TypeError(`not a TAC (8 digits): "${text}"`);
  return text as Tac;
}

/** Whether the last digit is the Luhn digit of those before it. */
export function imeiCheckDigitIsRight(imei: Imei): boolean {
  return luhnDigit(imei.slice(0, -1)) === imei.slice(-1);
}

/** The TAC an IMEI begins with. */
export function tacOf(imei: Imei): Tac {
  return parseTac(imei.slice(0, 8));
}

/** DeviceInfo's tac: 4 octets, nibbles swapped (SGP.22 §4.2). */
export function tacToBytes(tac: Tac): Bytes {
  return toSwappedBcd(tac);
}

/** The TAC in 4 octets of swapped BCD. @throws TypeError for another length, or a nibble that is no digit. */
export function tacFromBytes(octets: Bytes): Tac {
  if (octets.length !== 4) throw new TypeError(`a TAC has 4 octets, not ${octets.length}`);
  return parseTac(fromSwappedBcd(octets));
}

/**
 * DeviceInfo's imei: 8 octets. Seven are swapped; the last is not: the check digit in the high nibble, the
 * filler F in the low one (SGP.22 §4.2).
 */
export function imeiToBytes(imei: Imei): Bytes {
  return concat(toSwappedBcd(imei.slice(0, 14)), new Uint8Array([(Number(imei.slice(14)) << 4) | 0x0f]));
}

/**
 * The IMEI in 8 octets. The field's plain swapped BCD, with the filler in the high nibble of the last octet, is
 * read as well; `plain` tells so, for a finding. @throws TypeError for another length, or a nibble that is no digit.
 */
export function imeiFromBytes(octets: Bytes): { readonly imei: Imei; readonly plain: boolean } {
  if (octets.length !== 8) throw new TypeError(`an IMEI has 8 octets, not ${octets.length}`);
  const plain = ((octets[7] ?? 0) & 0xf0) === 0xf0;
  const last = plain ? octets.slice(7) : swapNibbles(octets.slice(7));
  if (((last[0] ?? 0) & 0xf0) !== 0xf0) throw new TypeError(`an IMEI ends with a filler F: ${toHex(octets)}`);
  return { imei: parseImei(fromSwappedBcd(concat(octets.slice(0, 7), last))), plain };
}
