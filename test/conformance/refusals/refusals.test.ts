import { describe, expect, it } from 'vitest';

import { refusals } from '#shared/rsp/refusals';

import { digestsAreThere, firstCells, codesIn, rows, section } from '../digest-tables.ts';
import { ordersRefusals, testFiles, titlesOf } from '../test-titles.ts';
import { refusedScenarios } from './in-scenarios.ts';
import type { NamedTest } from './reached.ts';
import { codesOf, reachedRefusals, unreachedRefusals } from './reached.ts';

const names = Object.keys(refusals) as (keyof typeof refusals)[];
const reached = new Set(reachedRefusals.map(({ name }) => name));
const reachedPairs = new Set(reachedRefusals.map(({ called, name }) => `${called} ${codesOf(name)}`));
const reachedCodes = new Set([...reached].map(codesOf));
const reasons = new Set(unreachedRefusals.map(({ codes }) => codes));

const files = new Set(testFiles('.').map((file) => file.slice(2)));

/** What is wrong with a test that is named; undefined when it is there and has nothing ordered. */
function faultOf({ file, title }: NamedTest): string | undefined {
  if (!files.has(file)) return `no file test/${file}.test.ts`;
  if (ordersRefusals(file)) return `test/${file}.test.ts has refusals ordered`;
  const there = titlesOf(file).some((each) =>
    each.startsWith('%s ') ? title.endsWith(each.slice(3)) : title === each,
  );
  return there ? undefined : `test/${file}.test.ts has no test "${title}"`;
}

/** The SM-DS: there is none. */
const isOfSmds = (codes: string): boolean => /^8\.9[./]/.test(codes);

const pairsIn = (text: string): string[] =>
  [...text.matchAll(/(?<![\d.])(\d(?:\.\d+)+) ?\/ ?(\d\.\d+)/g)].map(
    ([, subject, reason]) => `${subject}/${reason}`,
  );

describe('the refusals', () => {
  it('have a test each that comes by them, or a reason why there is none, and never both', () => {
    const wrong = names.filter((name) => reached.has(name) === reasons.has(codesOf(name)));
    expect(wrong).toEqual([]);
    expect(unreachedRefusals.length).toBeLessThanOrEqual(3);
  });

  it('are come by in tests that exist, and in which nobody orders them', () => {
    expect(reachedRefusals.flatMap(({ tests }) => tests.flatMap((test) => faultOf(test) ?? []))).toEqual([]);
    for (const { tests } of reachedRefusals) expect(tests.length).toBeGreaterThan(0);
  });

  it('would be told of a test that is not there, and of one that has them ordered', () => {
    const ways = reachedRefusals[0]?.tests[0];
    expect(ways?.title).toContain('is answered with its codes');
    expect(faultOf({ file: ways?.file ?? '', title: 'is answered with flowers' })).toContain('has no test');
    expect(faultOf({ file: 'smdp/nowhere', title: '' })).toBe('no file test/smdp/nowhere.test.ts');
    const ordering = { file: 'smdp/misbehaviour/ordered-misbehaviour', title: '' };
    expect(faultOf(ordering)).toBe(`test/${ordering.file}.test.ts has refusals ordered`);
  });

  it('that scenarios of the catalog expect are refusals that a test comes by', () => {
    const expected = refusedScenarios().flatMap((scenario) => scenario.expected);
    expect(expected.filter((name) => !names.some((each) => each === name && reached.has(each)))).toEqual([]);
    expect(new Set(expected).size).toBeGreaterThanOrEqual(12);
  });
});

describe.skipIf(!digestsAreThere)('every refusal of the digests is come by', () => {
  const missing = (called: string, text: string): readonly string[] =>
    pairsIn(text)
      .filter((codes) => !isOfSmds(codes) && !reasons.has(codes))
      .map((codes) => `${called} ${codes}`)
      .filter((pair) => !reachedPairs.has(pair));

  it.each([
    ['initiateAuthentication', /^### 2\.1 /, 4],
    ['authenticateClient', /^### 2\.2 /, 17],
    ['getBoundProfilePackage', /^### 2\.3 /, 8],
    ['cancelSession', /^### 2\.5 /, 4],
  ] as const)('of %s of ES9+', (called, heading, least) => {
    const checks = rows(section('es9plus', heading)).map((cells) => cells.join(' '));
    expect(pairsIn(checks.join('\n')).length).toBeGreaterThanOrEqual(least);
    expect(missing(called, checks.join('\n'))).toEqual([]);
  });

  it.each([
    ['downloadOrder', /^### 2\.1 /, 7],
    ['confirmOrder', /^### 2\.2 /, 7],
    ['cancelOrder', /^### 2\.3 /, 5],
    ['releaseProfile', /^### 2\.4 /, 3],
  ] as const)('of %s of ES2+', (called, heading, least) => {
    const text = section('es2plus', heading).join('\n');
    expect(pairsIn(text).length).toBeGreaterThanOrEqual(least);
    expect(missing(called, text)).toEqual([]);
  });

  it('of the table of es9plus §3', () => {
    const codes = firstCells('es9plus', /^## 3\. /)
      .flatMap(codesIn)
      .filter((each) => !isOfSmds(each));
    expect(codes.length).toBeGreaterThanOrEqual(35);
    expect(codes.filter((each) => !reachedCodes.has(each) && !reasons.has(each))).toEqual([]);
  });
});
