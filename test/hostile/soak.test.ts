import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/soak.md'), 'utf8');
const shown = [...page.matchAll(/^npm run soak -- (.+)$/gm)].map(([, options = '']) => options.split(' '));

const soak = (options: readonly string[]) =>
  spawnSync(
    process.execPath,
    ['--expose-gc', '--conditions=source', '--import', 'tsx', 'test/hostile/soak.ts', ...options],
    { cwd: root, encoding: 'utf8' },
  );

describe('npm run soak', () => {
  it.each(shown)(
    '%s %s …, as the page shows it but small, counts and finds nothing',
    { timeout: 120_000 },
    (...options) => {
      const small = options.map((word, index) => (options[index - 1] === '--inputs' ? '40' : word));
      const { status, stdout, stderr } = soak(small);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(JSON.parse(stdout)).toMatchObject({
        inputs: 40,
        http5xx: 0,
        faults: 0,
        sw6F00: 0,
        hangs: 0,
        functions: { 'es9plus.initiateAuthentication': { inputs: 40 } },
        findings: [],
      });
    },
  );

  it('says what is wrong with an option', { timeout: 60_000 }, () => {
    const { status, stderr } = soak(['--inputs', 'many']);
    expect([status, stderr]).toEqual([2, '--inputs is a whole number from 1, not "many"\n']);
  });
});
