import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { beforeAll, describe, expect, it } from 'vitest';

import { browser, orSkipped } from '../support/browser.ts';
import { build, PlaywrightFolder } from '../support/playwright-run.ts';

const page = fileURLToPath(new URL('../../docs/test-your-portal.md', import.meta.url));

/** The block of the page that is marked so. */
function block(mark: string): string {
  const text = readFileSync(page, 'utf8').replaceAll('\r\n', '\n');
  return new RegExp(`\`\`\`${mark}\\n([^\`]*)\`\`\``).exec(text)?.[1] ?? '';
}

const linesOf = (text: string): number => text.trimEnd().split('\n').length;

describe('docs/test-your-portal.md', () => {
  it('shows a test of at most 15 lines and a workflow of at most 20', () => {
    expect(linesOf(block('ts playwright'))).toBeLessThanOrEqual(15);
    expect(linesOf(block('yaml workflow'))).toBeLessThanOrEqual(20);
  });

  it('has the workflow run the tests and nothing that needs a browser to be downloaded', () => {
    const steps = [...block('yaml workflow').matchAll(/- run: (.*)/g)].map(([, step]) => step);
    expect(steps).toEqual(['npm ci', 'npx playwright test']);
  });
});

describe.skipIf(browser === undefined)(`the test of docs/test-your-portal.md${orSkipped}`, () => {
  const patience = 300_000;
  beforeAll(build, patience);

  it.each([
    { where: 'in a world of its own', beside: false },
    { where: 'beside the lab of esimlab exec', beside: true },
  ])('passes $where', { timeout: patience }, async ({ beside }) => {
    using folder = new PlaywrightFolder();
    writeFileSync(join(folder.folder, 'portal.spec.ts'), block('ts playwright'));
    expect(await folder.run({ beside })).toMatchObject([{ status: 'passed', errors: [] }]);
  });
});
