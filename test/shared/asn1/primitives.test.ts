import { describe, expect, it } from 'vitest';

import type { Finding, Schema } from '#shared/asn1/index';
import {
  anythingTagged,
  bitOctets,
  boolean,
  decode,
  dottedOid,
  encode,
  ia5,
  integer,
  integerOctets,
  integerOf,
  namedBits,
  nothing,
  octets,
  oid,
  oidContent,
  printable,
  utf8,
  utf8Of,
} from '#shared/asn1/index';
import { fromHex, toHex } from '#shared/bytes/bytes';

/** The value and what was found on the way. */
function lenient<T>(schema: Schema<T>, hex: string): { value: T; found: string[] } {
  const findings: Finding[] = [];
  const value = decode(schema, fromHex(hex), { findings });
  return { value, found: findings.map(({ what }) => what) };
}

describe('INTEGER', () => {
  it.each([
    [0, '020100'],
    [127, '02017F'],
    [128, '02020080'],
    [200, '020200C8'],
    [256, '02020100'],
    [-1, '0201FF'],
    [-128, '020180'],
    [-129, '0202FF7F'],
    [-32768, '02028000'],
    [2 ** 32, '02050100000000'],
    [Number.MAX_SAFE_INTEGER, '02071FFFFFFFFFFFFF'],
    [Number.MIN_SAFE_INTEGER, '0207E0000000000001'],
  ])('%i is %s', (value, hex) => {
    expect(toHex(encode(integer, value))).toBe(hex);
    expect(lenient(integer, hex)).toEqual({ value, found: [] });
    expect(integer.fromJson(integer.toJson(value))).toBe(value);
  });

  it.each([
    ['02020005', 5],
    ['02 09 000000000000000005', 5],
    ['0202FF80', -128],
  ])('%s is longer than needed: accepted with a finding', (hex, value) => {
    expect(lenient(integer, hex)).toEqual({ value, found: ['an INTEGER is longer than needed'] });
  });

  it('has at least one octet and stays within the exact range', () => {
    expect(() => decode(integer, fromHex('0200'))).toThrow('an INTEGER without octets');
    expect(() => decode(integer, fromHex('0207 20000000000000'))).toThrow('INTEGER outside');
    expect(() => decode(integer, fromHex('0208 8000000000000000'))).toThrow('INTEGER outside');
    expect(() => encode(integer, 2 ** 53)).toThrow(TypeError);
    expect(() => encode(integer, 1.5)).toThrow(TypeError);
  });

  it('stays within the bounds declared, both ways and in JSON', () => {
    const seqNumber = integerOf({ min: 0, max: 10 });
    expect(() => encode(seqNumber, -1)).toThrow('INTEGER: -1 is outside 0..10');
    expect(() => decode(seqNumber, fromHex('02010B'))).toThrow('INTEGER outside 0..10');
    expect(() => seqNumber.fromJson(11)).toThrow('INTEGER is a number in 0..10');
    expect(() => seqNumber.fromJson('1')).toThrow(TypeError);
  });

  it('of any size is kept as octets', () => {
    const serial = '0214 7F00000000000000000000000000000000000001';
    expect(toHex(encode(integerOctets, decode(integerOctets, fromHex(serial))))).toBe(toHex(fromHex(serial)));
    expect(() => decode(integerOctets, fromHex('0200'))).toThrow('0 octets are fewer than 1');
  });
});

describe('BOOLEAN', () => {
  it('is FF or 00; TRUE other than FF is accepted with a finding', () => {
    expect(toHex(encode(boolean, true))).toBe('0101FF');
    expect(toHex(encode(boolean, false))).toBe('010100');
    expect(lenient(boolean, '0101FF')).toEqual({ value: true, found: [] });
    expect(lenient(boolean, '010101')).toEqual({ value: true, found: ['TRUE is not written as FF'] });
    expect(lenient(boolean, '010100')).toEqual({ value: false, found: [] });
  });

  it('has one octet', () => {
    expect(() => decode(boolean, fromHex('0100'))).toThrow('a BOOLEAN of 0 octets');
    expect(() => decode(boolean, fromHex('0102FFFF'))).toThrow('a BOOLEAN of 2 octets');
  });

  it('is true or false in JSON', () => {
    expect(boolean.fromJson(boolean.toJson(true))).toBe(true);
    expect(() => boolean.fromJson(1)).toThrow(TypeError);
  });
});

