import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

describe('npm run bench -- download', () => {
  it('prints the costs of a download beside its floor', { timeout: 120_000 }, () => {
    const page = readFileSync(`${root}docs/measure-speed.md`, 'utf8');
    expect(page).toContain(
      'npm run bench -- download --downloads 20 --rounds 3 --only "server httpKeepAlive"',
    );
    const words = [
      'download',
      '--downloads',
      '4',
      '--rounds',
      '1',
      '--only',
      'server httpKeepAlive',
      '--json',
    ];
    const flags = ['--conditions=source', '--import', 'tsx', 'test/bench/main.ts'];
    const ran = spawnSync(process.execPath, [...flags, ...words], { cwd: root, encoding: 'utf8' });
    expect(ran.stderr).toBe('');
    const cost = {
      cpuMsPerDownload: expect.any(Number) as number,
      floorMs: expect.any(Number) as number,
      ratio: expect.any(Number) as number,
    };
    expect(JSON.parse(ran.stdout)).toEqual({ server: { httpKeepAlive: { ...cost, memoryStore: cost } } });
  });
});
