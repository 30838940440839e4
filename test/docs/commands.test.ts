import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { afterEach, describe, expect, it } from 'vitest';

import { CliFolder } from '../support/cli.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const pages = [
  'README.md',
  ...readdirSync(`${root}docs`)
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

interface Block {
  readonly exit: number;
  readonly commands: readonly (readonly string[])[];
}

/** The shell blocks of a page, their esimlab commands taken apart into words. */
function blocksOf(page: string): readonly Block[] {
  const text = readFileSync(root + page, 'utf8').replaceAll('\r\n', '\n');
  return [...text.matchAll(/```sh(?: exit=(\d))?\n([^`]*)```/g)].map(([, exit = '0', lines = '']) => ({
    exit: Number(exit),
    commands: lines
      .split('\n')
      .filter((line) => line.startsWith('npx esimlab '))
      .map(wordsOf),
  }));
}

function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '').slice(2);
}

const staysUp = (words: readonly string[]): boolean => words[0] === 'start' || words[0] === 'smdp';

let folder: CliFolder | undefined;
afterEach(async () => {
  await folder?.[Symbol.asyncDispose]();
  folder = undefined;
});

describe.each(
  pages.map((page) => ({ page, blocks: blocksOf(page) })).filter(({ blocks }) => blocks.length > 0),
)('$page', ({ blocks }) => {
  it('shows commands that end as it says', async () => {
    folder = new CliFolder();
    let address = 'localhost:8443';
    if (!blocks.some(({ commands }) => commands.some(staysUp))) {
      await folder.begin(['start', '--smdp-port', '0', '--json']);
    }
    for (const { exit, commands } of blocks) {
      for (const words of commands) {
        if (staysUp(words)) {
          const { line } = await folder.begin([...words, '--smdp-port', '0', '--json']);
          ({ address } = (JSON.parse(line) as { readonly smdp: { readonly address: string } }).smdp);
        } else {
          const ran = await folder.run(words.map((word) => word.replace('localhost:8443', address)));
          expect({ words, ...ran }).toMatchObject({ words, code: exit });
        }
      }
    }
  });
});

describe('docs/use-it-from-a-test.md', () => {
  it('shows a program that runs', () => {
    const text = readFileSync(`${root}docs/use-it-from-a-test.md`, 'utf8');
    const [, program = ''] = /```ts run\r?\n([^`]*)```/.exec(text) ?? [];
    const { outputText } = transpileModule(program, {
      compilerOptions: { target: ScriptTarget.ES2022, module: ModuleKind.ESNext },
    });
    const flags = ['--conditions=source', '--import', 'tsx', '--input-type=module', '-e', outputText];
    const { status, stderr } = spawnSync(process.execPath, flags, { cwd: root, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
