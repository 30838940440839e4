import { describe, expect, it } from 'vitest';

import { catalogue } from './catalogue.ts';
import { claims } from './claims.ts';
import { codesIn, digestsAreThere, firstCells, rows, section } from './digest-tables.ts';
import { ruleGroups } from './rules.ts';
import type { TestReference } from './rules/rule.ts';
import { testFiles, titlesOf } from './test-titles.ts';

const rules = ruleGroups.flatMap((group) => group.rules);
const ids = new Set(rules.map(({ id }) => id));

const withReason = new Set(catalogue.filter(({ reason }) => reason !== undefined).map(({ line }) => line));

/** What is wrong with a reference; undefined when there is a test of that name. */
function faultOf(reference: TestReference): string | undefined {
  if ('catalogueLine' in reference) {
    const line = catalogue.find(({ line }) => line === reference.catalogueLine);
    if (line === undefined || withReason.has(line.line)) return `line ${reference.catalogueLine} has no test`;
    return undefined;
  }
  const { file, words } = reference;
  if (!files.has(file)) return `no file test/${file}.test.ts`;
  return titlesOf(file).some((title) => title.includes(words)) ? undefined : `${file}: no test "${words}"`;
}

const files = new Set(testFiles('.').map((file) => file.slice(2)));

describe('the claims of the README', () => {
  it('name tests that exist, and folders', () => {
    expect(claims.flatMap(({ tests }) => tests.flatMap((test) => faultOf(test) ?? []))).toEqual([]);
    for (const { folders, tests } of claims) {
      expect(tests.length).toBeGreaterThan(0);
      for (const each of folders) expect([...files].some((file) => file.startsWith(`${each}/`))).toBe(true);
    }
  });
});

describe('the rules of the digests', () => {
  it('have an id each, of their digest, and none twice', () => {
    expect(ids.size).toBe(rules.length);
    for (const { digest, rules: ofGroup } of ruleGroups) {
      for (const { id } of ofGroup) expect(id.startsWith(`${digest} `)).toBe(true);
    }
  });

  it('have tests, or a reason why there are none, and never both', () => {
    const wrong = rules.filter(({ tests, reason }) => tests.length > 0 === (reason !== undefined));
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });

  it('would be told of a test that is not there', () => {
    const file = 'smdp/es9plus/refusals';
    expect(faultOf({ file, words: 'is answered with its codes' })).toBeUndefined();
    expect(faultOf({ file, words: 'is answered with flowers' })).toBe(
      `${file}: no test "is answered with flowers"`,
    );
    expect(faultOf({ file: 'smdp/nowhere', words: '' })).toBe('no file test/smdp/nowhere.test.ts');
    expect(faultOf({ catalogueLine: 185 })).toBe('line 185 has no test');
  });

  it('name tests that exist', () => {
    const faults = rules.flatMap(({ id, tests }) =>
      tests.map(faultOf).flatMap((fault) => (fault === undefined ? [] : [`${id}: ${fault}`])),
    );
    expect(faults).toEqual([]);
  });
});

