import { describe, expect, it } from 'vitest';
import { type Bytes, fromHex, toHex } from '#shared/bytes/bytes';
import type { Curve } from '#shared/crypto/curve';
import { fromInteger, toInteger } from '#shared/crypto/integer';
import { agree } from '#shared/crypto/key-agreement';
import { privateKeyFromScalar, publicKeyFromPoint } from '#shared/crypto/keys';
import { vectors } from '../../support/vectors.ts';

interface EcdhTest {
  tcId: number;
  comment: string;
  flags: string[];
  public: string;
  private: string;
  shared: string;
  result: 'valid' | 'invalid' | 'acceptable';
}

/** Only a named curve's SubjectPublicKeyInfo is taken apart; another encoding goes in whole, as no point at all. */
const brainpoolHeader = '305A301406072A8648CE3D020106092B2403030208010107034200';

function pointOf(encoded: string): Bytes {
  const hex = encoded.toUpperCase();
  return fromHex(hex.startsWith(brainpoolHeader) ? hex.slice(brainpoolHeader.length) : hex);
}

/** The shared secret, 'refused' by TypeError, or whatever else was thrown. */
function outcome(curve: Curve, test: EcdhTest): string {
  const key = privateKeyFromScalar(curve, fromInteger(toInteger(fromHex(test.private)), 32));
  const point = pointOf(test.public);
  try {
    const secret = toHex(agree(key, point)).toLowerCase();
    expect(toHex(publicKeyFromPoint(curve, point).point)).toBe(toHex(point));
    return secret;
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError);
    expect(() => publicKeyFromPoint(curve, point)).toThrow(TypeError);
    return 'refused';
  }
}

describe('key agreement', () => {
  it('gives Z of the worked example of bpp.md §2', () => {
    const otSkDp = fromHex('fb68a38ccedb69e15cbe03c256228998ac398587e5dc7117f948145c839d61a4');
    const otPkEuicc = fromHex(
      '0400f7b8d71403f21d84b00cd9e561178d737d3f4d065e62fee279271298dd4f074794ab791b9939d4461296efe388aa26731064263af988b7d2c4d77da44801b5',
    );
    expect(toHex(agree(privateKeyFromScalar('P-256', otSkDp), otPkEuicc)).toLowerCase()).toBe(
      'c9a993dd4879a8f7161f2085410edd4f9652f1df37be097ba96ba2ca6be528fe',
    );
  });

  it('gives Z of the worked example of bpp.md §5', () => {
    const otSkDp = Uint8Array.from({ length: 32 }, (_, index) => index + 1);
    const otPkEuicc = fromHex(
      '04a61b5852fedeecd5373d769af0edbc94502276d9c6ff1da3a156fecf31c6629954aea62862e227aebaf745c4e1d5f1bcbba6136400d9f0a63434225fee2590ae',
    );
    expect(toHex(agree(privateKeyFromScalar('P-256', otSkDp), otPkEuicc)).toLowerCase()).toBe(
      '79696dc34351dfc7758b07baf66643f01d7d8f5ab976c51d5f2c42ab71f5a6c3',
    );
  });

  it('refuses a point of the other curve', () => {
    const key = privateKeyFromScalar('brainpoolP256r1', fromInteger(7n, 32));
    const other = privateKeyFromScalar('P-256', fromInteger(7n, 32));
    expect(() => agree(key, other.publicKey.point)).toThrow(TypeError);
  });
});

describe.skipIf(!vectors.available)('key agreement, Wycheproof', () => {
  it.each([
    ['P-256', 'wycheproof/ecdh_secp256r1_ecpoint_test.json', 355, ['CompressedPublic']],
    [
      'brainpoolP256r1',
      'wycheproof/ecdh_brainpoolP256r1_test.json',
      804,
      ['CompressedPublic', 'InvalidAsn', 'UnnamedCurve'],
    ],
  ] as const)('%s: every test has its verdict', (curve, file, count, refusable) => {
    const { testGroups } = vectors.json(file) as { testGroups: { tests: EcdhTest[] }[] };
    const tests = testGroups.flatMap((group) => group.tests);
    expect(tests).toHaveLength(count);
    for (const test of tests) {
      const expected = test.result === 'valid' ? test.shared : 'refused';
      // Acceptable are other encodings of good keys; the wire of RSP knows only the uncompressed point, so they are refused.
      if (test.result === 'acceptable')
        expect(test.flags.some((flag) => refusable.some((known) => known === flag))).toBe(true);
      expect(outcome(curve, test), `${test.tcId}: ${test.comment}`).toBe(expected);
    }
  });
});
