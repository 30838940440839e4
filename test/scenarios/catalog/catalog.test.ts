import { beforeAll, describe, expect, it } from 'vitest';

import type { RunResult, ScenarioResult } from '#scenarios/runner/index';
import { runScenarios } from '#scenarios/runner/index';

import { CliFolder } from '../../support/cli.ts';
import { oneByOne, shipped } from './shipped.ts';

const terms = { ...oneByOne, bail: false, stories: false };

describe('the catalog', { timeout: 240_000 }, () => {
  let first: RunResult;

  beforeAll(async () => {
    first = await runScenarios(shipped, terms);
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
    const hashOf = ({ name, traceHash }: Pick<ScenarioResult, 'name' | 'traceHash'>): string =>
      `${name}: ${traceHash}`;
    const hashes = first.scenarios.map(hashOf);
    await using cli = new CliFolder({ PATH: process.env['PATH'] });
    const { code, out } = await cli.run(['run', '--parallel', '2', '--json']);
    const lines = out.map((line) => JSON.parse(line) as ScenarioResult);
    expect({ code, hashes: lines.slice(0, -1).map(hashOf) }).toEqual({ code: 0, hashes });
    expect(lines.at(-1)).toMatchObject({ failed: 0, traceHash: first.traceHash });
    const other = await runScenarios(shipped.slice(0, 1), { ...terms, seed: '2' });
    expect(other.scenarios.map(hashOf)).not.toEqual(hashes.slice(0, 1));
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
