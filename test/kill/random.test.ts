import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { seededEntropy } from '#shared/runtime/entropy';

import { newFolder, removeFolder } from './folders.ts';
import type { Deaths, End } from './lab.ts';
import { downloadWithDeaths } from './lab.ts';
import { isDone } from './person.ts';
import type { Prepared } from './prepared.ts';
import { prepare } from './prepared.ts';
import { wrongs } from './whole.ts';

const patience = { timeout: 600_000 };
const { ESIMLAB_PROPERTY_SEED: asked = '1', ESIMLAB_KILLS: wanted } = process.env;
const chance = seededEntropy(Number(asked)).at('random deaths');
let folder: string;
let prepared: Prepared;

beforeAll(async () => {
  folder = newFolder();
  prepared = await prepare(folder);
});
afterAll(() => {
  removeFolder(folder);
});

/** The number of a point, from 1: an octet or two of chance. */
function somePoint(from: typeof chance, most: number): number {
  const [high = 0, low = 0] = from.draw('point', 2);
  return 1 + ((high * 256 + low) % most);
}

/** A download in which a side dies up to four times, and the other one perhaps once. */
function randomDeaths(side: Deaths['side'], number: number): Deaths {
  const from = chance.at(`${side}/${number}`);
  const most = side === 'device' ? 140 : 44;
  const [count = 0, other = 0, atOnce = 0] = from.draw('how', 3);
  return {
    side,
    at: Array.from({ length: 1 + (count % 4) }, () => somePoint(from, most)),
    other: other % 3 === 0 ? [somePoint(from, most)] : [],
    ...(side === 'server' && { atOnce: atOnce % 2 === 0 }),
  };
}

/** With the 170 and 100 points of the tests beside this one, more than 300 on each side. */
describe.each([
  ['device', 140],
  ['server', 220],
] as const)('a %s killed at random, again and again', (side, usual) => {
  it('has in the end one profile enabled, one order Installed, no notification lost', patience, async () => {
    const clean: End = await downloadWithDeaths(prepared, { side, at: [] });
    const failures: string[] = [];
    let kills = 0;
    for (let number = 0; kills < Number(wanted ?? usual); number += 1) {
      const deaths = randomDeaths(side, number);
      const end = await downloadWithDeaths(prepared, deaths);
      kills += end.deaths;
      const ended = isDone(end.tries.at(-1)) ? [] : [`not done: ${end.tries.join(' | ')}`];
      for (const wrong of [...ended, ...wrongs(end, clean)])
        failures.push(`${JSON.stringify(deaths)}: ${wrong}`);
    }
    expect(failures).toEqual([]);
  });
});
