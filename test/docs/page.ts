import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The root of the project. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** A fence of a page: ```` ```sh exit=1 ```` has the language `sh` and the mark `exit=1`. */
export interface Block {
  readonly language: string;
  readonly mark: string;
  readonly text: string;
}

/** A page for people, and what of it can be run. */
export interface Page {
  readonly name: string;
  readonly blocks: readonly Block[];
}

/** The pages of the project that have something to run. */
export function pages(): readonly Page[] {
  const names = readdirSync(`${root}docs`).filter((name) => name.endsWith('.md'));
  return ['README.md', ...names.map((name) => `docs/${name}`)].map((name) => ({
    name,
    blocks: blocksOf(name),
  }));
}

function blocksOf(page: string): readonly Block[] {
  const text = readFileSync(root + page, 'utf8').replaceAll('\r\n', '\n');
  const fences = text.matchAll(/^```(\w+)(?: ([^\n]*))?\n(.*?)^```$/gms);
  return [...fences].map(([, language = '', mark = '', inside = '']) => ({ language, mark, text: inside }));
}

/** The programs that a page asks to be saved under a name. */
export function filesOf({ blocks }: Page): readonly { readonly name: string; readonly text: string }[] {
  return blocks.flatMap(({ mark, text }) =>
    mark.startsWith('file=') ? [{ name: mark.slice('file='.length), text }] : [],
  );
}

/** An esimlab command of a page, in words. */
export interface Command {
  readonly words: readonly string[];
  /** The exit code that the page promises. */
  readonly exit: number;
  /** `window`: shows a window until it is stopped; `portal`: shows a portal of the reader's own. */
  readonly mark: string;
}

/** The esimlab commands of a page, in order. */
export function commandsOf({ blocks }: Page): readonly Command[] {
  return blocks
    .filter(({ language }) => language === 'sh')
    .flatMap(({ mark, text }) =>
      text
        .split('\n')
        .filter((line) => line.startsWith('npx esimlab '))
        .map((line) => ({ words: wordsOf(line), exit: exitOf(mark), mark })),
    );
}

/** A window that is looked at is closed by Ctrl-C. */
function exitOf(mark: string): number {
  return mark === 'window' ? 130 : Number(/^exit=(\d)$/.exec(mark)?.[1] ?? 0);
}

function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '').slice(2);
}
