import type { Bytes } from '#shared/bytes/bytes';

import { DecodeError } from './errors.ts';
import type { Tag } from './tag.ts';
import { isConstructed, tagLength } from './tag.ts';

/** One TLV inside `source`; offsets are into `source`. Nothing is copied. */
export interface Tlv {
  readonly source: Bytes;
  readonly tag: Tag;
  /** Where the tag begins. */
  readonly start: number;
  /** Where the content begins. */
  readonly contentStart: number;
  /** One past the last octet of the content. */
  readonly end: number;
  /** The length was not written in its shortest form. */
  readonly longLength: boolean;
}

/** The content octets, a view into the source. */
export const contentOf = (tlv: Tlv): Bytes => tlv.source.subarray(tlv.contentStart, tlv.end);

/** The whole TLV, tag and length included, copied out of the source. */
export const wholeOf = (tlv: Tlv): Bytes => tlv.source.slice(tlv.start, tlv.end);

/**
 * The TLV that begins at `offset`. Lengths are definite and end within `end`; tags take at most four octets.
 * @throws DecodeError otherwise.
 */
export function readTlv(source: Bytes, offset = 0, end = source.length): Tlv {
  const tag = readTag(source, offset, end);
  const at = offset + tagLength(tag);
  const first = source[at];
  if (at >= end || first === undefined) throw new DecodeError('the length is missing', at);
  if (first < 0x80) return finish(source, tag, offset, at + 1, first, end, false);
  const count = first & 0x7f;
  if (count === 0) throw new DecodeError('indefinite lengths are not DER', at);
  if (count > 4 || at + 1 + count > end) throw new DecodeError('the length is cut off or too long', at);
  let length = 0;
  for (let i = 1; i <= count; i += 1) length = length * 256 + (source[at + i] ?? 0);
  const longLength = length < 0x80 || length < 256 ** (count - 1);
  return finish(source, tag, offset, at + 1 + count, length, end, longLength);
}

/** The TLVs that fill `source` from `offset` to `end`. @throws DecodeError when one does not end where it should. */
export function readTlvs(source: Bytes, offset = 0, end = source.length): Tlv[] {
  if (offset >= end) return [];
  const first = readTlv(source, offset, end);
  // Very often it is the only one: a list that begins empty would make room for many.
  const found = [first];
  for (let next = first.end; next < end;) {
    const tlv = readTlv(source, next, end);
    found.push(tlv);
    next = tlv.end;
  }
  return found;
}

/** The TLVs inside a constructed one. @throws DecodeError when the TLV is primitive or its content is no row of TLVs. */
export function childrenOf(tlv: Tlv): Tlv[] {
  expectConstructed(tlv);
  return readTlvs(tlv.source, tlv.contentStart, tlv.end);
}

/** @throws DecodeError when the TLV is primitive. */
export function expectConstructed({ tag, start }: Tlv): void {
  if (!isConstructed(tag)) throw new DecodeError('a primitive TLV has no members', start);
}

function readTag(source: Bytes, offset: number, end: number): Tag {
  const first = source[offset];
  if (offset >= end || first === undefined) throw new DecodeError('a tag is missing', offset);
  if ((first & 0x1f) !== 0x1f) return first;
  let value = first;
  for (let i = 1; i <= 3; i += 1) {
    const octet = source[offset + i];
    if (offset + i >= end || octet === undefined) throw new DecodeError('a tag is cut off', offset);
    if (i === 1 && octet === 0x80) throw new DecodeError('a tag number begins with zero', offset);
    value = value * 256 + octet;
    if (octet < 0x80) return value;
  }
  throw new DecodeError('a tag is longer than four octets', offset);
}

function finish(
  source: Bytes,
  tag: Tag,
  start: number,
  contentStart: number,
  length: number,
  end: number,
  longLength: boolean,
): Tlv {
  if (contentStart + length > end) {
    throw new DecodeError(
      `length ${length} goes beyond the data by ${contentStart + length - end} octets`,
      start,
    );
  }
  return { source, tag, start, contentStart, end: contentStart + length, longLength };
}
