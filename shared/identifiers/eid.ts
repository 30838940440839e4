import { fromBcd, toBcd } from '#shared/bytes/bcd';
import type { Bytes } from '#shared/bytes/bytes';

/** An eUICC's identifier: 32 decimal digits (SGP.22 §4.3, SGP.29). */
export type Eid = string & { readonly brand: 'Eid' };

/**
 * The EID in a text of 32 digits. Wrong check digits are a finding, not a refusal: see {@link checkDigitsAreRight}.
 * @throws TypeError for another shape.
 */
export function parseEid(text: string): Eid {
  if (!/^\d{32}$/.test(text)) throw new TypeError(`not an EID (32 digits): "${text}"`);
  return text as Eid;
}

/** The EID in 16 octets of straight BCD. @throws TypeError for another length or a nibble that is no digit. */
export function eidFromBytes(octets: Bytes): Eid {
  if (octets.length !== 16) throw new TypeError(`an EID has 16 octets, not ${octets.length}`);
  return parseEid(fromBcd(octets));
}

/** 16 octets of straight BCD. */
export function eidToBytes(eid: Eid): Bytes {
  return toBcd(eid);
}

/** Whether the whole number leaves 1 when divided by 97 (SGP.29). */
export function checkDigitsAreRight(eid: Eid): boolean {
  return BigInt(eid) % 97n === 1n;
}

/** The EID whose first 30 digits are given; the two check digits are computed. @throws TypeError unless 30 digits. */
export function makeEid(first30: string): Eid {
  if (!/^\d{30}$/.test(first30)) throw new TypeError(`not the first 30 digits of an EID: "${first30}"`);
  const check = 98n - ((BigInt(first30) * 100n) % 97n);
  return parseEid(first30 + check.toString().padStart(2, '0'));
}
