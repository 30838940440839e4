import type { Bytes } from '#shared/bytes/bytes';

/** Tag and length at the beginning of octets that may not all have come yet. */
export interface TlvHeader {
  readonly tag: number;
  /** Octets of the content. */
  readonly length: number;
  /** Octets of tag and length themselves. */
  readonly octets: number;
}

/** The header, undefined while some of it is to come. Tags of one and two octets, lengths below 16 MiB. */
export function readTlvHeader(octets: Bytes): TlvHeader | 'malformed' | undefined {
  const [first, second] = octets;
  if (first === undefined) return undefined;
  const long = (first & 0x1f) === 0x1f;
  if (long && second === undefined) return undefined;
  if (long && (second ?? 0) >= 0x80) return 'malformed';
  const tagOctets = long ? 2 : 1;
  const tag = long ? first * 256 + (second ?? 0) : first;
  const lengthFirst = octets[tagOctets];
  if (lengthFirst === undefined) return undefined;
  if (lengthFirst < 0x80) return { tag, length: lengthFirst, octets: tagOctets + 1 };
  const count = lengthFirst & 0x7f;
  if (count === 0 || count > 3) return 'malformed';
  const end = tagOctets + 1 + count;
  if (octets.length < end) return undefined;
  const length = octets.subarray(tagOctets + 1, end).reduce((sum, octet) => sum * 256 + octet, 0);
  return { tag, length, octets: end };
}
