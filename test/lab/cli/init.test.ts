import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { CliFolder } from '../../support/cli.ts';

let folder: CliFolder;
beforeEach(() => {
  folder = new CliFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

const read = (file: string): string => readFileSync(join(folder.folder, file), 'utf8');

describe('esimlab init', () => {
  it('writes a test, a workflow and a settings file in which nothing is set', async () => {
    const { code, out } = await folder.run(['init']);
    expect(code).toBe(0);
    expect(out.slice(0, 3).map((line) => line.replace(/ {2,}/g, ' '))).toEqual([
      'written portal.spec.ts a test of the portal',
      'written .github/workflows/portal.yml runs it on GitHub',
      'written esimlab.yaml settings, each with its default',
    ]);
    expect(read('portal.spec.ts')).toContain("from 'esimlab/playwright'");
    expect(read('.github/workflows/portal.yml')).toContain('npx playwright test');
    expect(
      read('esimlab.yaml')
        .split('\n')
        .every((line) => line === '' || line.startsWith('#')),
    ).toBe(true);
    expect(await folder.run(['device', 'list'])).toMatchObject({
      code: 2,
      notes: [expect.stringContaining('no card')],
    });
  });

  it('tests the portal that it is told', async () => {
    await folder.run(['init', '--portal-url', 'http://localhost:5173/?a=$&b']);
    expect(read('portal.spec.ts')).toContain('portalUrl: "http://localhost:5173/?a=$&b"');
  });

  it('keeps what is there', async () => {
    writeFileSync(join(folder.folder, 'portal.spec.ts'), 'mine');
    const { out } = await folder.run(['init', '--json']);
    expect(JSON.parse(out[0] ?? '')).toMatchObject({
      files: [{ file: 'portal.spec.ts', kept: true }, { kept: false }, { kept: false }],
    });
    expect(read('portal.spec.ts')).toBe('mine');
  });

  it('refuses what is no URL', async () => {
    expect(await folder.run(['init', '--portal-url', 'portal'])).toMatchObject({
      code: 2,
      notes: ['esimlab: --portal-url: "portal" is no URL such as http://localhost:5173'],
    });
  });
});
