import type { RunResult, ScenarioResult } from '#scenarios/runner/index';

/** A scenario that passed, but for what is given. */
export function scenarioResult(given: Partial<ScenarioResult> = {}): ScenarioResult {
  return {
    name: 'A profile at once',
    file: 'flows/now.yaml',
    because: 'it is released with the order',
    tags: [],
    outcome: 'passed',
    evaluated: 3,
    expectations: 3,
    virtualSeconds: 90,
    wallSeconds: 0.25,
    traceHash: 'ab'.repeat(32),
    seed: '1/A profile at once',
    fingerprint: '{"refusals":[]}',
    ...given,
  };
}

/** One that failed at a line with quotes, brackets and a line end in its message. */
export const failed = scenarioResult({
  name: 'Not "yet" <released>',
  file: 'flows/later.yaml',
  outcome: 'failed',
  failure: {
    position: { file: 'flows/later.yaml', line: 12, column: 5 },
    message: 'profile: "line" is <absent> & not enabled,\n100%',
    byExpectation: true,
  },
});

export const skipped = scenarioResult({
  name: 'In the browser',
  file: 'catalog:browser',
  outcome: 'skipped',
  reason: 'there is no browser on this machine',
  traceHash: '',
});

export const aRun: RunResult = {
  scenarios: [scenarioResult(), failed, skipped],
  passed: 1,
  failed: 1,
  skipped: 1,
  virtualSeconds: 5_490,
  wallSeconds: 1.5,
  traceHash: 'cd'.repeat(32),
  seed: '1',
};
