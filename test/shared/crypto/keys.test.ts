import { createPublicKey } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '#shared/bytes/bytes';
import { type Curve, curveOfOid, curves } from '#shared/crypto/curve';
import { fromInteger, toInteger } from '#shared/crypto/integer';
import { privateKeyFromDraw, privateKeyFromScalar, publicKeyFromPoint } from '#shared/crypto/keys';
import { vectors } from '../../support/vectors.ts';

const eachCurve: readonly Curve[] = ['P-256', 'brainpoolP256r1'];

describe.each(eachCurve)('keys of %s', (curve) => {
  const { order, oid } = curves[curve];

  it('takes the scalars 1 and n - 1, whose points differ in y only', () => {
    const one = privateKeyFromScalar(curve, fromInteger(1n, 32)).publicKey.point;
    const last = privateKeyFromScalar(curve, fromInteger(order - 1n, 32)).publicKey.point;
    expect(toHex(last.subarray(0, 33))).toBe(toHex(one.subarray(0, 33)));
    expect(toHex(last)).not.toBe(toHex(one));
  });

  it.each([0n, 2n ** 256n - 1n])('refuses the scalar %s', (scalar) => {
    expect(() => privateKeyFromScalar(curve, fromInteger(scalar, 32))).toThrow(TypeError);
  });

  it('refuses the scalar n and scalars of another size', () => {
    expect(() => privateKeyFromScalar(curve, fromInteger(order, 32))).toThrow(TypeError);
    expect(() => privateKeyFromScalar(curve, fromInteger(5n, 31))).toThrow(TypeError);
    expect(() => privateKeyFromScalar(curve, fromInteger(5n, 33))).toThrow(TypeError);
  });

  it('makes a scalar of 40 drawn octets: mod n - 1, plus 1', () => {
    expect(toInteger(privateKeyFromDraw(curve, new Uint8Array(40)).scalar)).toBe(1n);
    expect(toInteger(privateKeyFromDraw(curve, fromInteger(order - 2n, 40)).scalar)).toBe(order - 1n);
    expect(toInteger(privateKeyFromDraw(curve, fromInteger(order - 1n, 40)).scalar)).toBe(1n);
    expect(() => privateKeyFromDraw(curve, new Uint8Array(32))).toThrow(TypeError);
  });

  it('gives handles of its own curve that hold the same key', () => {
    const key = privateKeyFromDraw(curve, new Uint8Array(40).fill(0x5a));
    const derived = createPublicKey(key.handle).export({ format: 'der', type: 'spki' });
    expect(toHex(derived)).toBe(toHex(key.publicKey.handle.export({ format: 'der', type: 'spki' })));
    expect(toHex(derived.subarray(-65))).toBe(toHex(key.publicKey.point));
    expect(curves[curve].nodeName).toBe(key.handle.asymmetricKeyDetails?.namedCurve);
    expect(curveOfOid(oid)).toBe(curve);
  });

  it('refuses any point but one on the curve', () => {
    const { point } = privateKeyFromScalar(curve, fromInteger(99n, 32)).publicKey;
    expect(publicKeyFromPoint(curve, point).point).toEqual(point);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 0, max: 7 }), (octet, bit) => {
        const bent = point.slice();
        bent[octet] = bent[octet]! ^ (1 << bit);
        expect(() => publicKeyFromPoint(curve, bent)).toThrow(TypeError);
      }),
    );
  });

  it('refuses the compressed form, infinity and a wrong size', () => {
    const { point } = privateKeyFromScalar(curve, fromInteger(99n, 32)).publicKey;
    expect(() => publicKeyFromPoint(curve, fromHex(`02${toHex(point.subarray(1, 33))}`))).toThrow(TypeError);
    expect(() => publicKeyFromPoint(curve, Uint8Array.of(0x00))).toThrow(TypeError);
    expect(() => publicKeyFromPoint(curve, new Uint8Array(0))).toThrow(TypeError);
    expect(() => publicKeyFromPoint(curve, fromHex(`${toHex(point)}00`))).toThrow(TypeError);
  });

  it('keeps its own copy of what it was made of', () => {
    const scalar = fromInteger(99n, 32);
    const key = privateKeyFromScalar(curve, scalar);
    scalar.fill(0);
    expect(toInteger(key.scalar)).toBe(99n);
  });
});

describe('curves', () => {
  it('knows no other curve', () => {
    expect(curveOfOid('1.3.132.0.34')).toBeUndefined();
  });
});

describe.skipIf(!vectors.available)('keys of SGP.26', () => {
  it('every published scalar gives its published point', () => {
    const { keys } = vectors.json('sgp26/keys.json') as {
      keys: Record<string, { curve: Curve; d: string; publicPoint: string }>;
    };
    expect(Object.keys(keys)).toHaveLength(8);
    for (const { curve, d, publicPoint } of Object.values(keys)) {
      expect(toHex(privateKeyFromScalar(curve, fromHex(d)).publicKey.point).toLowerCase()).toBe(publicPoint);
    }
  });
});
