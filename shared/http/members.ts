import type { Bytes } from '#shared/bytes/bytes';
import { fromBase64, fromHex, toBase64, toHex } from '#shared/bytes/bytes';
import type { Member, MembersOf, OptionalMember, Shape } from './shape.ts';

/** The value is of another JSON type than the member wants. */
export class WrongJsonType extends TypeError {
  override readonly name = 'WrongJsonType';
}

/** A member that cannot be used. The message names the member, what was expected and what came. */
export class MalformedMember extends Error {
  override readonly name = 'MalformedMember';
  readonly member: string;
  /** Absent or of another JSON type (es9plus.md §9: 2.2); otherwise its content is wrong (2.1). */
  readonly missing: boolean;

  constructor(member: string, missing: boolean, message: string, options?: ErrorOptions) {
    super(message, options);
    this.member = member;
    this.missing = missing;
  }
}

/** Called for what was accepted although the specification does not have it so. */
export type LintCallback = (finding: { readonly member: string; readonly message: string }) => void;

/** The value as text, for members that other layers define. @throws WrongJsonType */
export function expectText(value: unknown): string {
  if (typeof value !== 'string') throw new WrongJsonType(`expected text, got ${jsonTypeOf(value)}`);
  return value;
}

/** Text, as it is. */
export const text: Member<string> = { kind: 'text', read: expectText, write: (value) => value };

/** `true` or `false`. */
export const flag: Member<boolean> = {
  kind: 'true or false',
  read: (value) => {
    if (typeof value !== 'boolean')
      throw new WrongJsonType(`expected true or false, got ${jsonTypeOf(value)}`);
    return value;
  },
  write: (value) => value,
};

/** A whole number. */
export const integer: Member<number> = {
  kind: 'whole number',
  read: (value) => {
    if (typeof value !== 'number')
      throw new WrongJsonType(`expected a whole number, got ${jsonTypeOf(value)}`);
    if (!Number.isSafeInteger(value)) throw new TypeError(`expected a whole number, got ${value}`);
    return value;
  },
  write: (value) => value,
};

/** Octets in standard base64 with padding; white space inside is ignored when reading (SGP.22 §6.5.1). */
export const base64: Member<Bytes> = {
  kind: 'base64',
  read: (value) => fromBase64(expectText(value)),
  write: toBase64,
  plain: true,
};

/** At least one octet in hex, read in either case and written in upper case, without white space (transactionId, SGP.22 §6.5.1). */
export const hexUpper: Member<Bytes> = {
  kind: 'hex',
  read: (value) => {
    const digits = expectText(value);
    if (digits === '') throw new TypeError('expected hex digits, got none');
    if (/\s/.test(digits)) throw new TypeError('expected hex digits, got white space among them');
    return fromHex(digits);
  },
  write: toHex,
  plain: true,
};

/** One of the words given. */
export function oneOf<const W extends string>(...words: readonly W[]): Member<W> {
  return {
    kind: words.join('|'),
    read: (value) => {
      const given = expectText(value);
      const word = words.find((each) => each === given);
      if (word === undefined)
        throw new TypeError(`expected one of ${words.join(', ')}, got "${shorten(given)}"`);
      return word;
    },
    write: (value) => value,
  };
}

/** A list of members of one kind. */
export function listOf<T>(member: Member<T>): Member<readonly T[]> {
  return {
    kind: `list of ${member.kind}`,
    read: (value) => {
      if (!Array.isArray(value)) throw new WrongJsonType(`expected a list, got ${jsonTypeOf(value)}`);
      return value.map((item: unknown) => member.read(item));
    },
    write: (value) => value.map((item) => member.write(item)),
  };
}

/** An object within an object. */
export function objectOf<S extends Shape>(shape: S): Member<MembersOf<S>> {
  return {
    kind: 'object',
    read: (value) => readMembers(shape, value),
    write: (value) => writeMembers(shape, value),
  };
}

/** The same member, but it may be left out; JSON null counts as left out. */
export function optionalMember<T>(member: Member<T>): OptionalMember<T> {
  return {
    kind: member.kind,
    optional: true,
    read: (value) => member.read(value),
    write: (value) => member.write(value),
  };
}

/**
 * The members of a parsed JSON object. Members that the shape does not have are ignored and reported to `lint`.
 * @throws MalformedMember for the first member of the shape that is absent, of another type or wrong.
 */
export function readMembers<S extends Shape>(shape: S, json: unknown, lint?: LintCallback): MembersOf<S> {
  if (!isObject(json)) throw new MalformedMember('', true, `expected an object, got ${jsonTypeOf(json)}`);
  const values: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(shape)) {
    const value = Object.hasOwn(json, name) ? json[name] : undefined;
    if (value === undefined || value === null) {
      if (!member.optional)
        throw new MalformedMember(name, true, `${name} is missing (expected ${member.kind})`);
      if (value === null) lint?.({ member: name, message: `${name} is null; leave it out instead` });
      continue;
    }
    values[name] = readMember(name, member, value);
  }
  for (const name of Object.keys(json)) {
    if (!Object.hasOwn(shape, name))
      lint?.({ member: name, message: `${shorten(name)} is not a member of this object` });
  }
  return values as MembersOf<S>;
}

/** The JSON object for values of a shape; optional members that are undefined are left out. */
export function writeMembers<S extends Shape>(shape: S, values: MembersOf<S>): Record<string, unknown> {
  const given: Readonly<Record<string, unknown>> = values;
  const json: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(shape)) {
    if (given[name] !== undefined) json[name] = member.write(given[name]);
  }
  return json;
}

/**
 * What JSON prints for the object of `writeMembers`, each member behind a comma. Octets are not looked through for what to
 * escape: a package has 40 kB of base64.
 */
export function printMembers<S extends Shape>(shape: S, values: MembersOf<S>): string {
  const given: Readonly<Record<string, unknown>> = values;
  let text = '';
  for (const [name, member] of Object.entries(shape)) {
    const value = given[name];
    if (value === undefined) continue;
    const written = member.write(value);
    text +=
      member.plain === true
        ? `,"${name}":"${written as string}"`
        : `,${JSON.stringify(name)}:${JSON.stringify(written)}`;
  }
  return text;
}

function readMember(name: string, member: Member<unknown>, value: unknown): unknown {
  try {
    return member.read(value);
  } catch (error) {
    if (error instanceof MalformedMember) {
      const inner = error.member === '' ? name : `${name}.${error.member}`;
      throw new MalformedMember(inner, error.missing, `${name}: ${error.message}`, { cause: error });
    }
    if (!(error instanceof TypeError)) throw error;
    throw new MalformedMember(name, error instanceof WrongJsonType, `${name}: ${error.message}`, {
      cause: error,
    });
  }
}

function isObject(json: unknown): json is Record<string, unknown> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function jsonTypeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function shorten(value: string): string {
  return value.length > 40 ? `${value.slice(0, 40)}…` : value;
}
