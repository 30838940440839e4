import type { Bytes } from '#shared/bytes/bytes';
import { fromHex, toHex } from '#shared/bytes/bytes';

import type { DecodeOptions, Json, Schema } from './schema.ts';
import { decode, encode } from './schema.ts';
import { wholeOf } from './tlv.ts';

/** A decoded value together with the very octets it came from: signatures are checked over `der`. */
export interface Captured<T> {
  readonly value: T;
  readonly der: Bytes;
}

/** Decodes and keeps the octets. @throws DecodeError */
export const capture = <T>(schema: Schema<T>, der: Bytes, options?: DecodeOptions): Captured<T> => ({
  value: decode(schema, der, options),
  der,
});

/** A value of our own with its octets. @throws TypeError when the value is outside the type's bounds. */
export const written = <T>(schema: Schema<T>, value: T): Captured<T> => ({
  value,
  der: encode(schema, value),
});

/** A member whose octets are kept when read and written back as they are: signed structures and certificates. */
export function captured<T>(schema: Schema<T>): Schema<Captured<T>> {
  return {
    name: schema.name,
    tags: schema.tags,
    shape: schema.shape,
    write: (value, out) => {
      out.octets(value.der);
    },
    read: (tlv, reading) => ({ value: schema.read(tlv, reading), der: wholeOf(tlv) }),
    toJson: (value) => toHex(value.der),
    fromJson: (json) => capture(schema, octetsOfJson(json)),
  };
}

/** Octets from their JSON form. @throws TypeError when the JSON is not a hex text. */
export function octetsOfJson(json: Json): Bytes {
  if (typeof json !== 'string') throw new TypeError('octets are written as hex text');
  return fromHex(json);
}
