import { describe, expect, it } from 'vitest';

import { parseOctetCount } from '#shared/runtime/octet-count';

describe('a number of octets', () => {
  it.each([
    ['0', 0],
    ['500', 500],
    ['500 B', 500],
    ['40 kB', 40_000],
    ['1.5MB', 1_500_000],
    ['1 GB', 1_000_000_000],
    ['0.0001 kB', 0],
  ])('is written "%s"', (text, octets) => {
    expect(parseOctetCount(text)).toBe(octets);
  });

  it.each(['', '-1', '1 TB', '1 mb', '1  MB', 'MB', '1e3', '99999999999 GB', ' 1'])('is not "%s"', (text) => {
    expect(() => parseOctetCount(text)).toThrow(TypeError);
  });
});
