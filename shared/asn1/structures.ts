import { DecodeError } from './errors.ts';
import type { Json, Reading, Schema, TaggedSchema } from './schema.ts';
import { accepts, deeper, readMatching, tagged } from './schema.ts';
import { printTag } from './tag.ts';
import type { Tlv } from './tlv.ts';
import { childrenOf, expectConstructed, readTlv } from './tlv.ts';
import type { Writer } from './writer.ts';

/** A member that may be absent. */
export interface Optional<T> {
  readonly optional: Schema<T>;
}

/** OPTIONAL. */
export const optional = <T>(schema: Schema<T>): Optional<T> => ({ optional: schema });

/** A member that has a value when absent; DER leaves it out when it has that value. */
export interface Defaulted<T> {
  readonly defaulted: Schema<T>;
  readonly value: T;
}

/** DEFAULT. An explicit default is accepted with a finding. */
export const withDefault = <T>(schema: Schema<T>, value: T): Defaulted<T> => ({ defaulted: schema, value });

type Members = Readonly<Record<string, Schema<unknown> | Optional<unknown> | Defaulted<unknown>>>;
type ValueOf<M> =
  M extends Optional<infer T> ? T : M extends Defaulted<infer T> ? T : M extends Schema<infer T> ? T : never;
type OptionalNames<M> = { [K in keyof M]: M[K] extends Optional<unknown> ? K : never }[keyof M];
type Flat<T> = { readonly [K in keyof T]: T[K] };

/** The value of a SEQUENCE: one property a member, `?` for OPTIONAL ones. */
export type SequenceValue<M> = Flat<
  { [K in Exclude<keyof M, OptionalNames<M>>]: ValueOf<M[K]> } & { [K in OptionalNames<M>]?: ValueOf<M[K]> }
>;

interface Place {
  readonly name: string;
  readonly schema: Schema<unknown>;
  readonly optional: boolean;
  readonly defaulted: { readonly value: unknown } | undefined;
}

/** How a SEQUENCE deals with what is not declared. */
export interface SequenceOptions {
  /** Members may come in any order, with a finding (EUICCInfo2 as the field sends it). */
  readonly anyOrder?: boolean;
  /** Unknown members are errors; otherwise they are skipped with a finding (EXTENSIBILITY IMPLIED). */
  readonly closed?: boolean;
}

/**
 * SEQUENCE with the members in the order of the specification, under their own names.
 * Tags must tell optional neighbours apart.
 */
export function sequence<M extends Members>(
  name: string,
  members: M,
  options: SequenceOptions = {},
): TaggedSchema<SequenceValue<M>> {
  const places = Object.entries(members).map(([member, declared]): Place => placeOf(member, declared));
  const expected = places.filter((place) => !place.optional || place.defaulted !== undefined);
  const read = (tlv: Tlv, reading: Reading): Record<string, unknown> => {
    const value = readMembers(name, places, options, tlv, reading);
    fillIn(name, expected, value, tlv);
    return value;
  };
  return tagged(0x30, {
    name,
    shape: { kind: 'sequence', members: places },
    writeContent: (value, out) => {
      for (const place of places.toReversed()) writeMember(name, place, (value as Loose)[place.name], out);
    },
    readContent: (tlv, reading) => read(tlv, reading) as SequenceValue<M>,
    toJson: (value) => {
      const json: Record<string, Json> = {};
      for (const { name: member, schema } of places) {
        const inner = (value as Loose)[member];
        if (inner !== undefined) json[member] = schema.toJson(inner);
      }
      return json;
    },
    fromJson: (json) => membersFromJson(name, places, json) as SequenceValue<M>,
  });
}

type Loose = Readonly<Record<string, unknown>>;

function placeOf(name: string, declared: Members[string]): Place {
  if ('optional' in declared)
    return { name, schema: declared.optional, optional: true, defaulted: undefined };
  if ('defaulted' in declared) {
    return { name, schema: declared.defaulted, optional: true, defaulted: { value: declared.value } };
  }
  return { name, schema: declared, optional: false, defaulted: undefined };
}

function writeMember(sequenceName: string, place: Place, value: unknown, out: Writer): void {
  if (value === undefined) {
    if (!place.optional) throw new TypeError(`${sequenceName}.${place.name} is missing`);
    return;
  }
  if (place.defaulted?.value === value) return;
  place.schema.write(value, out);
}

