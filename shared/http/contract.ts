import type { Bytes } from '#shared/bytes/bytes';

/**
 * One member of a JSON object: how its value is read and written. `read` throws a TypeError that says what
 * was expected: {@link WrongJsonType} when the value is of another JSON type, any other TypeError when the
 * type is right and the content is not (bad base64, DER that does not parse).
 */
export interface Member<T> {
  /** What a reader of an error message calls it: `base64`, `hex`, `text`. */
  readonly kind: string;
  read(value: unknown): T;
  write(value: T): unknown;
  readonly optional?: true;
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

/**
 * A function of an interface, said once for both ends (SGP.22 §6.5): where it is posted, what goes in and
 * what comes out. `response` is null where the answer is 204 without a body.
 */
export interface Contract<Req extends Shape = Shape, Res extends Shape | null = Shape | null> {
  /** The function's name as the specification spells it. */
  readonly name: string;
  readonly path: string;
  /** The section. */
  readonly spec: string;
  readonly request: Req;
  readonly response: Res;
}

/** What a call carries in. */
export type RequestOf<C> = C extends Contract<infer Req> ? MembersOf<Req> : never;

/** What a call brings back; `undefined` for a contract without a response body. */
export type ResponseOf<C> =
  C extends Contract<Shape, infer Res> ? (Res extends Shape ? MembersOf<Res> : undefined) : never;

/** Header names in lower case; a header sent twice is joined with `, `. */
export type HttpHeaders = Readonly<Record<string, string>>;

/** What a handler may know of the call besides its members. */
export interface CallInfo {
  readonly headers: HttpHeaders;
  /** The client's certificate (DER) where the server asked for one. */
  readonly peerCertificate?: Bytes;
}

/** The server's side of a contract. */
export type Handler<C> = (request: RequestOf<C>, call: CallInfo) => Promise<ResponseOf<C>>;

export {
  base64,
  expectText,
  flag,
  hexUpper,
  integer,
  listOf,
  MalformedMember,
  objectOf,
  oneOf,
  optionalMember,
  readMembers,
  text,
  writeMembers,
  WrongJsonType,
} from './members.ts';
export type { LintCallback } from './members.ts';

/** A contract, its member names and types kept as written. */
export function contract<const Req extends Shape, const Res extends Shape | null>(
  declared: Contract<Req, Res>,
): Contract<Req, Res> {
  return declared;
}
