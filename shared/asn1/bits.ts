import type { Bytes } from '#shared/bytes/bytes';
import { concat, toHex } from '#shared/bytes/bytes';

import { octetsOfJson } from './captured.ts';
import { DecodeError } from './errors.ts';
import type { TaggedSchema } from './schema.ts';
import { tagged } from './schema.ts';
import { contentOf } from './tlv.ts';

/** The content octets of bit0 to bit999: nothing that names its bits has more. */
const maximumContent = 126;

/** A bit that the declaration does not name. */
export type UnnamedBit = `bit${number}`;

/**
 * BIT STRING with named bits, as the list of the names that are set, lowest bit first. Bits without a name are
 * `bitN`. DER leaves out trailing zero bits (X.690 §11.2.2); present ones are accepted with a finding.
 */
export function namedBits<const Names extends readonly string[]>(
  names: Names,
): TaggedSchema<readonly (Names[number] | UnnamedBit)[]> {
  type Bit = Names[number] | UnnamedBit;
  const known = new Map<string, number>(names.map((name, bit) => [name, bit]));
  const numberOf = (bit: string): number => {
    const number = known.get(bit) ?? (/^bit\d{1,3}$/.test(bit) ? Number(bit.slice(3)) : undefined);
    if (number === undefined) throw new TypeError(`no bit is named "${bit}"; known: ${names.join(', ')}`);
    return number;
  };
  return tagged(0x03, {
    name: 'BIT STRING',
    writeContent: (value: readonly Bit[], out) => {
      out.octets(bitsContent(value.map(numberOf)));
    },
    readContent: (tlv, reading) => {
      const content = contentOf(tlv);
      if (content.length > maximumContent)
        throw new DecodeError('a BIT STRING with named bits of more than 1000 bits', tlv.start);
      const set = setBits(content, tlv.start);
      const [unused = 0] = content;
      if ((set.at(-1) ?? -1) !== (content.length - 1) * 8 - unused - 1)
        reading.finding('a BIT STRING has trailing zero bits', tlv.contentStart);
      else if (unused > 0 && ((content.at(-1) ?? 0) & ((1 << unused) - 1)) !== 0)
        reading.finding('a BIT STRING has ones among its unused bits', tlv.contentStart);
      return set.map((bit): Bit => names[bit] ?? `bit${bit}`);
    },
    toJson: (value) => [...value],
    fromJson: (json) => {
      if (!Array.isArray(json)) throw new TypeError('BIT STRING is a list of bit names');
      return (json as readonly unknown[]).map((bit): Bit => {
        if (typeof bit !== 'string') throw new TypeError('BIT STRING is a list of bit names');
        return names[numberOf(bit)] ?? `bit${numberOf(bit)}`;
      });
    },
  });
}

/** BIT STRING of whole octets without the count of unused bits (public keys, signatures). */
export const bitOctets: TaggedSchema<Bytes> = tagged(0x03, {
  name: 'BIT STRING',
  writeContent: (value, out) => {
    out.octets(value);
    out.octet(0);
  },
  readContent: (tlv) => {
    const content = contentOf(tlv);
    if (content[0] !== 0) throw new DecodeError('a BIT STRING of whole octets was expected', tlv.start);
    return content.slice(1);
  },
  toJson: toHex,
  fromJson: octetsOfJson,
});

function setBits(content: Bytes, offset: number): number[] {
  const unused = content[0];
  if (unused === undefined || unused > 7 || (content.length === 1 && unused !== 0)) {
    throw new DecodeError('a BIT STRING with a wrong count of unused bits', offset);
  }
  const set: number[] = [];
  const total = (content.length - 1) * 8 - unused;
  for (let bit = 0; bit < total; bit += 1) {
    if (((content[1 + (bit >> 3)] ?? 0) & (0x80 >> (bit & 7))) !== 0) set.push(bit);
  }
  return set;
}

function bitsContent(bits: readonly number[]): Bytes {
  if (bits.length === 0) return new Uint8Array([0]);
  const highest = Math.max(...bits);
  const octets = new Uint8Array((highest >> 3) + 1);
  for (const bit of bits) octets[bit >> 3] = (octets[bit >> 3] ?? 0) | (0x80 >> (bit & 7));
  return concat(new Uint8Array([7 - (highest & 7)]), octets);
}
