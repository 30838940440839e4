import { DecodeError } from './errors.ts';
import type { Decoded, Json, Schema } from './schema.ts';
import { readMatching } from './schema.ts';
import { printTag } from './tag.ts';

type Alternatives = Readonly<Record<string, Schema<unknown>>>;

/** The value of a CHOICE: an object with one property, named as the alternative. */
export type ChoiceValue<A extends Alternatives> = {
  [K in keyof A]: { readonly [P in K]: Decoded<A[P]> } & Partial<
    Readonly<Record<Exclude<keyof A, K>, never>>
  >;
}[keyof A];

/** CHOICE; the value is `{ alternative: value }`, as ASN.1 value notation writes it. */
export function choice<A extends Alternatives>(name: string, alternatives: A): Schema<ChoiceValue<A>> {
  const entries = Object.entries(alternatives);
  const names = entries.map(([alternative]) => alternative).join(', ');
  const tags = entries.flatMap(([, schema]) => schema.tags ?? []);
  const byTag = new Map(
    entries.toReversed().flatMap((entry) => (entry[1].tags ?? []).map((tag) => [tag, entry])),
  );
  const ofAnyTag = entries.find(([, schema]) => schema.tags === null);
  const chosen = (value: object): readonly [string, Schema<unknown>, unknown] => {
    for (const [alternative, schema] of entries) {
      const inner = (value as Readonly<Record<string, unknown>>)[alternative];
      if (inner !== undefined) return [alternative, schema, inner];
    }
    throw new TypeError(`${name} is one of ${names}`);
  };
  return {
    name,
    shape: {
      kind: 'choice',
      alternatives: entries.map(([alternative, schema]) => ({ name: alternative, schema })),
    },
    tags: entries.some(([, schema]) => schema.tags === null) ? null : tags,
    write: (value, out) => {
      const [, schema, inner] = chosen(value);
      schema.write(inner, out);
    },
    read: (tlv, reading) => {
      const entry = byTag.get(tlv.tag) ?? ofAnyTag;
      if (entry === undefined) throw new DecodeError(`${printTag(tlv.tag)} is none of ${names}`, tlv.start);
      try {
        // Set, not written as a literal with a computed name: that one is slow in V8, and a profile has thousands.
        const value: Record<string, unknown> = {};
        value[entry[0]] = readMatching(entry[1], tlv, reading);
        return value as ChoiceValue<A>;
      } catch (error) {
        throw error instanceof DecodeError ? error.within(entry[0]) : error;
      }
    },
    toJson: (value) => {
      const [alternative, schema, inner] = chosen(value);
      return { [alternative]: schema.toJson(inner) };
    },
    fromJson: (json) => {
      const [alternative, schema, inner] = alternativeOf(name, names, alternatives, json);
      return { [alternative]: schema.fromJson(inner) } as ChoiceValue<A>;
    },
  };
}

function alternativeOf(
  name: string,
  names: string,
  alternatives: Alternatives,
  json: Json,
): readonly [string, Schema<unknown>, Json] {
  const entries =
    typeof json === 'object' && json !== null ? Object.entries(json as Readonly<Record<string, Json>>) : [];
  const [entry, ...more] = entries;
  const schema =
    entry !== undefined && Object.hasOwn(alternatives, entry[0]) ? alternatives[entry[0]] : undefined;
  if (entry === undefined || schema === undefined || more.length > 0) {
    throw new TypeError(`${name} is an object with one of ${names}`);
  }
  return [entry[0], schema, entry[1]];
}
