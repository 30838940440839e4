import type { RunResult, ScenarioResult } from '../result.ts';

/** A scenario that came out, as a line of JSON. */
export function scenarioLine(result: ScenarioResult): string {
  return JSON.stringify({ ...result, fingerprint: readFingerprint(result.fingerprint), story: undefined });
}

/** The last line: the run as a whole. Members are added and never renamed. */
export function runLine(run: RunResult): string {
  const { passed, failed, skipped, virtualSeconds, wallSeconds, traceHash, seed } = run;
  return JSON.stringify({ passed, failed, skipped, virtualSeconds, wallSeconds, traceHash, seed });
}

const readFingerprint = (text: string): unknown => (text === '' ? null : (JSON.parse(text) as unknown));