describe('NULL', () => {
  it('is null and has no content', () => {
    expect(toHex(encode(nothing, null))).toBe('0500');
    expect(decode(nothing, fromHex('0500'))).toBeNull();
    expect(() => decode(nothing, fromHex('050100'))).toThrow('NULL with content');
    expect(nothing.fromJson(nothing.toJson(null))).toBeNull();
    expect(() => nothing.fromJson(false)).toThrow('NULL is null');
  });
});

describe('OBJECT IDENTIFIER', () => {
  it.each([
    ['2.999.10', '88370A'],
    ['2.999', '8837'],
    ['0.0', '00'],
    ['1.39', '4F'],
    ['2.0', '50'],
    ['1.2.840.10045.2.1', '2A8648CE3D0201'],
    ['2.23.146.1.2.1.4', '678112010201 04'],
    ['2.9007199254740000', '8FFFFFFFFFFFF870'],
  ])('%s is %s', (dotted, hex) => {
    expect(toHex(oidContent(dotted))).toBe(hex.replaceAll(' ', ''));
    expect(dottedOid(fromHex(hex))).toBe(dotted);
    expect(decode(oid, encode(oid, dotted))).toBe(dotted);
    expect(oid.fromJson(oid.toJson(dotted))).toBe(dotted);
  });

  it.each(['', '2', '3.1', '1.40', '1.2.', '1.02', '1.-2', '2.9007199254740990', '2.5.99999999999999999'])(
    '"%s" is none',
    (dotted) => {
      expect(() => oidContent(dotted)).toThrow('not an object identifier');
      expect(() => oid.fromJson(dotted)).toThrow(TypeError);
    },
  );

  it('is a text in JSON', () => {
    expect(() => oid.fromJson(2.999)).toThrow('OBJECT IDENTIFIER is a dotted text');
  });

  it.each([
    ['', 'an OID is cut off'],
    ['88', 'an OID is cut off'],
    ['8837 8A', 'an OID is cut off'],
    ['8037', 'an arc of an OID begins with zero'],
    ['2A 8001', 'an arc of an OID begins with zero'],
    ['2A FFFFFFFFFFFFFFFF7F', 'an arc of an OID is too large'],
  ])('content %s is refused: %s', (hex, reason) => {
    expect(() => dottedOid(fromHex(hex))).toThrow(reason);
  });
});

describe('named bits', () => {
  const Ppr = namedBits(['pprUpdateControl', 'ppr1', 'ppr2']);

  it.each<[string, readonly ('pprUpdateControl' | 'ppr1' | 'ppr2')[]]>([
    ['030100', []],
    ['03020780', ['pprUpdateControl']],
    ['03020640', ['ppr1']],
    ['03020520', ['ppr2']],
    ['03020560', ['ppr1', 'ppr2']],
  ])('%s', (hex, value) => {
    expect(toHex(encode(Ppr, value))).toBe(hex);
    expect(lenient(Ppr, hex)).toEqual({ value, found: [] });
    expect(Ppr.fromJson(Ppr.toJson(value))).toEqual(value);
  });

  it('are written lowest bit first, in whatever order they are given', () => {
    expect(toHex(encode(Ppr, ['ppr2', 'ppr1', 'ppr1']))).toBe('03020560');
  });

  it.each([
    ['03020040', ['ppr1']],
    ['0303064000', ['ppr1']],
    ['03020000', []],
  ])('%s has trailing zero bits: accepted with a finding', (hex, value) => {
    expect(lenient(Ppr, hex)).toEqual({ value, found: ['a BIT STRING has trailing zero bits'] });
  });

  it('do not include the unused bits', () => {
    expect(lenient(Ppr, '0302077F')).toEqual({
      value: [],
      found: ['a BIT STRING has trailing zero bits'],
    });
    expect(lenient(Ppr, '030207FF')).toEqual({
      value: ['pprUpdateControl'],
      found: ['a BIT STRING has ones among its unused bits'],
    });
  });

  it('without a name are bitN', () => {
    expect(decode(Ppr, fromHex('03020204'))).toEqual(['bit5']);
    expect(toHex(encode(Ppr, ['bit5', 'bit9']))).toBe('0303060440');
    expect(Ppr.fromJson(['bit1'])).toEqual(['ppr1']);
    expect(() => Ppr.fromJson(['ppr3'])).toThrow(
      'no bit is named "ppr3"; known: pprUpdateControl, ppr1, ppr2',
    );
    expect(() => Ppr.fromJson([1])).toThrow('BIT STRING is a list of bit names');
    expect(() => Ppr.fromJson('ppr1')).toThrow('BIT STRING is a list of bit names');
  });

  it.each(['0300', '030101', '03020880', '0302FF80'])('%s has a wrong count of unused bits', (hex) => {
    expect(() => decode(Ppr, fromHex(hex))).toThrow('a BIT STRING with a wrong count of unused bits');
  });

  it('are at most a thousand', () => {
    expect(decode(Ppr, fromHex(`037E00${'00'.repeat(124)}01`))).toEqual(['bit999']);
    expect(() => decode(Ppr, fromHex(`037F00${'00'.repeat(125)}01`))).toThrow('more than 1000 bits');
  });
});

