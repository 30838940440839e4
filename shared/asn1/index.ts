/** The protocol's ASN.1: one declaration a structure, both directions, the type inferred. */
export { bitOctets, namedBits } from './bits.ts';
export { capture, captured, written } from './captured.ts';
export type { Captured } from './captured.ts';
export { choice } from './choice.ts';
export { DecodeError } from './errors.ts';
export type { Finding } from './errors.ts';
export {
  anything,
  anythingTagged,
  boolean,
  dottedOid,
  ia5,
  integer,
  integerOctets,
  integerOf,
  nothing,
  octets,
  oid,
  oidContent,
  printable,
  utf8,
  utf8Of,
} from './primitives.ts';
export { decode, encode } from './schema.ts';
export type { Decoded, Json, Schema, Shape, ShapeMember, TaggedSchema } from './schema.ts';
export { optional, sequence, sequenceOf, setOf, withDefault } from './structures.ts';
export { classOf, isConstructed, printTag, tagOf } from './tag.ts';
export type { TagClass } from './tag.ts';
export { application, context, explicit, privateClass } from './tagging.ts';
export { childrenOf, contentOf, readTlv, readTlvs, wholeOf } from './tlv.ts';
export type { Tlv } from './tlv.ts';
export { tlv, tlvInParts } from './writer.ts';
