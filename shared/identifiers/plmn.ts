import type { Bytes } from '#shared/bytes/bytes';
import { fromHex, toHex } from '#shared/bytes/bytes';

/** A mobile network: its country code of 3 digits and its network code of 2 or 3, as `001/01`. */
export type Plmn = string & { readonly brand: 'Plmn' };

/** The PLMN in `001/01`, `001-01` or `00101`. @throws TypeError for another shape. */
export function parsePlmn(text: string): Plmn {
  const match = /^(\d{3})[/-]?(\d{2,3})$/.exec(text);
  if (!match) throw new TypeError(`not a PLMN (country code and network code, 001/01): "${text}"`);
  return `${match[1] ?? ''}/${match[2] ?? ''}` as Plmn;
}

/** The country code, 3 digits. */
export function mccOf(plmn: Plmn): string {
  return plmn.slice(0, 3);
}

/** The network code, 2 or 3 digits. */
export function mncOf(plmn: Plmn): string {
  return plmn.slice(4);
}

/** 3 octets (TS 24.008 §10.5.1.13): 001/01 is 00F110, 310/410 is 130014. */
export function plmnToBytes(plmn: Plmn): Bytes {
  const digit = (place: number): string => plmn.charAt(place) || 'F';
  return fromHex(digit(1) + digit(0) + digit(6) + digit(2) + digit(5) + digit(4));
}

/** The PLMN in 3 octets. @throws TypeError for another length or a nibble that is no digit (FFFFFF is an empty entry). */
export function plmnFromBytes(octets: Bytes): Plmn {
  const [c2 = '', c1 = '', n3 = '', c3 = '', n2 = '', n1 = ''] = toHex(octets);
  if (octets.length !== 3) throw new TypeError(`a PLMN has 3 octets, not ${octets.length}`);
  return parsePlmn(`${c1}${c2}${c3}/${n1}${n2}${n3 === 'F' ? '' : n3}`);
}
