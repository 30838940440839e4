import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

import { catalogue, catalogueName } from './catalogue.ts';
import { testFiles, titlesOf } from './test-titles.ts';

const digest = fileURLToPath(new URL('../../../shared/spec/sgp23-catalogue.md', import.meta.url));

/** Every title that begins with a number of the catalogue, by that number. */
function tested(): Set<string> {
  const numbers = testFiles('conformance')
    .flatMap(titlesOf)
    .map((title) => /^(C\d+)[a-z]?(?: |$)/.exec(title)?.[1])
    .filter((number) => number !== undefined);
  return new Set(numbers);
}

describe('the catalogue in the shape of SGP.23', () => {
  it('has the lines 1 to 184, each once, each with its group and its sentence', () => {
    expect(catalogue.map(({ line }) => line)).toEqual(Array.from({ length: 184 }, (_, index) => index + 1));
    for (const { group, section, says } of catalogue) {
      expect(group).toMatch(/^(A[1-8]|B[1-5]|C|D)$/);
      expect(section).toMatch(/^SGP\.23 §/);
      expect(says.length).toBeGreaterThan(10);
    }
  });

  it.skipIf(!existsSync(digest))('has the lines of the digest, in its groups', () => {
    const groups = new Map<number, string>();
    let group = '';
    for (const text of readFileSync(digest, 'utf8').split('\n')) {
      group = /^##+ ([A-D]\d?)[. ]/.exec(text)?.[1] ?? group;
      const number = /^(\d+)\. /.exec(text)?.[1];
      if (number !== undefined) groups.set(Number(number), group);
    }
    expect(Object.fromEntries(catalogue.map((line) => [line.line, line.group]))).toEqual(
      Object.fromEntries(groups),
    );
  });

  it('has a test for each line, or a reason why there is none, and never both', () => {
    const names = tested();
    const wanting = catalogue.filter(
      (line) => names.has(catalogueName(line)) === (line.reason !== undefined),
    );
    expect(wanting.map((line) => `${catalogueName(line)} ${line.says}`)).toEqual([]);
  });

  it('knows every number that a test has', () => {
    const names = new Set(catalogue.map(catalogueName));
    expect([...tested()].filter((name) => !names.has(name))).toEqual([]);
  });

  it('has tests for at least 150 lines', () => {
    expect(tested().size).toBeGreaterThanOrEqual(150);
  });
});
