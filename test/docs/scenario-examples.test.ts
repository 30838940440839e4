import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

import { readScenario, withoutCause } from '#scenarios/language/index';
import { expectations } from '#scenarios/steps/expectations/all';
import { playScenario } from '#scenarios/steps/index';
import { verbs } from '#scenarios/steps/verbs';
import { SharedWebPki } from '#scenarios/world/index';

const page = readFileSync(new URL('../../docs/write-a-scenario.md', import.meta.url), 'utf8');
const blocks = [...page.matchAll(/```yaml\n([^]*?)```/g)].map(([, text = '']) => text);
const scenarios = blocks
  .filter((text) => /^scenario:/m.test(text))
  .map((text) => readScenario(text, 'write-a-scenario.md'));
const parts = { seed: 'docs', web: { shared: new SharedWebPki('docs') } };

describe('"Write a scenario"', () => {
  it('has examples', () => {
    expect(scenarios.length).toBeGreaterThan(4);
  });

  it.each(scenarios)('$name', async (scenario) => {
    expect(await playScenario(scenario, parts)).toMatchObject({ outcome: 'passed' });
    const causeless = await playScenario(withoutCause(scenario), parts);
    expect(causeless.failure).toMatchObject({ byExpectation: true });
  });
});

describe('the examples of the words', () => {
  it.each(verbs)('of the verb "$word" can be read', ({ word, example, schema }) => {
    const step: unknown = parse(example);
    const value = typeof step === 'string' ? null : (step as Record<string, unknown>)[word];
    expect(schema.safeParse(value).error).toBeUndefined();
  });

  it.each(expectations)('of the expectation "$word" can be read', ({ word, examples, schema }) => {
    const read = examples.map((example) =>
      schema.safeParse((parse(example) as Record<string, unknown>)[word]),
    );
    expect(read.map(({ error }) => error)).toEqual(examples.map(() => undefined));
  });
});
