import * as asn1js from 'asn1js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Schema } from '#shared/asn1/index';
import {
  application,
  bitOctets,
  boolean,
  choice,
  context,
  decode,
  DecodeError,
  encode,
  explicit,
  ia5,
  integer,
  namedBits,
  nothing,
  octets,
  oid,
  optional,
  printable,
  sequence,
  sequenceOf,
  setOf,
  tlv,
  utf8,
  withDefault,
} from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { concat, toHex } from '#shared/bytes/bytes';

const bits = ['a', 'b', 'c', 'bit3', 'bit4', 'bit11'] as const;

const Everything = sequence('Everything', {
  flag: withDefault(boolean, false),
  number: integer,
  bits: namedBits(['a', 'b', 'c']),
  key: optional(context(3, bitOctets)),
  content: octets(),
  nothing,
  identifier: oid,
  text: utf8,
  names: setOf(printable),
  mail: optional(application(40, ia5)),
  wrapped: optional(explicit(31, integer)),
  rows: context(
    16384,
    sequenceOf(sequence('Row', { n: context(0, integer), t: optional(context(1, utf8)) })),
  ),
  result: context(4, choice('Result', { ok: context(0, nothing), failed: context(1, integer) })),
});
type Everything = ReturnType<(typeof Everything)['fromJson']>;

const someOctets = fc.uint8Array({ maxLength: 300 });
const ascii = fc.string({ unit: 'binary-ascii', maxLength: 20 });
const someOid = fc
  .tuple(fc.nat(2), fc.nat(39), fc.array(fc.nat(), { maxLength: 5 }))
  .map(([first, second, rest]) => [first, second, ...rest].join('.'));
const someBits = fc.subarray([...bits]) as fc.Arbitrary<Everything['bits']>;
const someResult = fc
  .option(fc.integer())
  .map((code): Everything['result'] => (code === null ? { ok: null } : { failed: code }));
const row = fc.record(
  { n: fc.maxSafeInteger(), t: fc.string({ unit: 'grapheme' }) },
  { requiredKeys: ['n'] },
);
const everything: fc.Arbitrary<Everything> = fc.record(
  {
    flag: fc.boolean(),
    number: fc.maxSafeInteger(),
    bits: someBits,
    key: someOctets,
    content: someOctets,
    nothing: fc.constant(null),
    identifier: someOid,
    text: fc.string({ unit: 'binary' }),
    names: fc.array(fc.stringMatching(/^[A-Za-z0-9 ]{0,9}$/), { maxLength: 4 }),
    mail: ascii,
    wrapped: fc.maxSafeInteger(),
    rows: fc.array(row, { maxLength: 4 }),
    result: someResult,
  },
  {
    requiredKeys: [
      'flag',
      'number',
      'bits',
      'content',
      'nothing',
      'identifier',
      'text',
      'names',
      'rows',
      'result',
    ],
  },
);

const refusedOrRead = (schema: Schema<unknown>, input: Bytes): void => {
  try {
    decode(schema, input);
  } catch (error) {
    expect(error).toBeInstanceOf(DecodeError);
  }
};

describe('any value', () => {
  it('comes back from its octets, without findings', () => {
    fc.assert(
      fc.property(everything, (value) => {
        const findings: never[] = [];
        expect(decode(Everything, encode(Everything, value), { findings })).toEqual(value);
        expect(findings).toEqual([]);
      }),
    );
  });

  it('comes back from its JSON, even when printed', () => {
    fc.assert(
      fc.property(everything, (value) => {
        const printed = JSON.stringify(Everything.toJson(value));
        expect(Everything.fromJson(JSON.parse(printed) as ReturnType<(typeof Everything)['toJson']>)).toEqual(
          value,
        );
      }),
    );
  });
});

describe('any octets', () => {
  it('are decoded or refused with a DecodeError, nothing else', () => {
    const schemas = [
      Everything,
      integer,
      boolean,
      oid,
      utf8,
      bitOctets,
      namedBits(['a']),
      sequenceOf(integer),
    ];
    fc.assert(
      fc.property(someOctets, (input) => {
        for (const schema of schemas as Schema<unknown>[]) refusedOrRead(schema, input);
      }),
      { numRuns: 300 },
    );
  });

  it('that are a value with one octet changed are decoded or refused, and the decoded value encodes again', () => {
    fc.assert(
      fc.property(everything, fc.nat(), fc.nat(255), (value, at, octet) => {
        const input = encode(Everything, value);
        input[at % input.length] = octet;
        let read: Everything;
        try {
          read = decode(Everything, input);
        } catch (error) {
          expect(error).toBeInstanceOf(DecodeError);
          return;
        }
        expect(decode(Everything, encode(Everything, read))).toEqual(read);
      }),
      { numRuns: 500 },
    );
  });
});

