import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { DeskRecord } from '#scenarios/operator/index';
import { openOperatorStore } from '#scenarios/operator/index';
import type { World } from '#scenarios/world/index';
import { openWorld } from '#scenarios/world/index';
import { parseIccid } from '#shared/identifiers/iccid';
import { openSmdpStore } from '#smdp/index';

let folder: string;
let worlds = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'operator-killed-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

type Hook = (commit: { readonly when: 'before' | 'after'; readonly number: number }) => void;

/** A world whose operator and SM-DP+ keep all they know in files of that number. */
async function opened(number: number, onCommit: { readonly operator?: Hook; readonly smdp?: Hook } = {}) {
  const { operator, smdp } = onCommit;
  const file = (name: string): string => join(folder, `${number}-${name}.sqlite`);
  return openWorld({
    seed: 1,
    devices: [],
    operator: {
      store: await openOperatorStore(file('operator'), operator === undefined ? {} : { onCommit: operator }),
    },
    smdp: { store: await openSmdpStore(file('smdp'), smdp === undefined ? {} : { onCommit: smdp }) },
  });
}

/** What customers were told, by the name of the order. */
interface Known {
  readonly placed: Map<string, string>;
  readonly released: Set<string>;
  readonly cancelled: Map<string, 'Available' | 'Unavailable'>;
}

/** Places orders, releases one, cancels two: each thing is known once it is answered. */
async function live({ desk }: World, known: Known): Promise<void> {
  const order = async (matchingId: string, released: boolean): Promise<string> => {
    const { iccid } = (await desk.order({ matchingId, released })).order;
    known.placed.set(matchingId, iccid);
    if (released) known.released.add(matchingId);
    return iccid;
  };
  await order('M-1', true);
  const waiting = await order('M-2', false);
  await desk.release(waiting);
  known.released.add('M-2');
  const third = await order('M-3', true);
  for (const [matchingId, iccid, final] of [
    ['M-2', waiting, 'Available'],
    ['M-3', third, 'Unavailable'],
  ] as const) {
    await desk.cancel(iccid, final);
    known.cancelled.set(matchingId, final);
  }
}

/** Each order stands at the desk as at the SM-DP+, and its subscriber is in the network if it says so. */
async function expectInStep(world: World): Promise<void> {
  const records = new Map<string, DeskRecord>(world.desk.orders().map((record) => [record.iccid, record]));
  for (const { iccid, state } of await world.smdp.orders.list()) {
    const known = records.get(iccid);
    // Nobody knows of them, and no device gets them.
    if (known === undefined) expect(['Available', 'Unavailable']).toContain(state);
    else expect([iccid, known.state]).toEqual([iccid, state]);
  }
  for (const { iccid, state, provisioned } of records.values()) {
    expect(provisioned).toBe(state !== 'Unavailable');
    const imsi = iccid.slice(2, 17);
    expect(world.network.provisioning.has(imsi)).toBe(provisioned);
  }
}

/** How many commits a life has in each file. */
const commits = { operator: 6, smdp: 12 } as const;
type Store = keyof typeof commits;
const stores = Object.keys(commits) as Store[];

const nothingKnown = (): Known => ({ placed: new Map(), released: new Set(), cancelled: new Map() });

const places = stores.flatMap((store) =>
  Array.from({ length: commits[store] }, (_, index) => index + 1).flatMap((number) =>
    (['before', 'after'] as const).map((when) => ({ store, when, number })),
  ),
);

/** Lives until that commit. A process that is gone writes nothing more into either file. */
async function killed(file: number, { store, when, number }: (typeof places)[number]): Promise<Known> {
  let dead = false;
  const end = (): void => {
    if (dead) throw new Error('killed');
  };
  const die: Hook = (commit) => {
    dead ||= commit.number === number && commit.when === when;
    end();
  };
  const known = nothingKnown();
  const dying = await opened(
    file,
    store === 'operator' ? { operator: die, smdp: end } : { operator: end, smdp: die },
  );
  await expect(live(dying, known)).rejects.toThrow();
  await dying.close();
  return known;
}

describe('a lab', () => {
  it('that nobody kills commits as often as is tried below', async () => {
    const last = { operator: 0, smdp: 0 };
    await using world = await opened((worlds += 1), {
      operator: ({ number }) => (last.operator = number),
      smdp: ({ number }) => (last.smdp = number),
    });
    await live(world, nothingKnown());
    expect(last).toEqual(commits);
  });

  it.each(places)(
    'that is killed $when commit $number of the $store is in step again, and nothing that was answered is lost',
    async (place) => {
      const file = (worlds += 1);
      const known = await killed(file, place);
      await using again = await opened(file);
      await expectInStep(again);
      for (const [matchingId, iccid] of known.placed) {
        const record = again.desk.record(iccid);
        expect(record).toMatchObject({ matchingId });
        const final = known.cancelled.get(matchingId);
        if (final !== undefined) expect(record?.state).toBe(final);
        else if (known.released.has(matchingId)) expect(record?.state).not.toBe('Confirmed');
      }
      const { order } = await again.desk.order({ matchingId: 'M-NEXT' });
      expect((await again.smdp.orders.profileOf(parseIccid(order.iccid)))?.state).toBe('Released');
    },
  );
});