function readMembers(
  name: string,
  places: readonly Place[],
  options: SequenceOptions,
  tlv: Tlv,
  reading: Reading,
): Record<string, unknown> {
  const inner = deeper(reading, tlv.start);
  const value: Record<string, unknown> = {};
  let next = 0;
  expectConstructed(tlv);
  for (let offset = tlv.contentStart; offset < tlv.end;) {
    const child = readTlv(tlv.source, offset, tlv.end);
    offset = child.end;
    const at = placeFor(places, child.tag, next, value, options);
    const place = places[at];
    if (place === undefined) {
      if (options.closed === true)
        throw new DecodeError(`unexpected ${printTag(child.tag)}`, child.start, [name]);
      inner.finding(`unknown member ${printTag(child.tag)} in ${name}`, child.start);
      continue;
    }
    if (at < next) inner.finding(`${name}.${place.name} is out of order`, child.start);
    value[place.name] = readMember(place, child, inner);
    next = Math.max(next, at + 1);
  }
  return value;
}

/** The place of a tag: the first one from `next` on, without passing over a required one; -1 when there is none. */
function placeFor(
  places: readonly Place[],
  tag: number,
  next: number,
  value: Loose,
  { anyOrder = false }: SequenceOptions,
): number {
  for (let at = next; at < places.length; at += 1) {
    const place = places[at];
    if (place === undefined || accepts(place.schema, tag)) return at;
    if (!place.optional && !anyOrder) return -1;
  }
  return anyOrder
    ? places.findIndex((place) => !Object.hasOwn(value, place.name) && accepts(place.schema, tag))
    : -1;
}

function readMember(place: Place, child: Tlv, reading: Reading): unknown {
  try {
    const value = readMatching(place.schema, child, reading);
    if (place.defaulted !== undefined && value === place.defaulted.value) {
      reading.finding(`${place.name} states its default`, child.start);
    }
    return value;
  } catch (error) {
    throw error instanceof DecodeError ? error.within(place.name) : error;
  }
}

/** Members with a default that did not come. @throws DecodeError when one is required. */
function fillIn(name: string, expected: readonly Place[], value: Record<string, unknown>, tlv: Tlv): void {
  for (const place of expected) {
    if (value[place.name] !== undefined) continue;
    if (place.defaulted !== undefined) value[place.name] = place.defaulted.value;
    else if (!place.optional) {
      const tags = place.schema.tags?.map(printTag).join(' or ') ?? 'any tag';
      throw new DecodeError(`${place.name} (${tags}) is missing in ${name}`, tlv.start);
    }
  }
}

function membersFromJson(name: string, places: readonly Place[], json: Json): Loose {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new TypeError(
      `${name} is an object with the members ${places.map((place) => place.name).join(', ')}`,
    );
  }
  const given = json as Readonly<Record<string, Json | undefined>>;
  for (const member of Object.keys(given)) {
    if (!places.some((place) => place.name === member))
      throw new TypeError(`${name} has no member "${member}"`);
  }
  const value: Record<string, unknown> = {};
  for (const place of places) {
    const member = given[place.name];
    if (member !== undefined) value[place.name] = place.schema.fromJson(member);
    else if (place.defaulted) value[place.name] = place.defaulted.value;
    else if (!place.optional) throw new TypeError(`${name}.${place.name} is missing`);
  }
  return value;
}

/** SEQUENCE OF. */
export const sequenceOf = <T>(
  element: Schema<T>,
  bounds: { readonly min?: number; readonly max?: number } = {},
): TaggedSchema<readonly T[]> => listOf(0x30, 'SEQUENCE OF', element, bounds);

/** SET OF; encoded in the order given, which is DER for the single-valued sets of X.509 names. */
export const setOf = <T>(element: Schema<T>): TaggedSchema<readonly T[]> =>
  listOf(0x31, 'SET OF', element, {});

function listOf<T>(
  tag: number,
  kind: string,
  element: Schema<T>,
  { min = 0, max = 100_000 }: { readonly min?: number; readonly max?: number },
): TaggedSchema<readonly T[]> {
  const fits = (count: number): boolean => count >= min && count <= max;
  return tagged(tag, {
    name: `${kind} ${element.name}`,
    shape: { kind: 'list', element },
    writeContent: (value, out) => {
      if (!fits(value.length))
        throw new TypeError(`${kind}: ${value.length} elements instead of ${min}..${max}`);
      for (const item of value.toReversed()) element.write(item, out);
    },
    readContent: (tlv, reading) => {
      const inner = deeper(reading, tlv.start);
      const children = childrenOf(tlv);
      if (!fits(children.length))
        throw new DecodeError(`${children.length} elements instead of ${min}..${max}`, tlv.start);
      return children.map((child, index) => readElement(element, child, inner, index));
    },
    toJson: (value) => value.map((item) => element.toJson(item)),
    fromJson: (json) => {
      if (!Array.isArray(json)) throw new TypeError(`${kind} ${element.name} is a list`);
      return (json as readonly Json[]).map((item) => element.fromJson(item));
    },
  });
}

function readElement<T>(element: Schema<T>, child: Tlv, reading: Reading, index: number): T {
  try {
    return readMatching(element, child, reading);
  } catch (error) {
    throw error instanceof DecodeError ? error.within(`[${index}]`) : error;
  }
}
