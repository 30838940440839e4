import type { Bytes } from '#shared/bytes/bytes';
import type { MembersOf, Shape } from './shape.ts';

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
  printMembers,
  readMembers,
  text,
  writeMembers,
} from './members.ts';
export type { LintCallback } from './members.ts';
export type { Member, MembersOf, Shape } from './shape.ts';

/** A contract, its member names and types kept as written. */
export function contract<const Req extends Shape, const Res extends Shape | null>(
  declared: Contract<Req, Res>,
): Contract<Req, Res> {
  return declared;
}