describe.skipIf(!digestsAreThere)('every numbered row of the digests has an id', () => {
  const expectIds = (wanted: readonly string[], least: number): void => {
    expect(wanted.length).toBeGreaterThanOrEqual(least);
    expect(wanted.filter((id) => !ids.has(id))).toEqual([]);
  };

  it.each([
    ['es9plus', /^### 2\.1 /, 'es9plus 2.1', 5],
    ['es9plus', /^### 2\.2 /, 'es9plus 2.2', 22],
    ['es9plus', /^### 2\.3 /, 'es9plus 2.3', 9],
    ['es9plus', /^### 2\.5 /, 'es9plus 2.5', 5],
    ['es10', /^### AuthenticateServer /, 'es10 5.7.13', 8],
    ['es10', /^### PrepareDownload /, 'es10 5.7.5', 6],
  ] as const)('the checks of %s %s', (digest, heading, prefix, least) => {
    const numbers = firstCells(digest, heading).filter((cell) => /^(\d+[a-z]?|else)$/.test(cell));
    expectIds(
      numbers.map((number) => (number === 'else' ? `${prefix} else` : `${prefix} #${number}`)),
      least,
    );
  });

  it('the subjects and reasons of es9plus §3', () => {
    const codes = firstCells('es9plus', /^## 3\. /).flatMap(codesIn);
    expectIds(
      codes.map((code) => `es9plus 3 ${code}`),
      40,
    );
  });

  it.each([
    ['es9plus', /^## 4\. /, 'es9plus 4', 15],
    ['es9plus', /^## 9\. /, 'es9plus 9', 7],
  ] as const)('the rows of %s %s', (digest, heading, prefix, least) => {
    const cells = rows(section(digest, heading));
    expectIds(
      cells.map((_, at) => `${prefix} row ${at + 1}`),
      least,
    );
  });

  it('the error reasons of bpp §7', () => {
    expectIds(
      firstCells('bpp', /^## 7\. /).map((code) => `bpp 7 code ${code}`),
      17,
    );
  });

  it.each([
    ['bpp', /^## 2\. /, 'bpp 2', 4],
    ['bpp', /^## 3\. /, 'bpp 3', 6],
    ['bpp', /^## 6\. /, 'bpp 6', 7],
    ['es9plus', /^#### osmo-smdpp/, 'es9plus 1 osmo', 11],
    ['es10', /^### Enable /, 'es10 5 enable', 5],
  ] as const)('the numbered list of %s %s', (digest, heading, prefix, least) => {
    const numbers = section(digest, heading).map((line) => /^(\d+)\. /.exec(line)?.[1]);
    expectIds(
      numbers.filter((number) => number !== undefined).map((number) => `${prefix} #${number}`),
      least,
    );
  });

  it('the results of EnableProfile, DisableProfile, DeleteProfile of es10 §2', () => {
    const wanted = section('es10', /^## 2\. /).flatMap((line) => {
      const [, name = '', codes = ''] = /^\* (Enable|Disable|Delete): (.*?)(?: v3:.*)?$/.exec(line) ?? [];
      const place = { Enable: '5.7.16', Disable: '5.7.17', Delete: '5.7.18' }[name];
      const numbers = [...codes.matchAll(/(?:^|, )(\d+)/g)].map(([, number]) => number);
      return numbers.map((number) => `es10 ${place} result ${number}`);
    });
    expectIds(wanted, 18);
  });

  it('the functions of es10 §2, and the results in their rows', () => {
    const lines = section('es10', /^## 2\. /);
    const sections = lines.find((line) => line.startsWith('Sections (SGP.22')) ?? '';
    const places = new Map(
      [...sections.matchAll(/(\w+) (5\.7\.\d+)/g)].map(([, name = '', place = '']) => [name, place]),
    );
    expect(places.size).toBeGreaterThanOrEqual(20);
    const inPackages = places.get('LoadBoundProfilePackage');
    const without = [...places.values()].filter(
      (place) =>
        place !== inPackages &&
        ![...ids].some((id) => id === `es10 ${place}` || id.startsWith(`es10 ${place} `)),
    );
    expect(without).toEqual([]);
    const results = rows(lines).flatMap(([name = '', , answer = '']) => {
      const codes = /(?:rr`|cc:) (.+)$/.exec(answer)?.[1]?.match(/(?<![\w`])(\d+|7F)(?![\w`])/g) ?? [];
      const kind = answer.includes('cc:') ? 'error' : 'result';
      return codes.map((code) => `es10 ${places.get(name) ?? name} ${kind} ${code === '7F' ? 127 : code}`);
    });
    expectIds(results, 17);
  });

  it('the roles of the certificates of pki §2', () => {
    const roles = firstCells('pki', /^## 2\. /).flatMap((cell) => /1\.(\d)$/.exec(cell)?.[1] ?? []);
    expectIds(
      [...roles, '0'].map((role) => `pki 2 role ${role}`),
      8,
    );
  });

  it('the signatures of pki §9', () => {
    expectIds(
      firstCells('pki', /^## 9\. /).map((name) => `pki 9 ${name}`),
      8,
    );
  });
});
