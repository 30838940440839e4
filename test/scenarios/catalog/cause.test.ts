import { describe, expect, it } from 'vitest';

import { checkScenarios } from '#scenarios/runner/index';

import { folders, inLines, oneByOne } from './shipped.ts';

describe('without its cause', { timeout: 240_000 }, () => {
  it.each(folders)('each scenario of catalog:%s fails by an expectation', async (_folder, files) => {
    const { findings } = await checkScenarios('cause', files, oneByOne);
    expect(inLines(findings)).toEqual([]);
  });
});
