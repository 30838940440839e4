import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../../shared/spec/', import.meta.url));

/** Whether the digests of the specification are on this machine. */
export const digestsAreThere = existsSync(`${folder}es9plus.md`);

/** The lines of a digest between a heading and the next of the same kind or a higher one. */
export function section(digest: string, heading: RegExp): string[] {
  const text = readFileSync(`${folder}${digest}.md`, 'utf8').split('\n');
  const start = text.findIndex((line) => heading.test(line));
  const level = /^#+/.exec(text[start] ?? '')?.[0].length ?? 1;
  const end = text.findIndex((line, at) => at > start && new RegExp(`^#{1,${level}} `).test(line));
  return text.slice(start + 1, end === -1 ? undefined : end);
}

/** The cells of the rows of the tables in some lines, the headings left out. */
export function rows(lines: readonly string[]): string[][] {
  return lines
    .map((line, at) => ({ line, next: lines[at + 1] ?? '' }))
    .filter(({ line, next }) => line.startsWith('|') && !/^\|[-| ]+$/.test(line) && !/^\|[-| ]+$/.test(next))
    .map(({ line }) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** The first cell of each row of the tables under a heading. */
export const firstCells = (digest: string, heading: RegExp): string[] =>
  rows(section(digest, heading)).map(([first = '']) => first);

/** The codes of one cell: `8.1.2/6.1, 6.3` are two. */
export function codesIn(cell: string): string[] {
  let subject = '';
  return cell.split(/, ?/).map((code) => {
    const [one = '', other] = code.split('/');
    if (other !== undefined) subject = one;
    return `${subject}/${other ?? one}`;
  });
}
