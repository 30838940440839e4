import { spawnSync } from 'node:child_process';

import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import { afterEach, describe, expect, it } from 'vitest';

import { browser, orSkipped } from '../support/browser.ts';
import type { Command, Page } from './page.ts';
import { commandsOf, filesOf, pages, root } from './page.ts';
import { Reader, staysUp } from './reader.ts';

const patience = 60_000;

const opensWindow = ({ mark }: Command): boolean => mark === 'window' || mark === 'portal';
/** `exec` has a lab of its own, and each scenario a world. */
const wantsLab = ({ words: [name] }: Command): boolean => name !== 'exec' && name !== 'run';
/** Windows has no sh of its own, and runs no program by its first line. */
const runsHere = ({ words }: Command): boolean =>
  process.platform !== 'win32' || !['sh', 'lpac'].some((each) => words.includes(each));

/** All that comes along: test/scenarios/catalog/catalog.test.ts has `esimlab run` play it. */
const playsTheCatalog = (page: Page, { words }: Command): boolean =>
  words.join(' ') === 'run' &&
  !filesOf(page).some(({ name }) => /^(?:scenarios\/|esimlab\.yaml$)/.test(name));

const toDo = pages().map((page) => ({
  ...page,
  commands: commandsOf(page).filter((command) => runsHere(command) && !playsTheCatalog(page, command)),
}));

let reader: Reader | undefined;
afterEach(async () => {
  await reader?.[Symbol.asyncDispose]();
  reader = undefined;
});

describe.each(toDo.filter(({ commands }) => commands.length > 0))('$name', ({ commands, ...page }) => {
  const notice = commands.some(opensWindow) ? orSkipped : '';

  it(`shows commands that end as it says${notice}`, { timeout: patience }, async () => {
    reader = new Reader(page);
    if (!commands.some(staysUp) && commands.some(wantsLab)) await reader.begin(['start']);
    for (const command of commands) {
      if (opensWindow(command) && browser === undefined) continue;
      const { words, exit: code } = command;
      expect({ words, ...(await reader.follow(command)) }).toMatchObject({ words, code });
    }
  });
});

const programs = pages().flatMap(({ name, blocks }) =>
  blocks
    .filter(({ language, mark }) => language === 'ts' && mark === 'run')
    .map(({ text }, index) => ({ name, number: index + 1, text })),
);

describe.each(programs)('$name, program $number', ({ text }) => {
  it('runs', { timeout: patience }, () => {
    const { outputText } = transpileModule(text, {
      compilerOptions: { target: ScriptTarget.ES2022, module: ModuleKind.ESNext },
    });
    const flags = ['--conditions=source', '--import', 'tsx', '--input-type=module', '-e', outputText];
    const { status, stderr } = spawnSync(process.execPath, flags, { cwd: root, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
