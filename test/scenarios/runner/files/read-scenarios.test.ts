import { describe, expect, it } from 'vitest';

import { choose, findFiles, readScenarios, ScenarioFileWrong } from '#scenarios/runner/index';

import { ScenarioFolder, scenarioText } from '../scenario-folder.ts';

function read(files: Readonly<Record<string, string>>) {
  using given = new ScenarioFolder(files);
  return readScenarios(findFiles(['.'], { folder: given.folder }));
}

describe('reading scenario files', () => {
  it('names what is wrong in all of them', () => {
    const files = { 'a.yaml': 'scenario: one\nstep: []\n', 'b.yaml': 'steps: [\n' };
    expect(() => read(files)).toThrow(ScenarioFileWrong);
    expect(() => read(files)).toThrow(/^a\.yaml:2:1: [^]*^b\.yaml:2:1: /m);
  });

  it('wants a name of its own for each', () => {
    expect(() => read({ 'a.yaml': scenarioText(), 'b.yaml': scenarioText() })).toThrow(
      /^b\.yaml:1:\d+: the name "A profile that is not released" is that of a\.yaml:1:\d+ too$/,
    );
  });
});

describe('choosing scenarios', () => {
  const all = read({
    'first.yaml': scenarioText({ name: 'Bought today' }),
    'second.yaml': scenarioText({ name: 'Bought tomorrow' }),
  });
  const chosen = (...filters: readonly string[]): readonly string[] =>
    choose(all, filters).map(({ scenario }) => scenario.name);

  it.each([
    { filters: [], names: ['Bought today', 'Bought tomorrow'] },
    { filters: ['TODAY'], names: ['Bought today'] },
    { filters: ['second.y'], names: ['Bought tomorrow'] },
    { filters: ['held back'], names: ['Bought today', 'Bought tomorrow'] },
    { filters: ['held'], names: [] },
    { filters: ['today', 'second'], names: ['Bought today', 'Bought tomorrow'] },
  ])('by $filters leaves $names', ({ filters, names }) => {
    expect(chosen(...filters)).toEqual(names);
  });
});
