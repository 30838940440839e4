import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));

const program = `
import { processTerminal } from './lab/cli/terminal.ts';
const terminal = processTerminal();
for (let line = 0; line < 1_000; line += 1) terminal.out('a line of results '.repeat(100));
`;

it('a command whose output nobody reads to its end ends as it would have', async () => {
  const words = ['--no-warnings', '--import', 'tsx', '--input-type=module', '-e', program];
  const child = spawn(process.execPath, words, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    said += part;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  expect({ code, said }).toEqual({ code: 0, said: '' });
});
