import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { runRecorder } from './recorder.ts';
import { scenarios } from './scenarios.ts';

const page = readFileSync(new URL('../../docs/record-a-peer.md', import.meta.url), 'utf8').replaceAll(
  '\r\n',
  '\n',
);

/** What the page shows behind a fence. */
const shown = (language: string): readonly string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].flatMap(([, text = '']) =>
    text.trimEnd().split('\n'),
  );

/** The recorder where no peer is. */
async function run(names: readonly string[]) {
  const lines: string[] = [];
  const say = (line: string): void => void lines.push(line);
  const environment = { LPAC: 'there/is/no/lpac', OSMO_SMDPP: 'there/is/no/pysim' };
  return { code: await runRecorder(names, { environment, out: say, note: say }), lines };
}

describe('docs/record-a-peer.md', () => {
  it('shows what is said where no peer is', async () => {
    expect(await run([])).toEqual({ code: 3, lines: shown('text') });
  });

  const commands = shown('sh')
    .filter((line) => line.includes('interop:record'))
    .map((line) => ({ line, names: line.split(' -- ')[1]?.split(' ') ?? [] }));

  it.each(commands)('shows a command that the recorder takes: $line', async ({ names }) => {
    const { code, lines } = await run(names);
    expect(code).toBe(names.includes('--help') ? 0 : 3);
    expect(lines).toHaveLength(1);
  });
});

describe('npm run interop:record', () => {
  it('is the command of package.json', () => {
    const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      scripts: Record<string, string>;
    };
    expect(scripts['interop:record']).toContain('test/interop/record.ts');
  });

  it('names every run in its help', async () => {
    const { lines } = await run(['--help']);
    for (const { peer, name, title } of scenarios) {
      expect(lines[0]).toContain(`${peer}/${name}`);
      expect(lines[0]).toContain(title);
    }
  });

  it('refuses a name that is none before it starts anything', async () => {
    expect(await run(['lpac/chip-info', 'lpac/no-such-run'])).toEqual({
      code: 2,
      lines: ['there is no run lpac/no-such-run; see npm run interop:record -- --help'],
    });
  });

  it('tells of one peer that is not here once, however many runs it has', async () => {
    const { lines } = await run(['lpac/chip-info', 'lpac/list']);
    expect(lines).toEqual(['lpac is not here: put it on PATH, or name it with LPAC']);
  });
});
