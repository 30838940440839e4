import { describe, expect, it } from 'vitest';

import type { Finding } from '#shared/asn1/index';
import {
  anything,
  application,
  boolean,
  choice,
  context,
  decode,
  encode,
  explicit,
  integer,
  nothing,
  octets,
  optional,
  privateClass,
  sequence,
  sequenceOf,
  setOf,
  utf8,
  withDefault,
} from '#shared/asn1/index';
import { fromHex, toHex } from '#shared/bytes/bytes';

describe('implicit tagging', () => {
  it('replaces the tag and keeps whether it is constructed', () => {
    expect(toHex(encode(context(2, octets()), fromHex('AA')))).toBe('8201AA');
    expect(toHex(encode(application(55, octets()), fromHex('AA')))).toBe('5F3701AA');
    expect(toHex(encode(privateClass(3, sequence('S', {})), {}))).toBe('E300');
    expect(toHex(encode(context(45, sequenceOf(integer)), [1]))).toBe('BF2D03020101');
    expect(toHex(encode(context(0, context(1, octets())), fromHex('AA')))).toBe('8001AA');
  });

  it('goes through JSON as the inner type', () => {
    const tagged = context(0, integer);
    expect(tagged.fromJson(tagged.toJson(5))).toBe(5);
    expect(decode(tagged, fromHex('800105'))).toBe(5);
  });
});

describe('explicit tagging', () => {
  const wrapped = explicit(3, integer);

  it('puts the whole TLV inside', () => {
    expect(toHex(encode(wrapped, 5))).toBe('A303020105');
    expect(decode(wrapped, fromHex('A303020105'))).toBe(5);
    expect(wrapped.fromJson(wrapped.toJson(5))).toBe(5);
  });

  it('holds exactly one value of the right tag', () => {
    expect(() => decode(wrapped, fromHex('A300'))).toThrow('one value was expected');
    expect(() => decode(wrapped, fromHex('A306 020105 020105'))).toThrow('one value was expected');
    expect(() => decode(wrapped, fromHex('A303 0C0141'))).toThrow('expected 02, found 0C');
  });
});

describe('a CHOICE', () => {
  const Result = choice('Result', {
    ok: context(0, nothing),
    failed: context(1, integer),
    text: utf8,
  });

  it('is an object with the alternative chosen', () => {
    expect(toHex(encode(Result, { failed: 5 }))).toBe('810105');
    expect(decode(Result, fromHex('8000'))).toEqual({ ok: null });
    expect(decode(Result, fromHex('0C0141'))).toEqual({ text: 'A' });
  });

  it('has no tag of its own: a tag wraps it', () => {
    const wrapped = context(2, Result);
    expect(toHex(encode(wrapped, { failed: 5 }))).toBe('A203810105');
    expect(decode(wrapped, fromHex('A203810105'))).toEqual({ failed: 5 });
  });

  it('names the alternatives when none fits, and the one at fault', () => {
    expect(() => decode(Result, fromHex('8200'))).toThrow('expected 80 or 81 or 0C, found 82');
    expect(() => decode(sequence('S', { r: context(2, Result) }), fromHex('3004 A202 8200'))).toThrow(
      'S.r: expected 80 or 81 or 0C, found 82 (at octet 4)',
    );
    expect(() => decode(Result, fromHex('8100'))).toThrow('Result.failed: an INTEGER without octets');
    expect(() => encode(Result, {} as { ok: null })).toThrow('Result is one of ok, failed, text');
  });

  it('may hold another CHOICE, and an alternative for whatever else comes', () => {
    const open = choice('Open', { known: Result, other: anything });
    expect(decode(open, fromHex('810105'))).toEqual({ known: { failed: 5 } });
    expect(decode(open, fromHex('8A00'))).toEqual({ other: fromHex('8A00') });
  });

  it('goes through JSON with exactly one known alternative', () => {
    expect(Result.fromJson(Result.toJson({ failed: 5 }))).toEqual({ failed: 5 });
    expect(Result.fromJson({ ok: null })).toEqual({ ok: null });
    for (const wrong of [{}, { ok: null, failed: 1 }, { fine: null }, null, 'ok'])
      expect(() => Result.fromJson(wrong)).toThrow('Result is an object with one of ok, failed, text');
  });

  it('lets a fault that is not about the octets through', () => {
    const faulty = choice('Faulty', {
      a: {
        ...nothing,
        read: () => {
          throw new RangeError('a bug');
        },
      },
    });
    expect(() => decode(faulty, fromHex('0500'))).toThrow(RangeError);
    expect(() => decode(sequence('S', { a: faulty }), fromHex('30020500'))).toThrow(RangeError);
    expect(() => decode(sequenceOf(faulty), fromHex('30020500'))).toThrow(RangeError);
  });
});

describe('lists', () => {
  const few = sequenceOf(integer, { min: 1, max: 2 });

  it('keep their order, duplicates and bounds', () => {
    expect(toHex(encode(few, [5, 5]))).toBe('3006020105020105');
    expect(decode(few, fromHex('3006 020107 020105'))).toEqual([7, 5]);
    expect(() => encode(few, [])).toThrow('SEQUENCE OF: 0 elements instead of 1..2');
    expect(() => decode(few, fromHex('3000'))).toThrow('0 elements instead of 1..2');
    expect(toHex(encode(setOf(utf8), ['A']))).toBe('31030C0141');
  });

  it('name the element at fault', () => {
    expect(() => decode(sequenceOf(integer), fromHex('3005 020105 0200'))).toThrow(
      '[1]: an INTEGER without octets (at octet 5)',
    );
  });

  it('are lists in JSON', () => {
    expect(few.fromJson(few.toJson([1, 2]))).toEqual([1, 2]);
    expect(() => few.fromJson({ 0: 1 })).toThrow('SEQUENCE OF INTEGER is a list');
  });
});

describe('members of a SEQUENCE', () => {
  const Sample = sequence('Sample', {
    first: optional(context(0, integer)),
    flag: withDefault(boolean, true),
    last: context(2, integer),
  });

  it('that are missing or superfluous in a value or its JSON are named', () => {
    expect(() => encode(Sample, { flag: true } as never)).toThrow('Sample.last is missing');
    expect(() => Sample.fromJson({ flag: true })).toThrow('Sample.last is missing');
    expect(() => Sample.fromJson([])).toThrow('Sample is an object with the members first, flag, last');
    expect(() => Sample.fromJson(null)).toThrow(TypeError);
  });

  it('with a default take it from JSON too', () => {
    expect(Sample.fromJson({ last: 1 })).toEqual({ flag: true, last: 1 });
    expect(toHex(encode(Sample, { flag: true, last: 1 }))).toBe('3003820101');
    expect(toHex(encode(Sample, { flag: false, last: 1 }))).toBe('3006010100820101');
  });

  it('do not come twice: the second is unknown, or unexpected in a closed SEQUENCE', () => {
    const findings: Finding[] = [];
    expect(decode(Sample, fromHex('3006 820101 820102'), { findings })).toEqual({ flag: true, last: 1 });
    expect(findings).toEqual([{ what: 'unknown member 82 in Sample', offset: 5 }]);
    const free = sequence('Free', { a: context(0, integer) }, { anyOrder: true });
    expect(decode(free, fromHex('3006 800101 800102'))).toEqual({ a: 1 });
  });

  it('need a constructed TLV', () => {
    expect(() => decode(context(0, sequence('S', {})), fromHex('8000'))).toThrow('expected A0, found 80');
  });
});
