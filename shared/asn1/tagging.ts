import type { Schema, TaggedSchema } from './schema.ts';
import { deeper, readMatching, tagged } from './schema.ts';
import type { TagClass } from './tag.ts';
import { isConstructed, tagOf } from './tag.ts';
import { DecodeError } from './errors.ts';
import { childrenOf } from './tlv.ts';

/** [n] as AUTOMATIC and IMPLICIT TAGS do it: replaces the tag; a CHOICE, which has none, is wrapped. */
export const context = <T>(number: number, inner: Schema<T>): TaggedSchema<T> =>
  implicit('context', number, inner);

/** [APPLICATION n], implicit. */
export const application = <T>(number: number, inner: Schema<T>): TaggedSchema<T> =>
  implicit('application', number, inner);

/** [PRIVATE n], implicit (ProfileInfo is E3). */
export const privateClass = <T>(number: number, inner: Schema<T>): TaggedSchema<T> =>
  implicit('private', number, inner);

function implicit<T>(tagClass: TagClass, number: number, inner: Schema<T>): TaggedSchema<T> {
  if (!isTagged(inner)) return wrapped(tagClass, number, inner);
  return tagged(tagOf(tagClass, number, isConstructed(inner.tag)), inner);
}

/** [n] EXPLICIT: the whole TLV of the inner type inside a constructed one. */
export const explicit = <T>(number: number, inner: Schema<T>): TaggedSchema<T> =>
  wrapped('context', number, inner);

function wrapped<T>(tagClass: TagClass, number: number, inner: Schema<T>): TaggedSchema<T> {
  return tagged(tagOf(tagClass, number, true), {
    name: inner.name,
    shape: { kind: 'wrapped', inner },
    writeContent: (value, out) => {
      inner.write(value, out);
    },
    readContent: (tlv, reading) => {
      const children = childrenOf(tlv);
      const [only] = children;
      if (only === undefined || children.length > 1)
        throw new DecodeError('one value was expected', tlv.start);
      return readMatching(inner, only, deeper(reading, tlv.start));
    },
    toJson: (value) => inner.toJson(value),
    fromJson: (json) => inner.fromJson(json),
  });
}

function isTagged<T>(schema: Schema<T>): schema is TaggedSchema<T> {
  return 'tag' in schema;
}
