import { describe, expect, it } from 'vitest';

import type { CheckName } from '#scenarios/runner/index';
import { checkScenarios, findFiles, readScenarios } from '#scenarios/runner/index';

import { ScenarioFolder, scenarioText } from './scenario-folder.ts';

const terms = { seed: '1', realTime: false, parallel: 1, browser: undefined };

async function check(name: CheckName, files: Readonly<Record<string, string>>) {
  using given = new ScenarioFolder(files);
  return await checkScenarios(name, readScenarios(findFiles(['.'], { folder: given.folder })), terms);
}

describe('a check', () => {
  it('finds nothing wrong with a scenario that can fail at each expectation', async () => {
    expect(await check('negated', { 'a.yaml': scenarioText() })).toEqual({
      played: 1,
      skipped: 0,
      findings: [],
    });
  });

  it('finds an expectation that hides behind one that fails before it', async () => {
    const expects = '{ download: ok, order: Confirmed }';
    const { findings } = await check('negated', { 'a.yaml': scenarioText({ expects }) });
    expect(findings.map(({ message }) => message)).toEqual([
      'with "download" negated, the scenario passes',
      expect.stringMatching(/^with "order" negated, the scenario fails elsewhere: a\.yaml:8:15: download: /),
    ]);
  });

  it('finds nothing wrong with a scenario that fails without its cause', async () => {
    expect(await check('cause', { 'a.yaml': scenarioText() })).toMatchObject({ played: 1, findings: [] });
  });

  it('finds a cause that causes nothing', async () => {
    const expects = '{ order: { line: Installed } }';
    const order = '{ as: line, released: true }';
    const { findings } = await check('cause', { 'a.yaml': scenarioText({ order, expects }) });
    expect(findings).toEqual([
      {
        position: { file: 'a.yaml', line: 6, column: 24 },
        message: 'without its cause, the scenario passes all the same',
      },
    ]);
  });

  it('finds two that show the same', async () => {
    const text = scenarioText({ name: 'Again' });
    const { findings } = await check('twins', { 'a.yaml': scenarioText(), 'b.yaml': text });
    expect(findings).toMatchObject([{ position: { file: 'b.yaml', line: 1 } }]);
    expect(findings[0]?.message).toMatch(/^nothing distinguishes it from "A profile that is not released"/);
  });
});
