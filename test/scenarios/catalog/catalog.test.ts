import { beforeAll, describe, expect, it } from 'vitest';

import type { RunResult } from '#scenarios/runner/index';
import { runScenarios } from '#scenarios/runner/index';

import { oneByOne, shipped } from './shipped.ts';

const terms = { ...oneByOne, bail: false, stories: false };

const run = (parallel: number): Promise<RunResult> => runScenarios(shipped, { ...terms, parallel });

describe('the catalog', { timeout: 240_000 }, () => {
  let first: RunResult;

  beforeAll(async () => {
    first = await run(1);
  }, 240_000);

  it('has at least sixty scenarios, and each says its one cause', () => {
    expect(shipped.length).toBeGreaterThanOrEqual(60);
    const silent = shipped.filter(
      ({ scenario: { because, cause } }) => because === undefined || cause === undefined,
    );
    expect(silent).toEqual([]);
  });

  it('passes', () => {
    expect(first.scenarios.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    expect(first.passed + first.skipped).toBe(shipped.length);
  });

  it('goes the three paths, with and without a browser', () => {
    const ways = shipped.flatMap(({ scenario: { tags, needs } }) =>
      tags.map((tag) => `${tag}${needs.includes('browser') ? ' in a browser' : ''}`),
    );
    const paths = ['immediate', 'delayedConnectivity', 'deferredDownload'];
    expect(ways).toEqual(expect.arrayContaining(paths.flatMap((path) => [path, `${path} in a browser`])));
  });

  it('shows the same octets when many play at once as one by one, and others with another seed', async () => {
    const hashes = ({ scenarios }: RunResult): readonly string[] =>
      scenarios.map(({ name, traceHash }) => `${name}: ${traceHash}`);
    const again = await run(2);
    expect(hashes(again)).toEqual(hashes(first));
    expect(again.traceHash).toBe(first.traceHash);
    const other = await runScenarios(shipped.slice(0, 1), { ...terms, seed: '2' });
    expect(hashes(other)).not.toEqual(hashes(first).slice(0, 1));
  });

  it('has no two scenarios that show the same', () => {
    expect(twins(first)).toEqual([]);
  });
});

/** Scenarios of which a person sees the very same as of one before. */
function twins({ scenarios }: RunResult): readonly string[] {
  const first = new Map<string, string>();
  return scenarios.flatMap(({ name, fingerprint }) => {
    const other = first.get(fingerprint);
    first.set(fingerprint, other ?? name);
    return other === undefined || fingerprint === '' ? [] : [`${name} shows what ${other} shows`];
  });
}
