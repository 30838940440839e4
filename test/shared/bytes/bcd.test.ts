import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { fromBcd, fromSwappedBcd, swapNibbles, toBcd, toSwappedBcd } from '#shared/bytes/bcd';
import { fromHex, toHex } from '#shared/bytes/bytes';

const digits = (constraints: { maxLength: number }) =>
  fc.string({ unit: fc.nat(9).map(String), ...constraints });

describe('straight BCD', () => {
  it('writes an EID as it is printed', () => {
    expect(toHex(toBcd('89049032123451234512345678901235'))).toBe('89049032123451234512345678901235');
    expect(fromBcd(fromHex('8904'))).toBe('8904');
  });

  it('refuses letters, an odd count and nibbles above nine', () => {
    expect(() => toBcd('12a4')).toThrow('not decimal digits');
    expect(() => toBcd('123')).toThrow(TypeError);
    expect(() => fromBcd(fromHex('12F4'))).toThrow('not BCD: 12F4');
  });
});

describe('swapped BCD', () => {
  it('writes an ICCID as EF.ICCID holds it', () => {
    expect(toHex(toSwappedBcd('89000123456789012341', 10))).toBe('98001032547698103214');
    expect(toHex(toSwappedBcd('8900012345678901234', 10))).toBe('980010325476981032F4');
    expect(toHex(toSwappedBcd('12', 3))).toBe('21FFFF');
    expect(fromSwappedBcd(fromHex('980010325476981032F4'))).toBe('8900012345678901234');
  });

  it('refuses letters, more digits than fit and a filler among digits', () => {
    expect(() => toSwappedBcd('12x4')).toThrow('not decimal digits');
    expect(() => toSwappedBcd('12345', 2)).toThrow('more than 4 digits');
    expect(() => fromSwappedBcd(fromHex('2FF1'))).toThrow('not swapped BCD');
  });

  it('swaps the nibbles of every octet', () => {
    expect(swapNibbles(fromHex('12F0'))).toEqual(fromHex('210F'));
  });

  it('gives back the digits it was made from', () => {
    fc.assert(
      fc.property(digits({ maxLength: 20 }), (text) => {
        expect(fromSwappedBcd(toSwappedBcd(text, 10))).toBe(text);
      }),
    );
  });
});
