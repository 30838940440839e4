import { describe, expect, it } from 'vitest';

import { checkScenarios } from '#scenarios/runner/index';

import { folders, inLines, oneByOne } from './shipped.ts';

describe('with an expectation negated', { timeout: 240_000 }, () => {
  it.each(folders)('each scenario of catalog:%s fails at that line', async (_folder, files) => {
    const { findings } = await checkScenarios('negated', files, oneByOne);
    expect(inLines(findings)).toEqual([]);
  });
});
