import type { Bytes } from '#shared/bytes/bytes';
import { concat } from '#shared/bytes/bytes';

import type { OctetReader } from './octet-reader.ts';
import { MalformedNas } from './octet-reader.ts';

/** Format LV of TS 24.007 §11.2.1.1. */
export const lengthValue = (value: Bytes): Bytes => concat(Uint8Array.of(value.length), value);

/** Format LV-E. */
export const longLengthValue = (value: Bytes): Bytes =>
  concat(Uint8Array.of(value.length >> 8, value.length & 0xff), value);

/** Format TLV. */
export const tagLengthValue = (identifier: number, value: Bytes): Bytes =>
  concat(Uint8Array.of(identifier, value.length), value);

/**
 * The optional information elements at the end of a message, by identifier; of one that comes again the first counts
 * (TS 24.301 §7.6.3). `fixed` gives the octets of the values that have no length (format TV).
 * Unknown ones are passed over by the coding of their identifier (TS 24.007 §11.2.4).
 * @throws MalformedNas when one is cut off, or is unknown and has to be understood (§7.6.1).
 */
export function readOptional(
  reader: OctetReader,
  known: readonly number[],
  fixed: Readonly<Record<number, number>> = {},
): ReadonlyMap<number, Bytes> {
  const found = new Map<number, Bytes>();
  while (reader.left > 0) {
    const octet = reader.octet();
    const identifier = octet >= 0x80 ? octet & 0xf0 : octet;
    const value = readValue(reader, octet, fixed[identifier]);
    if (identifier < 0x10 && !known.includes(identifier)) {
      throw new MalformedNas(`element ${identifier} has to be understood and is unknown`);
    }
    if (!found.has(identifier)) found.set(identifier, value);
  }
  return found;
}

function readValue(reader: OctetReader, octet: number, fixed: number | undefined): Bytes {
  if (octet >= 0x80) return Uint8Array.of(octet & 0x0f);
  if (fixed !== undefined) return reader.take(fixed);
  return octet >> 4 === 0x7 ? reader.longLengthValue(0) : reader.lengthValue(0, 255);
}
