import { p256 } from '@noble/curves/nist.js';
import { brainpoolP256r1 } from '@noble/curves/misc.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex, toUtf8 } from '#shared/bytes/bytes';
import { type Curve, curves } from '#shared/crypto/curve';
import { fromDerSignature, sign, toDerSignature, verify } from '#shared/crypto/ecdsa';
import { fromInteger } from '#shared/crypto/integer';
import { privateKeyFromDraw, privateKeyFromScalar, publicKeyFromPoint } from '#shared/crypto/keys';
import { vectors } from '../../support/vectors.ts';

interface EcdsaTest {
  tcId: number;
  comment: string;
  msg: string;
  sig: string;
  result: 'valid' | 'invalid';
}

const oracles = { 'P-256': p256, brainpoolP256r1 };
const eachCurve: readonly Curve[] = ['P-256', 'brainpoolP256r1'];
const drawn = fc.uint8Array({ minLength: 40, maxLength: 40 });

describe.each(eachCurve)('ECDSA on %s', (curve) => {
  it('signs deterministically what an independent RFC 6979 signs, s as it falls', () => {
    fc.assert(
      fc.property(drawn, fc.uint8Array({ maxLength: 300 }), (seed, data) => {
        const key = privateKeyFromDraw(curve, seed);
        const expected = oracles[curve].sign(data, key.scalar, { prehash: true, lowS: false });
        expect(toHex(sign(key, data, 'deterministic'))).toBe(toHex(expected));
      }),
      { numRuns: 40 },
    );
  });

  it('verifies both kinds of its own signatures, and none with a flipped bit', () => {
    fc.assert(
      fc.property(drawn, fc.uint8Array(), fc.nat({ max: 511 }), fc.boolean(), (seed, data, bit, random) => {
        const key = privateKeyFromDraw(curve, seed);
        const signature = sign(key, data, random ? 'random' : 'deterministic');
        expect(signature).toHaveLength(64);
        expect(verify(key.publicKey, data, signature)).toBe(true);
        signature[bit >> 3] = signature[bit >> 3]! ^ (1 << (bit & 7));
        expect(verify(key.publicKey, data, signature)).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  it('refuses other data and another key', () => {
    const key = privateKeyFromScalar(curve, fromInteger(12_345n, 32));
    const signature = sign(key, toUtf8('signed'), 'deterministic');
    expect(verify(key.publicKey, toUtf8('Signed'), signature)).toBe(false);
    expect(
      verify(privateKeyFromScalar(curve, fromInteger(12_346n, 32)).publicKey, toUtf8('signed'), signature),
    ).toBe(false);
  });

  it('calls a signature of any shape false and never throws', () => {
    const { publicKey } = privateKeyFromScalar(curve, fromInteger(12_345n, 32));
    const order = fromInteger(curves[curve].order, 32);
    for (const half of [new Uint8Array(32), order, new Uint8Array(32).fill(0xff)]) {
      expect(verify(publicKey, toUtf8('data'), concat(half, half))).toBe(false);
      expect(verify(publicKey, toUtf8('data'), concat(fromInteger(1n, 32), half))).toBe(false);
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (signature) => {
        expect(verify(publicKey, toUtf8('data'), signature)).toBe(false);
      }),
    );
  });
});

describe('RFC 6979 A.2.5, P-256 with SHA-256', () => {
  const key = privateKeyFromScalar(
    'P-256',
    fromHex('C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721'),
  );

  it.each([
    [
      'sample',
      'EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8',
    ],
    [
      'test',
      'F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083',
    ],
  ])('signs "%s"', (text, signature) => {
    expect(toHex(sign(key, toUtf8(text), 'deterministic'))).toBe(signature);
  });
});

describe('the DER form of a signature', () => {
  it('comes back from DER as it went in', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), (signature) => {
        expect(fromDerSignature(toDerSignature(signature))).toEqual(signature);
      }),
    );
  });

  it('is minimal: leading zeros go, a sign octet comes', () => {
    const signature = concat(fromInteger(0x80n, 32), fromInteger(0n, 32));
    expect(toHex(toDerSignature(signature))).toBe('300702020080020100');
  });

  it('is what the oracle writes', () => {
    const key = privateKeyFromScalar('P-256', fromInteger(77n, 32));
    const signature = sign(key, toUtf8('der'), 'deterministic');
    expect(toHex(toDerSignature(signature))).toBe(toHex(p256.Signature.fromBytes(signature).toBytes('der')));
  });

  it.each([
    ['nothing', ''],
    ['another tag', '310702020080020100'],
    ['a length beyond the data', '300802020080020100'],
    ['trailing octets', '30080202008002010000'],
    ['trailing octets outside', '30070202008002010000'],
    ['a negative integer', '3006020180020100'],
    ['an overlong integer', '300702020001020100'],
    ['an empty integer', '30050200020100'],
    ['an integer that is none', '3006040100020100'],
    ['one integer only', '3003020101'],
    ['more than 256 bits', `3026022101${'00'.repeat(32)}020101`],
  ])('with %s is refused', (_, der) => {
    expect(() => fromDerSignature(fromHex(der))).toThrow(TypeError);
  });

  it('any octets are read or refused by TypeError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (octets) => {
        try {
          expect(toDerSignature(fromDerSignature(octets))).toEqual(octets);
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
        }
      }),
    );
  });

  it('has to be made of 64 octets', () => {
    expect(() => toDerSignature(new Uint8Array(63))).toThrow(TypeError);
  });
});

describe.skipIf(!vectors.available)('ECDSA, Wycheproof', () => {
  it.each([
    ['P-256', 'wycheproof/ecdsa_secp256r1_sha256_p1363_test.json', 262],
    ['brainpoolP256r1', 'wycheproof/ecdsa_brainpoolP256r1_sha256_p1363_test.json', 261],
  ] as const)('%s: every test has its verdict', (curve, file, count) => {
    const { testGroups } = vectors.json(file) as {
      testGroups: { publicKey: { uncompressed: string }; tests: EcdsaTest[] }[];
    };
    let seen = 0;
    for (const { publicKey, tests } of testGroups) {
      const key = publicKeyFromPoint(curve, fromHex(publicKey.uncompressed));
      for (const { tcId, comment, msg, sig, result } of tests) {
        expect(verify(key, fromHex(msg), fromHex(sig)), `${tcId}: ${comment}`).toBe(result === 'valid');
        seen += 1;
      }
    }
    expect(seen).toBe(count);
  });
});