describe('a BIT STRING of whole octets', () => {
  it('goes without its count of unused bits', () => {
    expect(toHex(encode(bitOctets, fromHex('AABB')))).toBe('030300AABB');
    expect(decode(bitOctets, fromHex('030300AABB'))).toEqual(fromHex('AABB'));
    expect(bitOctets.fromJson(bitOctets.toJson(fromHex('AABB')))).toEqual(fromHex('AABB'));
    expect(() => decode(bitOctets, fromHex('030204F0'))).toThrow('a BIT STRING of whole octets was expected');
    expect(() => decode(bitOctets, fromHex('0300'))).toThrow('a BIT STRING of whole octets was expected');
  });
});

describe('texts', () => {
  it('are UTF-8 and count octets', () => {
    expect(toHex(encode(utf8, 'é€'))).toBe('0C05C3A9E282AC');
    expect(decode(utf8, fromHex('0C05C3A9E282AC'))).toBe('é€');
    expect(() => encode(utf8Of({ max: 4 }), 'é€')).toThrow('UTF8String: 5 octets are more than 4');
    expect(() => decode(utf8Of({ max: 4 }), fromHex('0C05C3A9E282AC'))).toThrow('5 octets are more than 4');
    expect(() => decode(utf8, fromHex('0C02C328'))).toThrow('not UTF-8 (at octet 2)');
    expect(() => encode(utf8, '\uD800')).toThrow('UTF8String: characters outside the type');
  });

  it('of narrower types refuse other characters', () => {
    expect(decode(printable, fromHex('13034B2B4A'))).toBe('K+J');
    expect(() => encode(printable, 'a@b')).toThrow('PrintableString: characters outside the type');
    expect(() => decode(printable, fromHex('1303614062'))).toThrow('characters outside PrintableString');
    expect(toHex(encode(ia5, 'a@b'))).toBe('1603614062');
    expect(() => encode(ia5, 'é')).toThrow('IA5String: characters outside the type');
  });

  it('are texts in JSON', () => {
    expect(utf8.fromJson(utf8.toJson('é'))).toBe('é');
    expect(() => utf8.fromJson(1)).toThrow('UTF8String is a text');
  });
});

describe('OCTET STRING', () => {
  it('keeps its bounds both ways', () => {
    expect(() => encode(octets({ exactly: 2 }), fromHex('AA'))).toThrow(
      'OCTET STRING: 1 octets instead of 2',
    );
    expect(() => decode(octets({ min: 2 }), fromHex('0401AA'))).toThrow('1 octets are fewer than 2');
    expect(() => decode(octets({ max: 0 }), fromHex('0401AA'))).toThrow('1 octets are more than 0');
  });

  it('is a copy, so that the input may be reused', () => {
    const input = fromHex('0401AA');
    const value = decode(octets(), input);
    input.fill(0);
    expect(value).toEqual(fromHex('AA'));
  });

  it('is upper-case hex in JSON', () => {
    expect(octets().toJson(fromHex('0aff'))).toBe('0AFF');
    expect(octets().fromJson('0AFF')).toEqual(fromHex('0AFF'));
    expect(() => octets().fromJson(null)).toThrow('octets are written as hex text');
  });
});

it('a TLV of one tag is kept whole', () => {
  const Certificate = anythingTagged('Certificate', 0x30);
  expect(decode(Certificate, fromHex('3003800105'))).toEqual(fromHex('3003800105'));
  expect(() => decode(Certificate, fromHex('3100'))).toThrow('Certificate: expected 30, found 31');
});
