import { readScenario } from '#scenarios/language/index';
import type { Scenario } from '#scenarios/language/index';
import type { Played, PlayParts } from '#scenarios/steps/index';
import { playScenario } from '#scenarios/steps/index';
import { SharedWebPki } from '#scenarios/world/index';

/** The web PKI of all worlds here. */
export const shared = new SharedWebPki('tests of scenarios');

/** A scenario of these lines: steps, and before them what else the file says. */
export function scenarioOf(steps: string, before = '', cause = 'steps[0]'): Scenario {
  const head = `scenario: a test\nbecause: a test says so\ncause: ${cause}\n`;
  const given = before === '' ? '' : `${before.trim()}\n`;
  return readScenario(`${head}${given}steps:\n${steps.replace(/^\n/, '')}`, 'test.yaml');
}

/** Plays steps on a seed. */
export async function play(steps: string, before = '', parts: Partial<PlayParts> = {}): Promise<Played> {
  return playScenario(scenarioOf(steps, before), { seed: 1, web: { shared }, ...parts });
}

/** How a scenario failed, `line: message`; `passed` where it did not. */
export function sayingOf({ outcome, failure }: Played): string {
  return failure === undefined ? outcome : `${failure.position.line}: ${failure.message}`;
}
