import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '#shared/bytes/bytes';
import { Cmac, cmac } from '#shared/crypto/cmac';
import { vectors } from '../../support/vectors.ts';

interface MacTest {
  tcId: number;
  comment: string;
  flags: string[];
  key: string;
  msg: string;
  tag: string;
  result: 'valid' | 'invalid';
}

const sizes = [16, 24, 32];

describe('AES-CMAC', () => {
  it.each([
    ['', 'BB1D6929E95937287FA37D129B756746'],
    ['6bc1bee22e409f96e93d7e117393172a', '070A16B46B4D4144F79BDD9DD04A287C'],
    [
      '6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411',
      'DFA66747DE9AE63030CA32611497C827',
    ],
  ])('of "%s" is that of RFC 4493 §4', (message, expected) => {
    expect(toHex(cmac(fromHex('2b7e151628aed2a6abf7158809cf4f3c'), fromHex(message)))).toBe(expected);
  });

  it('of one message after another is that of each alone, in whatever parts', () => {
    const messages = fc.array(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 4 }), { maxLength: 6 });
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), messages, (key, all) => {
        const code = new Cmac(key);
        for (const parts of all) expect(toHex(code.mac(...parts))).toBe(toHex(cmac(key, concat(...parts))));
      }),
    );
  });

  it('hands out codes that do not change afterwards', () => {
    const code = new Cmac(new Uint8Array(16));
    const first = code.mac(fromHex('01'));
    first.fill(0);
    expect(toHex(code.mac(fromHex('02')))).toBe(toHex(cmac(new Uint8Array(16), fromHex('02'))));
  });
});

describe.skipIf(!vectors.available)('AES-CMAC, Wycheproof', () => {
  it('every test has its verdict', () => {
    const { testGroups } = vectors.json('wycheproof/aes_cmac_test.json') as {
      testGroups: { tests: MacTest[] }[];
    };
    const tests = testGroups.flatMap((group) => group.tests);
    expect(tests).toHaveLength(311);
    for (const { tcId, comment, key, msg, tag, result, flags } of tests) {
      const octets = fromHex(key);
      const code = () => toHex(cmac(octets, fromHex(msg))).toLowerCase();
      if (sizes.includes(octets.length))
        expect(code() === tag, `${tcId}: ${comment}`).toBe(result === 'valid');
      else expect(code, `${tcId}: ${flags.join()}`).toThrow(TypeError);
    }
  });
});
