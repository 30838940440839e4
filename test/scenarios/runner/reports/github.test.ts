import { describe, expect, it } from 'vitest';

import { annotation, stepSummary } from '#scenarios/runner/index';

import { aRun, failed, scenarioResult, skipped } from './run-result.ts';

describe('an annotation', () => {
  it('stands at the line of the file, with its properties and message escaped', () => {
    expect(annotation(failed)).toBe(
      '::error file=flows/later.yaml,line=12,col=5,title=Not "yet" <released>::profile: "line" is <absent> & not enabled,%0A100%25',
    );
  });

  it('has no place in the repository where the scenario came with esimlab', () => {
    expect(annotation({ ...failed, name: 'one, two: three', file: 'catalog:later' })).toMatch(
      /^::error title=one%2C two%3A three::profile/,
    );
  });

  it('is not made for what passed or was skipped', () => {
    expect([scenarioResult(), skipped].map(annotation)).toEqual([undefined, undefined]);
  });
});

describe('the summary of a job', () => {
  const summary = stepSummary(aRun);

  it('begins with the counts', () => {
    expect(summary).toMatch(
      /^## eSIM scenarios: 1 passed, 1 failed, 1 skipped\n\n1h 31m 30s of virtual time in 1\.5 s\./,
    );
  });

  it('has a row for each failure, whose cells break no table', () => {
    expect(summary).toContain(
      String.raw`| Not "yet" \<released\> | ${'`flows/later.yaml:12`'} | profile: "line" is \<absent\> & not enabled, 100% |`,
    );
  });

  it('says what was skipped, and folds what passed', () => {
    expect(summary).toContain('| In the browser | there is no browser on this machine |');
    expect(summary).toContain('<details><summary>1 passed</summary>');
  });
});
