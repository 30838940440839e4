import { describe, expect, it } from 'vitest';

import { runLine, scenarioLine, spanWords } from '#scenarios/runner/index';

import { aRun, failed, scenarioResult, skipped } from './run-result.ts';

describe('lines of JSON', () => {
  it('have the run as a whole', () => {
    expect(JSON.parse(runLine(aRun))).toEqual({
      passed: 1,
      failed: 1,
      skipped: 1,
      virtualSeconds: 5_490,
      wallSeconds: 1.5,
      traceHash: 'cd'.repeat(32),
      seed: '1',
    });
  });

  it('have each scenario, without what went over its wires', () => {
    const story = { source: '', entries: [] };
    expect(JSON.parse(scenarioLine({ ...failed, story }))).toEqual({
      ...failed,
      fingerprint: { refusals: [] },
    });
    expect(JSON.parse(scenarioLine({ ...skipped, fingerprint: '' }))).toMatchObject({ fingerprint: null });
    expect(scenarioLine(scenarioResult())).not.toContain('\n');
  });
});

describe('seconds in words', () => {
  it.each([
    [0, '0s'],
    [0.04, '0s'],
    [2.25, '2.3s'],
    [59.97, '1m'],
    [90.4, '1m 30s'],
    [5_490, '1h 31m 30s'],
    [31_536_000, '365d'],
  ])('are short: %d is %s', (count, words) => {
    expect(spanWords(count)).toBe(words);
  });
});
