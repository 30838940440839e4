import { childrenOf, contentOf, readTlv, tlv, wholeOf } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';

import type { Segment } from './crafted-server.ts';

/** Changes the first segment of a part of a Bound Profile Package on its way out. */
export const first =
  (part: Segment['part'], change: (segment: Bytes) => Bytes) =>
  (segment: Bytes, at: Segment): Bytes =>
    at.part === part && at.index === 0 ? change(segment) : segment;

/** One bit turned over in the octet at that place, counted from the end where it is negative. */
export const withBitTurned =
  (place: number) =>
  (octets: Bytes): Bytes => {
    const copy = octets.slice();
    const at = place < 0 ? copy.length + place : place;
    copy[at] = (copy[at] ?? 0) ^ 1;
    return copy;
  };

/** The last octet of a segment belongs to its MAC. */
export const withWrongMac = withBitTurned(-1);

/** One octet of cipher text fewer: no whole number of blocks. */
export const shortened = (segment: Bytes): Bytes => {
  const whole = readTlv(segment);
  return tlv(whole.tag, contentOf(whole).subarray(1));
};

/** BF23, A0, A1, A2 where it is, and A3. */
export const partsOf = (whole: Bytes): Bytes[] => childrenOf(readTlv(whole)).map(wholeOf);

/** The package with other parts. */
export const rebuilt =
  (change: (parts: Bytes[]) => Bytes[]) =>
  (whole: Bytes): Bytes =>
    tlv(0xbf36, ...change(partsOf(whole)));

/** The package with the 86 of A3 in another order or number. */
export const withElements = (change: (segments: Bytes[]) => Bytes[]): ((whole: Bytes) => Bytes) =>
  rebuilt((parts) => [...parts.slice(0, -1), tlv(0xa3, ...change(partsOf(parts.at(-1)!)))]);