/** What both codecs can say: a universal type and its value. */
type Node =
  | { readonly type: 'integer'; readonly value: number }
  | { readonly type: 'octets'; readonly value: Bytes }
  | { readonly type: 'utf8'; readonly value: string }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'oid'; readonly value: string }
  | { readonly type: 'null' }
  | { readonly type: 'sequence'; readonly value: readonly Node[] }
  | { readonly type: 'tagged'; readonly number: number; readonly value: readonly Node[] };

const { node: someNode } = fc.letrec<{ node: Node; list: Node[] }>((tie) => ({
  list: fc.array(tie('node'), { maxLength: 4 }),
  node: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.record({ type: fc.constant('integer' as const), value: fc.integer() }),
    fc.record({ type: fc.constant('octets' as const), value: someOctets }),
    fc.record({ type: fc.constant('utf8' as const), value: fc.string({ unit: 'grapheme' }) }),
    fc.record({ type: fc.constant('boolean' as const), value: fc.boolean() }),
    fc.record({ type: fc.constant('oid' as const), value: someOid }),
    fc.constant({ type: 'null' as const }),
    fc.record({ type: fc.constant('sequence' as const), value: tie('list') }),
    fc.record({ type: fc.constant('tagged' as const), number: fc.nat(5000), value: tie('list') }),
  ),
}));

function ours(node: Node): Bytes {
  switch (node.type) {
    case 'integer':
      return encode(integer, node.value);
    case 'octets':
      return encode(octets(), node.value);
    case 'utf8':
      return encode(utf8, node.value);
    case 'boolean':
      return encode(boolean, node.value);
    case 'oid':
      return encode(oid, node.value);
    case 'null':
      return encode(nothing, null);
    case 'sequence':
      return tlv(0x30, ...node.value.map(ours));
    case 'tagged': {
      const { tag } = context(node.number, sequence('', {}));
      return tlv(tag, ...node.value.map(ours));
    }
  }
}

function theirs(node: Node): asn1js.BaseBlock {
  switch (node.type) {
    case 'integer':
      return new asn1js.Integer({ value: node.value });
    case 'octets':
      return new asn1js.OctetString({ valueHex: node.value });
    case 'utf8':
      return new asn1js.Utf8String({ value: node.value });
    case 'boolean':
      return new asn1js.Boolean({ value: node.value });
    case 'oid':
      return new asn1js.ObjectIdentifier({ value: node.value });
    case 'null':
      return new asn1js.Null();
    case 'sequence':
      return new asn1js.Sequence({ value: node.value.map(theirs) });
    case 'tagged':
      return new asn1js.Constructed({
        idBlock: { tagClass: 3, tagNumber: node.number },
        value: node.value.map(theirs),
      });
  }
}

describe('asn1js as the oracle', () => {
  it('encodes to the same octets', () => {
    fc.assert(
      fc.property(someNode, (node) => {
        expect(toHex(ours(node))).toBe(toHex(new Uint8Array(theirs(node).toBER())));
      }),
      { numRuns: 300 },
    );
  });

  it('reads what we write and writes the same again', () => {
    fc.assert(
      fc.property(everything, (value) => {
        const der = encode(Everything, value);
        const read = asn1js.fromBER(der);
        expect(read.offset).toBe(der.length);
        expect(toHex(new Uint8Array(read.result.toBER()))).toBe(toHex(der));
      }),
      { numRuns: 100 },
    );
  });

  it('writes what we read', () => {
    fc.assert(
      fc.property(fc.integer(), someOctets, fc.string({ unit: 'grapheme' }), someOid, (n, o, t, i) => {
        const Four = sequence('Four', { n: integer, o: octets(), t: utf8, i: oid });
        const value = [
          new asn1js.Integer({ value: n }),
          new asn1js.OctetString({ valueHex: o }),
          new asn1js.Utf8String({ value: t }),
          new asn1js.ObjectIdentifier({ value: i }),
        ];
        const der = new Uint8Array(new asn1js.Sequence({ value }).toBER());
        expect(decode(Four, der)).toEqual({ n, o, t, i });
        expect(encode(Four, { n, o, t, i })).toEqual(concat(der));
      }),
      { numRuns: 200 },
    );
  });
});
