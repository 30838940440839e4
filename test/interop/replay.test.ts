import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

import { fileOf, NotAsRecorded, printRecording, readRecording } from './recording.ts';
import { replay } from './replay.ts';
import { scenarios } from './scenarios.ts';

const patience = 30_000;

describe.each(scenarios)('$peer/$name: $title', ({ peer, name, title, made }) => {
  it('is answered by us as it was then', { timeout: patience }, async () => {
    await expect(replay(readRecording(peer, name))).resolves.toBeUndefined();
  });

  it('is the recording of this scenario, in the form in which it is written', () => {
    const recording = readRecording(peer, name);
    expect(recording).toMatchObject({ title, peer: { name: peer }, command: 'npm run interop:record' });
    expect(recording.made).toEqual(JSON.parse(JSON.stringify(made)));
    expect(printRecording(recording)).toBe(readFileSync(fileOf(peer, name), 'utf8'));
  });
});

describe('the recordings', () => {
  it('have no file that belongs to no scenario', () => {
    const folder = fileURLToPath(new URL('recordings/', import.meta.url));
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.json'))
      .map((file) => file.replaceAll('\\', '/'));
    expect(files.sort()).toEqual(scenarios.map(({ peer, name }) => `${peer}/${name}.json`).sort());
  });

  it('fail where one is missing', () => {
    expect(() => readRecording('lpac', 'never-recorded')).toThrow(NotAsRecorded);
    expect(() => readRecording('lpac', 'never-recorded')).toThrow(
      'no recording of lpac/never-recorded; make it with npm run interop:record -- lpac/never-recorded',
    );
  });
});
