import type { Bytes } from '#shared/bytes/bytes';

/** One TLV of a recorded file: its tag octets in hex, its content, and all of its octets. */
export interface Tlv {
  readonly tag: string;
  readonly content: Bytes;
  readonly whole: Bytes;
}

/** The TLVs in a row in well-formed recorded octets, read without the codec under test. */
export function tlvs(octets: Bytes): Tlv[] {
  const found: Tlv[] = [];
  for (let start = 0; start < octets.length;) {
    const tagOctets = (octets[start]! & 0x1f) === 0x1f ? 2 : 1;
    const first = octets[start + tagOctets]!;
    const lengthOctets = first < 0x80 ? 1 : 1 + (first & 0x7f);
    const begin = start + tagOctets + lengthOctets;
    const digits = Buffer.from(octets.subarray(begin - lengthOctets, begin)).toString('hex');
    const end = begin + (first < 0x80 ? first : Number.parseInt(digits.slice(2), 16));
    const tag = Buffer.from(octets.subarray(start, start + tagOctets))
      .toString('hex')
      .toUpperCase();
    found.push({ tag, content: octets.slice(begin, end), whole: octets.slice(start, end) });
    start = end;
  }
  return found;
}

/** The TLV that a path of tags leads to, from the outside in; the first one of each tag. */
export function tlvAt(octets: Bytes, ...path: readonly string[]): Tlv {
  const [tag, ...rest] = path;
  const found = tlvs(octets).find((tlv) => tlv.tag === tag);
  if (found === undefined) throw new Error(`no ${tag ?? 'tag'}`);
  return rest.length === 0 ? found : tlvAt(found.content, ...rest);
}
