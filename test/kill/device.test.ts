import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { newFolder, removeFolder } from './folders.ts';
import { downloadWithDeaths } from './lab.ts';
import type { End } from './lab.ts';
import { seen } from './person.ts';
import { prepare } from './prepared.ts';
import type { Prepared } from './prepared.ts';
import { wrongs } from './whole.ts';

const side = 'device';
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

/** What a retry has to show, by what lay on the card: no Profile, one whose result is still to be delivered, or all done. */
function expectedOf({ left: { card } }: End): string {
  if (card === undefined || card.profiles.length === 0) return seen.downloaded;
  const resultWaits = card.notifications.some(({ event }) => event.includes('notificationInstall'));
  return resultWaits ? seen.resumed : seen.usedUp;
}

describe('a device killed before or after a commit or a message of a download', () => {
  it('has at least 40 such points, before and after commits among them', () => {
    const [points = []] = clean.lives;
    expect(points.length).toBeGreaterThanOrEqual(40);
    expect(points.filter((point) => point.startsWith('before commit')).length).toBeGreaterThanOrEqual(5);
    expect(points.filter((point) => point.includes('APDU')).length).toBeGreaterThanOrEqual(40);
    expect(points.filter((point) => point.includes('ES9+')).length).toBe(10);
    expect(new Set(points).size).toBe(points.length);
    expect([clean.tries, wrongs(clean, clean)]).toEqual([[seen.downloaded], []]);
  });

  it(
    'has, started again and retried, one profile enabled, one order Installed, no notification lost',
    patience,
    async () => {
      const failures: string[] = [];
      const shown = new Set<string | undefined>();
      for (const point of clean.lives[0] ?? []) {
        const end = await downloadWithDeaths(prepared, { side, at: [point] });
        const { tries } = end;
        shown.add(tries.at(-1));
        const wrongTries = tries.join() === [seen.died, expectedOf(end)].join() ? [] : [tries.join(' | ')];
        for (const wrong of [...wrongTries, ...wrongs(end, clean)]) failures.push(`${point}: ${wrong}`);
      }
      expect(failures).toEqual([]);
      expect(shown).toEqual(new Set([seen.downloaded, seen.resumed, seen.usedUp]));
    },
  );

  it.each([
    { when: 'in the middle of a load', first: 'after commit 3', profiles: 0, edges: 16 },
    { when: 'between installation and result', first: 'after commit 4', profiles: 1, edges: 8 },
  ])('recovers from a second death at any commit after the first $when', patience, async (how) => {
    const { first, profiles, edges } = how;
    const { lives, left } = await downloadWithDeaths(prepared, { side, at: [first] });
    expect(left.card?.profiles).toHaveLength(profiles);
    expect(left.card?.registers.loading === undefined).toBe(profiles === 1);
    const commits = (lives[1] ?? []).filter((point) => point.includes('commit'));
    expect(commits.length).toBeGreaterThanOrEqual(edges);
    const failures: string[] = [];
    for (const point of commits) {
      const end = await downloadWithDeaths(prepared, { side, at: [first, point] });
      for (const wrong of wrongs(end, clean)) failures.push(`${point}: ${wrong}`);
    }
    expect(failures).toEqual([]);
  });
});
