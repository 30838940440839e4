import type { Bytes } from '#shared/bytes/bytes';
import { concat, filled } from '#shared/bytes/bytes';

const room = 16;
const specials: Readonly<Record<string, number>> = { '@': 0x00, $: 0x02, _: 0x11 };

/** The octet of a character in the GSM alphabet (TS 23.038 §6.2.1), for the characters ASCII has too. */
function gsmOctet(character: string): number | undefined {
  const special = specials[character];
  if (special !== undefined) return special;
  return /^[A-Za-z0-9 !"#%&'()*+,\-./:;<=>?]$/.test(character) ? character.charCodeAt(0) : undefined;
}

/**
 * EF.SPN (TS 31.102 §4.2.12): 01 (show the registered network too), then 16 octets of name. A name outside the common part of ASCII and the
 * GSM alphabet is written in UCS2 behind 80 (TS 102 221 Annex A). What has no room is left off: 16 characters, 7 in UCS2.
 */
export function spnToFile(name: string): Bytes {
  const plain = Array.from(name, gsmOctet);
  const coded = plain.every((octet) => octet !== undefined)
    ? Uint8Array.from(plain.slice(0, room))
    : ucs2(name.slice(0, (room - 2) / 2));
  return concat(new Uint8Array([0x01]), coded, filled(room - coded.length, 0xff));
}

/** The name in EF.SPN; undefined when it holds none or is coded otherwise. */
export function spnFromFile(content: Bytes): string | undefined {
  const coded = content.subarray(1);
  if (coded[0] === 0x80) return fromUcs2(coded.subarray(1));
  const end = coded.findIndex((octet) => octet === 0xff);
  const octets = end < 0 ? coded : coded.subarray(0, end);
  const characters = Array.from(octets, characterOf);
  return octets.length === 0 || characters.includes(undefined) ? undefined : characters.join('');
}

function characterOf(octet: number): string | undefined {
  const special = Object.entries(specials).find(([, code]) => code === octet);
  const character = special?.[0] ?? String.fromCharCode(octet);
  return gsmOctet(character) === undefined ? undefined : character;
}

function ucs2(name: string): Bytes {
  const units = Array.from({ length: name.length }, (_, at) => name.charCodeAt(at));
  return Uint8Array.from([0x80, ...units.flatMap((unit) => [unit >> 8, unit & 0xff])]);
}

function fromUcs2(octets: Bytes): string {
  let name = '';
  for (let at = 0; at + 1 < octets.length; at += 2) {
    const unit = ((octets[at] ?? 0) << 8) | (octets[at + 1] ?? 0);
    if (unit === 0xffff) break;
    name += String.fromCharCode(unit);
  }
  return name;
}
