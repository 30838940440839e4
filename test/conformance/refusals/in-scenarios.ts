import { readFileSync } from 'node:fs';

import type { RefusalName } from '#shared/rsp/refusals';
import { refusals } from '#shared/rsp/refusals';
import type { ReadFile, ScenarioResult } from '#scenarios/runner/index';
import { findFiles, readScenarios, runScenarios } from '#scenarios/runner/index';

/** A scenario of the catalog, and the refusals that it expects. */
export interface RefusedScenario {
  readonly read: ReadFile;
  readonly expected: readonly string[];
}

/** A refusal that a scenario came by: who refused, and what. */
export interface RefusalOfScenario {
  readonly called: string;
  readonly name: RefusalName;
  /** `catalog:orders/expired` */
  readonly scenario: string;
}

/** The scenarios of the catalog that expect a refusal which nobody orders. */
export function refusedScenarios(): readonly RefusedScenario[] {
  const expecting = findFiles(['catalog:'], { folder: '.' }).filter(
    ({ path }) => expectedIn(readFileSync(path, 'utf8')).length > 0,
  );
  return readScenarios(expecting)
    .filter((read) => !ordersRefusal(read))
    .map((read) => ({ read, expected: expectedIn(read.text) }));
}

/** Plays them: what each came by of what it expects. Throws when one does not pass. */
export async function refusalsOfScenarios(): Promise<readonly RefusalOfScenario[]> {
  const refused = refusedScenarios();
  const { scenarios } = await runScenarios(
    refused.map(({ read }) => read),
    { seed: '1', realTime: false, parallel: 1, bail: false, stories: false, browser: undefined },
  );
  return scenarios.flatMap((result, index) => cameBy(result, refused[index]?.expected ?? []));
}

function cameBy(result: ScenarioResult, expected: readonly string[]): readonly RefusalOfScenario[] {
  const { file: scenario, outcome, fingerprint, failure } = result;
  if (outcome === 'skipped') return [];
  if (outcome === 'failed') throw new Error(`${scenario} does not pass: ${failure?.message ?? ''}`);
  const seen = (JSON.parse(fingerprint) as { readonly refusals: readonly string[] }).refusals;
  return [...new Set(seen.map((entry) => entry.replace(/^\d+m /, '')))].flatMap((entry) => {
    const [called = '', name = '', ...more] = entry.split(' ');
    const isOne = more.length === 0 && name in refusals && expected.includes(name);
    return isOne ? [{ called, name: name as RefusalName, scenario }] : [];
  });
}

/** What follows `refusal:`, in whichever expectation. */
const expectedIn = (text: string): string[] =>
  [...text.matchAll(/\brefusal: (\w+)/g)].map(([, name = '']) => name);

/** Whether a step has the SM-DP+ refuse. */
const ordersRefusal = ({ scenario, text }: ReadFile): boolean =>
  scenario.steps.some(({ word }) => word === 'misbehave') && /\brefuse: /.test(text);
