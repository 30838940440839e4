import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { newFolder, removeFolder } from './folders.ts';
import { downloadWithDeaths } from './lab.ts';
import type { End } from './lab.ts';
import { seen } from './person.ts';
import { prepare } from './prepared.ts';
import type { Prepared } from './prepared.ts';
import { wrongs } from './whole.ts';

const side = 'server';
const patience = { timeout: 600_000 };
let folder: string;
let prepared: Prepared;
let clean: End;

beforeAll(async () => {
  folder = newFolder();
  prepared = await prepare(folder);
  clean = await downloadWithDeaths(prepared, { side, at: [] });
});
afterAll(() => {
  removeFolder(folder);
});

describe('an SM-DP+ killed before or after a commit, a message or an event of a download', () => {
  it('has at least 40 such points, before and after commits among them', () => {
    const [points = []] = clean.lives;
    expect(points.length).toBeGreaterThanOrEqual(40);
    expect(points.filter((point) => point.startsWith('before commit')).length).toBe(3);
    expect(points.filter((point) => point.includes('ES9+ request')).length).toBe(5);
    expect(new Set(points).size).toBe(points.length);
    expect([clean.tries, wrongs(clean, clean)]).toEqual([[seen.downloaded], []]);
  });

  it.each([
    { when: 'after the download has ended', atOnce: false },
    { when: 'at once', atOnce: true },
  ])(
    'has, started again $when and retried, one order Installed, one profile enabled, no notification lost',
    patience,
    async ({ atOnce }) => {
      const failures: string[] = [];
      for (const point of clean.lives[0] ?? []) {
        const end = await downloadWithDeaths(prepared, { side, at: [point], atOnce });
        for (const wrong of wrongs(end, clean)) failures.push(`${point}: ${wrong}`);
      }
      expect(failures).toEqual([]);
    },
  );

  it(
    'recovers from a second death at any commit after the first with the package delivered',
    patience,
    async () => {
      const first = 'after commit 2';
      const { lives, orders } = await downloadWithDeaths(prepared, { side, at: [first] });
      expect(orders[0]?.deliveries).toHaveLength(2);
      const commits = (lives[1] ?? []).filter((point) => point.includes('commit'));
      expect(commits.length).toBeGreaterThanOrEqual(6);
      const failures: string[] = [];
      for (const point of commits) {
        const end = await downloadWithDeaths(prepared, { side, at: [first, point] });
        for (const wrong of wrongs(end, clean)) failures.push(`${point}: ${wrong}`);
      }
      expect(failures).toEqual([]);
    },
  );
});
