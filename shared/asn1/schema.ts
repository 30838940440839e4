import type { Bytes } from '#shared/bytes/bytes';

import type { Finding } from './errors.ts';
import { DecodeError } from './errors.ts';
import type { Tag } from './tag.ts';
import { printTag } from './tag.ts';
import type { Tlv } from './tlv.ts';
import { readTlv } from './tlv.ts';
import { Writer } from './writer.ts';

/** What a JSON document can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [member: string]: Json };

/** What decoding carries along: limits and the findings it collects. */
export interface Reading {
  readonly depth: number;
  readonly finding: (what: string, offset: number) => void;
}

/** How a type is built, for readers that name the parts of octets. A type without one has no parts. */
export type Shape =
  | { readonly kind: 'sequence'; readonly members: readonly ShapeMember[] }
  | { readonly kind: 'choice'; readonly alternatives: readonly ShapeMember[] }
  | { readonly kind: 'list'; readonly element: Schema<unknown> }
  | { readonly kind: 'wrapped'; readonly inner: Schema<unknown> };

/** A member or alternative under its name. */
export interface ShapeMember {
  readonly name: string;
  readonly schema: Schema<unknown>;
}

/** One ASN.1 type: both directions, and a JSON form in which octets are upper-case hex. */
export interface Schema<T> {
  readonly name: string;
  /** The tags a value may begin with; `null` means any. */
  readonly tags: readonly Tag[] | null;
  readonly shape?: Shape | undefined;
  /** Writes a whole TLV. @throws TypeError when the value is outside the type's bounds. */
  write(value: T, out: Writer): void;
  /** Reads a TLV whose tag was matched. @throws DecodeError */
  read(tlv: Tlv, reading: Reading): T;
  toJson(value: T): Json;
  /** @throws TypeError when the JSON is not of this type. */
  fromJson(json: Json): T;
}

/** A type with a tag of its own, which IMPLICIT tagging replaces. A CHOICE has none. */
export interface TaggedSchema<T> extends Schema<T> {
  readonly tag: Tag;
  writeContent(value: T, out: Writer): void;
  readContent(tlv: Tlv, reading: Reading): T;
}

/** The values of a schema. */
export type Decoded<S> = S extends Schema<infer T> ? T : never;

/** What decoding accepts; every member may be left out. */
export interface DecodeOptions {
  /** Collects deviations from DER that were accepted. */
  readonly findings?: Finding[];
  /** Refuses longer input; 1 MiB unless told. */
  readonly maximumOctets?: number;
}

const maximumDepth = 32;

/**
 * The value that `octets` encode; they must hold one TLV and nothing after it.
 * @throws DecodeError naming member and offset.
 */
export function decode<T>(schema: Schema<T>, octets: Bytes, options: DecodeOptions = {}): T {
  const maximum = options.maximumOctets ?? 1 << 20;
  if (octets.length > maximum)
    throw new DecodeError(`${octets.length} octets are more than ${maximum}`, 0, [schema.name]);
  const findings = options.findings;
  const reading: Reading = { depth: 0, finding: (what, offset) => findings?.push({ what, offset }) };
  try {
    const tlv = readTlv(octets);
    if (tlv.end !== octets.length)
      throw new DecodeError(`${octets.length - tlv.end} octets follow the value`, tlv.end);
    return readMatching(schema, tlv, reading);
  } catch (error) {
    if (error instanceof DecodeError && error.path[0] !== schema.name) throw error.within(schema.name);
    throw error;
  }
}

/** Kept from one encoding to the next, unless it is large; each would otherwise make room of its own and drop it. */
let spare: Writer | undefined;
const mostSpare = 1 << 14;

/** The DER encoding of a value. @throws TypeError when the value is outside the type's bounds. */
export function encode<T>(schema: Schema<T>, value: T): Bytes {
  const out = spare ?? new Writer();
  // An encoding inside this one has a writer of its own.
  spare = undefined;
  schema.write(value, out);
  const octets = out.finish();
  if (out.room <= mostSpare) spare = out;
  return octets;
}

/** Whether a TLV of this tag can be a value of the schema. */
export function accepts({ tags }: Schema<unknown>, tag: Tag): boolean {
  // Nearly all have one tag: this is asked for each member of each value that is read.
  return tags === null || tags[0] === tag || (tags.length > 1 && tags.includes(tag));
}

/** Reads a TLV after checking its tag. @throws DecodeError */
export function readMatching<T>(schema: Schema<T>, tlv: Tlv, reading: Reading): T {
  if (!accepts(schema, tlv.tag)) {
    const expected = schema.tags?.map(printTag).join(' or ') ?? 'any tag';
    throw new DecodeError(`expected ${expected}, found ${printTag(tlv.tag)}`, tlv.start);
  }
  if (tlv.longLength) reading.finding('a length is not written in its shortest form', tlv.start);
  return schema.read(tlv, reading);
}

/** One level further in. @throws DecodeError when the nesting is too deep. */
export function deeper(reading: Reading, offset: number): Reading {
  if (reading.depth >= maximumDepth)
    throw new DecodeError(`nested deeper than ${maximumDepth} levels`, offset);
  return { depth: reading.depth + 1, finding: reading.finding };
}

/** Completes a type that has a tag of its own. */
export function tagged<T>(
  tag: Tag,
  parts: Pick<TaggedSchema<T>, 'name' | 'shape' | 'writeContent' | 'readContent' | 'toJson' | 'fromJson'>,
): TaggedSchema<T> {
  const { name, shape, writeContent, readContent, toJson, fromJson } = parts;
  // The same members in the same order for every type: what reads and writes them all is compiled for one kind of object.
  return {
    name,
    shape,
    tag,
    tags: [tag],
    write(value, out) {
      const before = out.length;
      writeContent(value, out);
      out.header(tag, out.length - before);
    },
    read: readContent,
    writeContent,
    readContent,
    toJson,
    fromJson,
  };
}
