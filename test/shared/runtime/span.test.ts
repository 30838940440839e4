import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  after,
  between,
  days,
  hours,
  instant,
  milliseconds,
  minutes,
  parseSpan,
  printSpan,
  seconds,
  toIso,
} from '#shared/runtime/span';

describe('a span', () => {
  it.each([
    ['250ms', 250],
    ['30s', 30_000],
    ['1.5s', 1_500],
    ['10m', 600_000],
    ['1h30m', 5_400_000],
    ['2d', 172_800_000],
    ['0', 0],
  ])('%s is read as %d ms', (text, expected) => {
    expect(parseSpan(text)).toBe(expected);
  });

  it.each(['', '10', 'm', '10 m', '-3s', '1m1h', '10min'])('"%s" is not read', (text) => {
    expect(() => parseSpan(text)).toThrow(TypeError);
  });

  it('is read back as it was printed', () => {
    fc.assert(
      fc.property(fc.nat(), (ms) => {
        expect(parseSpan(printSpan(milliseconds(ms)))).toBe(ms);
      }),
    );
  });

  it('is printed in whole units', () => {
    expect([minutes(10), hours(25), seconds(90), milliseconds(-5), days(1)].map(printSpan)).toEqual([
      '10m',
      '1d1h',
      '1m30s',
      '-5ms',
      '1d',
    ]);
  });

  it('is never something that is no number', () => {
    expect(() => milliseconds(NaN)).toThrow(TypeError);
  });
});

describe('an instant', () => {
  it('is read from ISO 8601 and printed in UTC', () => {
    expect(toIso(instant('2026-02-03T05:06:07+01:00'))).toBe('2026-02-03T04:06:07.000Z');
  });

  it('is no other text', () => {
    expect(() => instant('tomorrow')).toThrow('not an instant: "tomorrow"');
  });

  it('lies a span after another', () => {
    const noon = instant('2026-02-03T12:00:00Z');
    expect(toIso(after(noon, minutes(5)))).toBe('2026-02-03T12:05:00.000Z');
    expect(between(noon, after(noon, minutes(5)))).toBe(minutes(5));
  });
});
