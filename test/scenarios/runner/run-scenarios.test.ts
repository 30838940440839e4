import { describe, expect, it } from 'vitest';

import type { RunOptions, ScenarioResult } from '#scenarios/runner/index';
import { findFiles, readScenarios, runScenarios } from '#scenarios/runner/index';

import { ScenarioFolder, scenarioText } from './scenario-folder.ts';

const patience = 60_000;
const usual = { seed: '1', realTime: false, parallel: 1, bail: false, stories: false, browser: undefined };
const wrong = '{ download: ok, order: Confirmed }';

async function run(files: Readonly<Record<string, string>>, options: Partial<RunOptions> = {}) {
  using given = new ScenarioFolder(files);
  const read = readScenarios(findFiles(['.'], { folder: given.folder }));
  return await runScenarios(read, { ...usual, ...options });
}

const files = {
  'a.yaml': scenarioText({ name: 'first' }),
  'b.yaml': scenarioText({ name: 'second', expects: wrong }),
  'c.yaml': scenarioText({ name: 'third' }),
};

describe('a run', { timeout: patience }, () => {
  it('counts what passed and what failed, and says where', async () => {
    const result = await run(files);
    expect(result).toMatchObject({ passed: 2, failed: 1, skipped: 0, seed: '1' });
    expect(result.scenarios[1]).toMatchObject({
      name: 'second',
      file: 'b.yaml',
      outcome: 'failed',
      evaluated: 1,
      expectations: 2,
      failure: { position: { file: 'b.yaml', line: 8, column: 15 }, byExpectation: true },
    });
  });

  it('comes out the same in threads as one by one, in the order of the files', async () => {
    const seen: string[] = [];
    const onResult = ({ name }: ScenarioResult): void => void seen.push(name);
    const [alone, together] = [await run(files), await run(files, { parallel: 2, onResult })];
    expect(seen).toEqual(['first', 'second', 'third']);
    expect(together.traceHash).toBe(alone.traceHash);
    expect(together.scenarios.map(comparable)).toEqual(alone.scenarios.map(comparable));
  });

  it('has another trace hash with another seed', async () => {
    const [one, other] = [await run(files), await run(files, { seed: '2' })];
    expect(other.passed).toBe(2);
    expect(other.traceHash).not.toBe(one.traceHash);
  });

  it('gives a scenario the same world in whatever company', async () => {
    const all = await run(files);
    const one = await run({ 'c.yaml': files['c.yaml'] });
    expect(one.scenarios[0]?.traceHash).toBe(all.scenarios[2]?.traceHash);
  });

  it('begins nothing more after a failure when it is to bail', async () => {
    const { scenarios, skipped } = await run(files, { bail: true });
    expect(skipped).toBe(1);
    expect(scenarios[2]).toMatchObject({ outcome: 'skipped', reason: 'one before it has failed (--bail)' });
  });

  it('waits as long by the wall as it says when it goes in real time, and comes out as in virtual time', async () => {
    const scenario = `scenario: Released after some waiting
because: the operator releases it after four waits
cause: steps[5]
steps:
  - order: { as: line, released: false }
  - wait: 120ms
  - download: line
  - expect: { download: { refusal: profileNotReleased } }
  - wait: 240ms
  - release: line
  - wait: 60ms
  - download: line
  - wait: 180ms
  - expect: { download: ok, profile: enabled, registration: home, order: Installed }
`;
    const [real, virtual] = [
      await run({ 'a.yaml': scenario }, { realTime: true }),
      await run({ 'a.yaml': scenario }),
    ];
    const outcomes = [real, virtual].map(({ scenarios: [only] }) => [only?.outcome, only?.evaluated]);
    expect(outcomes).toEqual([
      ['passed', 5],
      ['passed', 5],
    ]);
    expect(real.virtualSeconds).toBeGreaterThanOrEqual(0.6);
    expect(real.wallSeconds).toBeGreaterThanOrEqual(0.6);
    expect(real.wallSeconds - real.virtualSeconds).toBeGreaterThanOrEqual(-0.1);
  });

  it('skips what needs a browser where there is none', async () => {
    const { scenarios } = await run({ 'a.yaml': scenarioText({ more: 'needs: [browser]\n' }) });
    expect(scenarios[0]).toMatchObject({
      outcome: 'skipped',
      reason: 'there is no browser on this machine',
      traceHash: '',
    });
  });

  it('cuts off what is played when it is interrupted', async () => {
    const interruption = new AbortController();
    const began = run(
      { 'a.yaml': files['a.yaml'], 'b.yaml': files['c.yaml'] },
      {
        parallel: 2,
        interrupted: interruption.signal,
      },
    );
    interruption.abort();
    const { scenarios } = await began;
    expect(scenarios.map(({ reason }) => reason)).toEqual(['interrupted', 'interrupted']);
  });

  it('tells what went over the wires where that is wanted', async () => {
    const { scenarios } = await run({ 'a.yaml': files['a.yaml'] }, { stories: true });
    const entries = scenarios[0]?.story?.entries ?? [];
    const directions = entries.flatMap((entry) => (entry.kind === 'wire' ? [entry.direction] : []));
    expect(directions).toContain('request authenticateClient');
    const steps = entries.flatMap((entry) => (entry.kind === 'event' ? [entry.name] : []));
    expect(steps.filter((name) => name === 'scenario.step')).toHaveLength(3);
  });
});

/** Wall time differs. */
function comparable(result: ScenarioResult): ScenarioResult {
  return { ...result, wallSeconds: 0 };
}
