import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Finding, TagClass } from '#shared/asn1/index';
import {
  anything,
  capture,
  captured,
  childrenOf,
  classOf,
  contentOf,
  context,
  decode,
  DecodeError,
  encode,
  isConstructed,
  octets,
  printTag,
  readTlv,
  readTlvs,
  sequence,
  tagOf,
  tlv,
  wholeOf,
} from '#shared/asn1/index';
import { concat, filled, fromHex, toHex } from '#shared/bytes/bytes';

const read = (hex: string) => readTlv(fromHex(hex));

describe('a tag', () => {
  it.each<[TagClass, number, boolean, string]>([
    ['universal', 16, true, '30'],
    ['application', 26, false, '5A'],
    ['application', 55, false, '5F37'],
    ['context', 3, false, '83'],
    ['context', 30, true, 'BE'],
    ['context', 31, true, 'BF1F'],
    ['context', 45, true, 'BF2D'],
    ['context', 127, false, '9F7F'],
    ['context', 128, true, 'BF8100'],
    ['private', 3, true, 'E3'],
    ['private', 16383, true, 'FFFF7F'],
    ['context', 16384, false, '9F818000'],
    ['context', 2097151, true, 'BFFFFF7F'],
  ])('%s %i (constructed: %s) is %s', (tagClass, number, constructed, hex) => {
    const tag = tagOf(tagClass, number, constructed);
    expect(printTag(tag)).toBe(hex);
    expect(classOf(tag)).toBe(tagClass);
    expect(isConstructed(tag)).toBe(constructed);
    expect(readTlv(tlv(tag, fromHex('AA'))).tag).toBe(tag);
    expect(toHex(tlv(tag, fromHex('AA')))).toBe(`${hex}01AA`);
  });

  it.each([
    ['', 'a tag is missing'],
    ['9F', 'a tag is cut off'],
    ['9F81', 'a tag is cut off'],
    ['9F8001', 'a tag number begins with zero'],
    ['9F8181818101', 'a tag is longer than four octets'],
  ])('%s is refused: %s', (hex, reason) => {
    expect(() => read(hex)).toThrow(reason);
    expect(() => read(hex)).toThrow(DecodeError);
  });

  it('does not reach beyond the end it is given', () => {
    expect(() => readTlv(fromHex('9F3700'), 0, 1)).toThrow('a tag is cut off');
    expect(() => readTlv(fromHex('5A00'), 0, 1)).toThrow('the length is missing');
    expect(() => readTlv(fromHex('5A00'), 1, 1)).toThrow('a tag is missing');
  });
});

describe('a length', () => {
  it.each([
    ['04', 'the length is missing'],
    ['0480', 'indefinite lengths are not DER'],
    ['24800401AA0000', 'indefinite lengths are not DER'],
    ['0482 01', 'the length is cut off or too long'],
    ['0485 0000000001 AA', 'the length is cut off or too long'],
    ['04FF', 'the length is cut off or too long'],
    ['0402AA', 'length 2 goes beyond the data by 1 octets'],
    ['0484FFFFFFFF', 'length 4294967295 goes beyond the data'],
  ])('%s is refused: %s', (hex, reason) => {
    expect(() => read(hex)).toThrow(reason);
  });

  it.each([
    [0, '00'],
    [0x7f, '7F'],
    [0x80, '8180'],
    [0xff, '81FF'],
    [0x100, '820100'],
    [0xffff, '82FFFF'],
    [0x10000, '83010000'],
  ])('of %i octets is written %s, the shortest form', (length, hex) => {
    const octetsOf = encode(octets(), filled(length, 0));
    expect(toHex(octetsOf.subarray(0, octetsOf.length - length))).toBe(`04${hex}`);
    expect(readTlv(octetsOf).longLength).toBe(false);
  });

  it.each(['048101AA', '04820001AA', '0484 00000001 AA'])('%s is accepted with a finding', (hex) => {
    const findings: Finding[] = [];
    expect(decode(octets(), fromHex(hex), { findings })).toEqual(fromHex('AA'));
    expect(findings).toEqual([{ what: 'a length is not written in its shortest form', offset: 0 }]);
  });

  it('of an inner TLV ends within the outer one', () => {
    expect(() => childrenOf(read('3003 0402AA'))).toThrow('length 2 goes beyond the data by 1 octets');
  });
});

