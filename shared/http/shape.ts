/**
 * One member of a JSON object: how its value is read and written. `read` throws a TypeError that says what
 * was expected: `WrongJsonType` when the value is of another JSON type, any other TypeError when the
 * type is right and the content is not (bad base64, DER that does not parse).
 */
export interface Member<T> {
  /** What a reader of an error message calls it: `base64`, `hex`, `text`. */
  readonly kind: string;
  read(value: unknown): T;
  write(value: T): unknown;
  readonly optional?: true;
  /** What is written is a text in which JSON has nothing to escape. */
  readonly plain?: true;
}

/** A member that may be left out. */
export interface OptionalMember<T> extends Member<T> {
  readonly optional: true;
}

/** The members of a JSON object under the names they have on the wire; each name is typed here and nowhere else. */
export type Shape = Readonly<Record<string, Member<unknown>>>;

type ValueOf<M> = M extends Member<infer T> ? T : never;
type OptionalNames<S> = { [N in keyof S]: S[N] extends OptionalMember<unknown> ? N : never }[keyof S];

/** The values of a shape: what `readMembers` returns and `writeMembers` takes. */
export type MembersOf<S> = {
  readonly [N in Exclude<keyof S, OptionalNames<S>>]: ValueOf<S[N]>;
} & { readonly [N in OptionalNames<S>]?: ValueOf<S[N]> | undefined };
