import { createHash } from 'node:crypto';

import { toHex, toUtf8 } from '#shared/bytes/bytes';

import type { RunResult, ScenarioResult } from './result.ts';

/** What comes out of a run as a whole. @param wallSeconds how long it took */
export function sumUp(scenarios: readonly ScenarioResult[], seed: string, wallSeconds: number): RunResult {
  const count = (outcome: ScenarioResult['outcome']): number =>
    scenarios.filter((each) => each.outcome === outcome).length;
  return {
    scenarios,
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped'),
    virtualSeconds: scenarios.reduce((sum, each) => sum + each.virtualSeconds, 0),
    wallSeconds,
    traceHash: runTraceHash(scenarios),
    seed,
  };
}

/** SHA-256 over the name and the trace hash of each scenario that was played, in the order of the names. */
export function runTraceHash(scenarios: readonly Pick<ScenarioResult, 'name' | 'traceHash'>[]): string {
  const hash = createHash('sha256');
  const played = scenarios.filter(({ traceHash }) => traceHash !== '');
  for (const { name, traceHash } of played.sort((one, other) => (one.name < other.name ? -1 : 1)))
    hash.update(toUtf8(`${JSON.stringify(name)} ${traceHash}\n`));
  return toHex(new Uint8Array(hash.digest())).toLowerCase();
}
