import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '#shared/bytes/bytes';
import { curves } from '#shared/crypto/curve';
import { fromInteger, inverse, toInteger } from '#shared/crypto/integer';

describe('integers as octets', () => {
  it('come back as they went in', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 48 }), (octets) => {
        expect(toHex(fromInteger(toInteger(octets), octets.length))).toBe(toHex(octets));
      }),
      { examples: [[new Uint8Array(0)], [fromHex('00')], [fromHex('0001')]] },
    );
  });

  it('refuse a size that is too small', () => {
    expect(() => fromInteger(256n, 1)).toThrow(TypeError);
    expect(() => fromInteger(1n, 0)).toThrow(TypeError);
  });
});

describe('the inverse', () => {
  it('times the value is 1 modulo the order of either curve', () => {
    for (const { order } of Object.values(curves)) {
      fc.assert(
        fc.property(fc.bigInt({ min: 1n, max: order - 1n }), (value) => {
          const found = inverse(value, order);
          expect(found > 0n && found < order).toBe(true);
          expect((found * value) % order).toBe(1n);
        }),
      );
    }
  });
});
