import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openSmdpStore } from '#smdp/index';

import { someEid } from '../bench.ts';
import type { OperatorBench } from './crafted-operator.ts';
import { openOperatorBench } from './crafted-operator.ts';

let folder: string;
let files = 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'esimlab-killed-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What the operator knows for sure: what was answered to it. */
interface Known {
  added: number;
  readonly answered: string[];
}

/** Orders a Profile, changes its mind, orders it again for an eUICC, and takes another one out of use. */
async function live(it: OperatorBench, known: Known): Promise<void> {
  const ask = async (name: string, members: object): Promise<void> => {
    const outcome = await it.us.outcome(name, members);
    if (outcome !== 'Executed-Success') throw new Error(outcome);
    known.answered.push(name);
  };
  for (; known.added < 2; known.added += 1) await it.addStock(known.added + 1);
  const [first = '', second = ''] = (await it.bench.smdp.orders.list()).map(({ iccid }) => iccid);
  await ask('downloadOrder', { iccid: first });
  await ask('confirmOrder', { iccid: first, matchingId: 'M-1', releaseFlag: true });
  await ask('cancelOrder', { iccid: first, finalProfileStatusIndicator: 'Available' });
  await ask('downloadOrder', { iccid: first, eid: someEid });
  await ask('confirmOrder', { iccid: first, matchingId: 'M-2', confirmationCode: '1', releaseFlag: false });
  await ask('releaseProfile', { iccid: first });
  await ask('downloadOrder', { profileType: 'A' });
  await ask('cancelOrder', { iccid: second, finalProfileStatusIndicator: 'Unavailable' });
}

/** Where the two Profiles are after so many commits, in order. */
const afterCommits = [
  [],
  ['Available'],
  ['Available', 'Available'],
  ['Allocated', 'Available'],
  ['Released', 'Available'],
  ['Available', 'Available'],
  ['Linked', 'Available'],
  ['Confirmed', 'Available'],
  ['Released', 'Available'],
  ['Released', 'Allocated'],
  ['Released', 'Unavailable'],
];

const places = afterCommits.flatMap((_, number) =>
  number === 0 ? [] : [{ when: 'before', number } as const, { when: 'after', number } as const],
);

describe('a server that is killed at a commit', () => {
  it.each(places)(
    '$when commit $number: what was answered is there, and nothing half done',
    async (place) => {
      const file = join(folder, `${(files += 1)}.sqlite`);
      let dead = false;
      const onCommit = ({ when, number }: { when: string; number: number }): void => {
        dead ||= when === place.when && number === place.number;
        if (dead) throw new Error('killed');
      };
      const known: Known = { added: 0, answered: [] };
      const dying = await openOperatorBench({ store: await openSmdpStore(file, { onCommit }) });
      await expect(live(dying, known)).rejects.toThrow();
      dying.us.close();
      dying.them.close();
      await dying.bench.smdp.close();
      await using it = await openOperatorBench({ store: await openSmdpStore(file) });
      const states = (await it.bench.smdp.orders.list()).map(({ state }) => state);
      const committed = place.when === 'before' ? place.number - 1 : place.number;
      expect(states).toEqual(afterCommits[committed]);
      expect(known.added + known.answered.length).toBeLessThanOrEqual(committed);
      const first = (await it.bench.smdp.orders.list())[0];
      if (first?.state === 'Released' && committed >= 8) {
        expect(first).toMatchObject({ eid: someEid, matchingId: 'M-2', ordered: 2 });
        const { boundProfilePackage } = await it.bench.device.download('M-2', { confirmationCode: '1' });
        expect(boundProfilePackage.length).toBeGreaterThan(1_000);
      }
    },
  );
});
