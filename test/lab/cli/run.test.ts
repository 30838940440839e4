import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { scenarioText } from '../../scenarios/runner/scenario-folder.ts';
import { CliFolder } from '../../support/cli.ts';

const patience = 60_000;

function folderWith(files: Readonly<Record<string, string>>, environment = {}): CliFolder {
  const cli = new CliFolder(environment);
  mkdirSync(join(cli.folder, 'scenarios'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cli.folder, 'scenarios', name), text);
  return cli;
}

const good = { 'held-back.yaml': scenarioText() };
const bad = { 'wrong.yaml': scenarioText({ name: 'A wrong one', expects: '{ download: ok }' }) };

describe('esimlab run', { timeout: patience }, () => {
  it('plays ./scenarios, tells how each came out, and ends with 0', async () => {
    await using cli = folderWith(good);
    const { code, notes, out } = await cli.run(['run']);
    expect({ code, out }).toEqual({ code: 0, out: [] });
    expect(notes[0]).toMatch(/^ {2}✓ A profile that is not released {2}\d/);
    expect(notes.slice(2).join('\n')).toMatch(
      /^ {2}1 passed {2}.* of virtual time in [\d.]+ s\n {2}trace hash [0-9a-f]{16}, seed 1$/,
    );
  });

  it('says of a scenario without an expectation that it cannot fail', async () => {
    await using cli = folderWith({ 'idle.yaml': 'scenario: Idle\nsteps:\n  - wait: 1m\n' });
    const { code, notes } = await cli.run(['run']);
    expect(code).toBe(0);
    expect(notes[0]).toMatch(/✓ Idle {2}1m {2}it expects nothing, so it cannot fail$/);
  });

  it('ends with 1 where one failed, and shows the line, the cause and how to have it again', async () => {
    await using cli = folderWith({ ...good, ...bad });
    const { code, notes } = await cli.run(['run', '--filter', 'wrong']);
    expect(code).toBe(1);
    const said = notes.map((note) => note.trim());
    expect(said[0]).toBe('✗ A wrong one');
    expect(said[1]).toMatch(/^scenarios\/wrong\.yaml:8:15: download: /);
    expect(said).toContain('>    8 |   - expect: { download: ok }');
    expect(said).toContain('because the operator holds it back');
    expect(said).toContain('again: esimlab run scenarios/wrong.yaml --seed 1 --html report.html');
  });

  it('prints a line for each scenario and one for the run with --json', async () => {
    await using cli = folderWith({ ...good, ...bad });
    const { code, out, notes } = await cli.run(['run', 'scenarios', '--json', '--seed', 'mine']);
    expect({ code, notes }).toEqual({ code: 1, notes: [] });
    const lines = out.map((line) => JSON.parse(line) as unknown);
    expect(lines).toMatchObject([
      {
        name: 'A profile that is not released',
        outcome: 'passed',
        seed: 'mine/A profile that is not released',
      },
      { name: 'A wrong one', outcome: 'failed', failure: { byExpectation: true } },
      { passed: 1, failed: 1, skipped: 0, seed: 'mine' },
    ]);
  });

  it('lists scenarios without playing them', async () => {
    await using cli = folderWith(good);
    const { code, out } = await cli.run(['run', '--list']);
    expect({ code, out }).toEqual({
      code: 0,
      out: [
        'A profile that is not released',
        '    because the operator holds it back',
        '    scenarios/held-back.yaml  held back',
      ],
    });
  });

  it.each([
    { words: ['--filter', 'nothing like it'], says: /^esimlab: none of 1 scenarios has "nothing like it"/ },
    { words: ['elsewhere'], says: /^esimlab: there is no elsewhere/ },
    { words: ['--parallel', 'many'], says: /^esimlab: --parallel: not a count/ },
    { words: ['--check', 'twin'], says: /^esimlab: --check must be .*; did you mean twins\?$/ },
  ])('ends with 2 for $words', async ({ words, says }) => {
    await using cli = folderWith(good);
    const { code, notes } = await cli.run(['run', ...words]);
    expect(code).toBe(2);
    expect(notes[0]).toMatch(says);
  });

  it('ends with 2 for files that are wrong, with every place', async () => {
    await using cli = folderWith({ 'a.yaml': 'scenario: a\nstep: []\n', 'b.yaml': 'steps: [\n' });
    const { code, notes } = await cli.run(['run']);
    expect(code).toBe(2);
    expect(
      notes.filter((note) => /^esimlab: scenarios\/[ab]\.yaml:\d+:\d+: /.test(note)).length,
    ).toBeGreaterThan(1);
  });

  it('finds scenarios where esimlab.yaml says they are', async () => {
    await using cli = new CliFolder();
    mkdirSync(join(cli.folder, 'flows'));
    writeFileSync(join(cli.folder, 'flows', 'one.yaml'), scenarioText());
    writeFileSync(join(cli.folder, 'esimlab.yaml'), 'scenarios: flows/*.yaml\n');
    expect((await cli.run(['run', '--list'])).out[2]).toBe('    flows/one.yaml  held back');
  });

  it('writes JUnit and HTML, and on GitHub annotations and the summary of the job', async () => {
    await using beside = new CliFolder();
    const summary = join(beside.folder, 'summary.md');
    await using onGitHub = folderWith(bad, { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary });
    const { notes } = await onGitHub.run(['run', '--junit', 'out/results.xml', '--html', 'out/report.html']);
    expect(notes).toContainEqual(
      expect.stringMatching(
        /^::error file=scenarios\/wrong\.yaml,line=8,col=15,title=A wrong one::download: /,
      ),
    );
    const read = (name: string): string => readFileSync(join(onGitHub.folder, name), 'utf8');
    expect(read('out/results.xml')).toContain('failures="1"');
    expect(read('out/report.html')).toContain('1 of 1 scenario failed');
    expect(readFileSync(summary, 'utf8')).toContain('1 failed');
  });

  it('checks that scenarios can fail', async () => {
    await using cli = folderWith(good);
    const { code, notes } = await cli.run(['run', '--check', 'cause', '--check', 'twins']);
    expect({ code, notes }).toEqual({
      code: 0,
      notes: [
        '  ✓ without its cause, it fails by an expectation (played 1 time)',
        '  ✓ no two show the same (played 1 time)',
      ],
    });
  });
});