describe('reading', () => {
  it('says where each TLV lies and copies only whole ones', () => {
    const source = fromHex('FFFF 3006 8001AA 8101BB FF');
    const outer = readTlv(source, 2);
    expect(outer).toMatchObject({ tag: 0x30, start: 2, contentStart: 4, end: 10 });
    expect(childrenOf(outer).map(({ start }) => start)).toEqual([4, 7]);
    expect(contentOf(outer).buffer).toBe(source.buffer);
    expect(wholeOf(outer)).toEqual(fromHex('3006 8001AA 8101BB'));
    expect(wholeOf(outer).buffer).not.toBe(source.buffer);
  });

  it('finds no members in a primitive TLV and in rows with a rest', () => {
    expect(() => childrenOf(read('8001AA'))).toThrow('a primitive TLV has no members');
    expect(() => readTlvs(fromHex('8001AA 81'))).toThrow('the length is missing (at octet 4)');
    expect(readTlvs(fromHex(''))).toEqual([]);
  });
});

describe('the limits of decoding', () => {
  it('refuse octets after the value', () => {
    expect(() => decode(octets(), fromHex('0401AA00'))).toThrow(
      'OCTET STRING: 1 octets follow the value (at octet 3)',
    );
  });

  it('refuse more octets than allowed before reading any', () => {
    expect(() => decode(octets(), filled((1 << 20) + 1, 0x04))).toThrow(
      '1048577 octets are more than 1048576',
    );
    expect(() => decode(octets(), fromHex('0401AA'), { maximumOctets: 2 })).toThrow(
      '3 octets are more than 2',
    );
    expect(decode(octets(), fromHex('0401AA'), { maximumOctets: 3 })).toEqual(fromHex('AA'));
  });

  it('refuse structures nested deeper than 32 levels', () => {
    const nested = (levels: number) => {
      let schema = sequence('Leaf', {});
      let der = fromHex('3000');
      for (let level = 1; level < levels; level += 1) {
        schema = sequence('Level', { inner: schema });
        der = tlv(0x30, der);
      }
      return () => decode(schema, der);
    };
    expect(nested(32)).not.toThrow();
    expect(nested(33)).toThrow('nested deeper than 32 levels (at octet 64)');
  });

  it('refuse an unexpected tag with both tags named', () => {
    expect(() => decode(context(2, octets()), fromHex('8100'))).toThrow('expected 82, found 81 (at octet 0)');
  });
});

describe('captured octets', () => {
  const Inner = sequence('Inner', { a: context(0, octets()) });
  const Outer = sequence('Outer', { inner: captured(Inner), rest: anything });

  it('are those that were read, deviations included, and are written back as they were', () => {
    const odd = fromHex('30 8104 80 8101 AA');
    const outer = concat(fromHex('3009'), odd, fromHex('0500'));
    const value = decode(Outer, outer);
    expect(value.inner).toEqual({ value: { a: fromHex('AA') }, der: odd });
    expect(value.rest).toEqual(fromHex('0500'));
    expect(encode(Outer, value)).toEqual(outer);
  });

  it('go through JSON as hex', () => {
    const value = { inner: capture(Inner, fromHex('3003 8001AA')), rest: fromHex('0500') };
    expect(Outer.toJson(value)).toEqual({ inner: '30038001AA', rest: '0500' });
    expect(Outer.fromJson({ inner: '30038001AA', rest: '0500' })).toEqual(value);
    expect(() => Outer.fromJson({ inner: 5, rest: '0500' })).toThrow('octets are written as hex text');
  });
});

describe('a DecodeError', () => {
  it('carries path, offset and reason apart', () => {
    const error = new DecodeError('too short', 7).within('b').within('a');
    expect(error).toMatchObject({ path: ['a', 'b'], offset: 7, reason: 'too short', name: 'DecodeError' });
    expect(error.message).toBe('a.b: too short (at octet 7)');
    expect(new DecodeError('too short', 7).message).toBe('too short (at octet 7)');
  });
});

it('any octets are a row of TLVs that tile them, or refused with a DecodeError', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (source) => {
      let found;
      try {
        found = readTlvs(source);
      } catch (error) {
        expect(error).toBeInstanceOf(DecodeError);
        return;
      }
      expect(concat(...found.map(wholeOf))).toEqual(source);
    }),
    { numRuns: 1000 },
  );
});
