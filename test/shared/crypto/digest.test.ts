import { describe, expect, it } from 'vitest';
import { fromHex, toHex, toUtf8 } from '#shared/bytes/bytes';
import { hashCc, hashCcOfHashed, hashedConfirmationCode, sha1, sha256 } from '#shared/crypto/digest';
import { x963Sha256 } from '#shared/crypto/x963';
import { vectors } from '../../support/vectors.ts';

describe('digests', () => {
  it('are those of FIPS 180-4 for "abc", in whatever parts', () => {
    expect(toHex(sha1(toUtf8('abc')))).toBe('A9993E364706816ABA3E25717850C26C9CD0D89D');
    expect(toHex(sha256(toUtf8('a'), toUtf8('bc')))).toBe(
      'BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD',
    );
  });

  it('hash a confirmation code as es9plus.md §2.3 does', () => {
    const transactionId = fromHex('0102030405060708090A0B0C0D0E0F10');
    const inner = hashedConfirmationCode('12345678');
    const expected = '87b0215c5d8f952804b1c92d5f2ae9966568b47cd659519536d862e7a9470d2d';
    expect(toHex(inner).toLowerCase()).toBe(
      'ef797c8118f02dfb649607dd5d3f8c7623048c9c063d532cc95c5ed7a898a64f',
    );
    expect(toHex(hashCc('12345678', transactionId)).toLowerCase()).toBe(expected);
    expect(toHex(hashCcOfHashed(inner, transactionId)).toLowerCase()).toBe(expected);
  });

  it.skipIf(!vectors.available)('make the CI key id of its 65 point octets', () => {
    const { keys } = vectors.json('sgp26/keys.json') as { keys: Record<string, { publicPoint: string }> };
    expect(toHex(sha1(fromHex(keys['SK_CI_ECDSA_NIST']!.publicPoint)))).toBe(
      'F54172BDF98A95D65CBEB88A38A1C11D800A85C3',
    );
  });
});

describe('X9.63 key derivation', () => {
  it('with SHA-256 gives the NIST CAVS vector for 128 bits without shared info', () => {
    const z = fromHex('96c05619d56c328ab95fe84b18264b08725b85e33fd34f08');
    expect(toHex(x963Sha256(z, new Uint8Array(0), 16)).toLowerCase()).toBe(
      '443024c3dae66b95e6f5670601558f71',
    );
  });

  it('gives a longer output that begins with the shorter one', () => {
    const z = fromHex('0102');
    const long = x963Sha256(z, fromHex('03'), 100);
    expect(long).toHaveLength(100);
    expect(toHex(x963Sha256(z, fromHex('03'), 33))).toBe(toHex(long.subarray(0, 33)));
    expect(x963Sha256(z, fromHex('03'), 0)).toHaveLength(0);
  });
});
