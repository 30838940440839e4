import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { iccidCheckDigitIsRight, parseIccid } from '#shared/identifiers/iccid';

import { iccidPool, imsiPool, poolsMeet } from '../../../../scenarios/operator/subscribers/index.ts';

const all = (pool: ReturnType<typeof iccidPool>) =>
  Array.from({ length: pool.size }, (_, index) => pool.at(index));

describe('a range of ICCIDs', () => {
  it('without check digits has each with its own, both ends included', () => {
    const pool = iccidPool('890010100000000098-890010100000000101');
    expect(all(pool)).toEqual([
      '8900101000000000985',
      '8900101000000000993',
      '8900101000000001009',
      '8900101000000001017',
    ]);
    expect(pool.at(4)).toBeUndefined();
  });

  it('with check digits counts by the digits before them', () => {
    const bare = iccidPool('890010100000000098-890010100000000101');
    expect(all(iccidPool('8900101000000000985 - 8900101000000001017'))).toEqual(all(bare));
  });

  it('of one is that one', () => {
    expect(all(iccidPool('8900101000000000985'))).toEqual(['8900101000000000985']);
  });

  it('may be longer than what fits into memory', () => {
    const pool = iccidPool('890010000000000000-890019999999999999');
    expect(pool.size).toBe(10_000_000_000_000);
    expect(pool.at(9_999_999_999_999)).toMatch(/^890019999999999999\d$/);
  });

  it('holds right ICCIDs only, and keeps zeros in front', () => {
    fc.assert(
      fc.property(fc.nat({ max: 10 ** 9 }), fc.nat({ max: 20 }), (first, more) => {
        const end = (number: number): string => `089010${String(number).padStart(12, '0')}`;
        const found = all(iccidPool(`${end(first)}-${end(first + more)}`));
        expect(new Set(found).size).toBe(more + 1);
        for (const iccid of found) expect(iccidCheckDigitIsRight(parseIccid(iccid ?? ''))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});

describe('a range of IMSIs', () => {
  it('has both ends', () => {
    expect(all(imsiPool('001010000000009-001010000000011'))).toEqual([
      '001010000000009',
      '001010000000010',
      '001010000000011',
    ]);
  });
});

describe('a list', () => {
  it('is given out as it is written', () => {
    expect(all(iccidPool(['8900101000000001017', '8900101000000000985']))).toEqual([
      '8900101000000001017',
      '8900101000000000985',
    ]);
    expect(all(imsiPool(['001010000000011', '001010000000009']))).toEqual([
      '001010000000011',
      '001010000000009',
    ]);
  });
});

describe('numbers that are none', () => {
  it.each([
    [
      '8900101000000000981-8900101000000001017',
      'the check digit of 8900101000000000981 is 5; or give 18 digits, without one',
    ],
    [
      '890010100000000101-890010100000000098',
      'the range 890010100000000101-890010100000000098 ends before it begins',
    ],
    [
      '890010100000000098-89001010000000009998',
      /^the ends of the range .* have 18 and 20 digits$|^the check digit/,
    ],
    ['890010100000000098-890010100000000099-890010100000000101', /^not a range of ICCIDs, first-last: "/],
    ['', 'not an ICCID (18 to 20 digits): ""'],
    [[], 'a list of ICCIDs has one at least'],
    [['12'], 'not an ICCID (18 to 20 digits): "12"'],
    [['8900101000000000985', '8900101000000000985'], 'the ICCID 8900101000000000985 is in its list twice'],
  ])('%j are said to be so in one line', (numbers, message) => {
    expect(() => iccidPool(numbers)).toThrow(TypeError);
    expect(() => iccidPool(numbers)).toThrow(message);
  });

  it('are IMSIs of another length', () => {
    expect(() => imsiPool('12345-12346')).toThrow('not an IMSI (6 to 15 digits): "12345"');
    expect(() => imsiPool(['0010112345678901'])).toThrow('not an IMSI (6 to 15 digits)');
  });
});

describe('two pools', () => {
  it.each([
    ['890010100000000000-890010100000000009', '890010100000000009-890010100000000019', true],
    ['890010100000000000-890010100000000009', '890010100000000010-890010100000000019', false],
    ['890010100000000000-890010100000000099', ['8900101000000000985'], true],
    ['890010100000000000-890010100000000097', ['8900101000000000985'], false],
    [['8900101000000000985'], ['8900101000000000993', '8900101000000000985'], true],
  ] as const)('%j and %j have numbers in common: %s', (one, other, meet) => {
    expect(poolsMeet(iccidPool(one), iccidPool(other))).toBe(meet);
    expect(poolsMeet(iccidPool(other), iccidPool(one))).toBe(meet);
  });
});
