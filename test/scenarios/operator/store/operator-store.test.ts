import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { memoryCardStore } from '#device-sim/euicc/index';
import type { OperatorStore } from '#scenarios/operator/index';
import { memoryOperatorStore, openOperatorStore } from '#scenarios/operator/index';
import { openWorld } from '#scenarios/world/index';
import { memorySmdpStore } from '#smdp/index';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'operator-store-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** Opens the same store again and again. */
const stores: readonly (readonly [string, () => () => Promise<OperatorStore>])[] = [
  [
    'in memory',
    () => {
      const store = memoryOperatorStore();
      return () => Promise.resolve(store);
    },
  ],
  ['in a file', () => () => openOperatorStore(join(folder, 'operator.sqlite'))],
];

describe('an operator that was away', () => {
  it('finds out what became of its orders, whatever the SM-DP+ could not tell it', async () => {
    const smdpStore = memorySmdpStore();
    const kept = memoryOperatorStore();
    const first = await openWorld({ seed: 1, smdp: { store: smdpStore } });
    const { desk } = first;
    const { activationCode, order } = await desk.order({});
    const cancelled = await desk.order({});
    const waiting = await desk.order({ released: false });
    for (const record of desk.orders()) await kept.keep({ record, subscriber: undefined });
    await first.device().download(activationCode);
    await desk.cancel(cancelled.order.iccid, 'Available');
    await desk.release(waiting.order.iccid);
    await first.close();

    await using again = await openWorld({
      seed: 1,
      devices: [],
      operator: { store: kept },
      smdp: { store: smdpStore },
    });
    const known = again.desk.orders().map(({ iccid, state, provisioned }) => [iccid, state, provisioned]);
    expect(known).toEqual([
      [order.iccid, 'Installed', true],
      [cancelled.order.iccid, 'Available', true],
      [waiting.order.iccid, 'Released', true],
    ]);
  });

  it('keeps what it knows where the SM-DP+ knows nothing', async () => {
    const store = memoryOperatorStore();
    const first = await openWorld({ seed: 1, devices: [], operator: { store } });
    await first.desk.order({});
    const before = first.desk.orders();
    await first.close();
    await using again = await openWorld({ seed: 1, devices: [], operator: { store } });
    expect(again.desk.orders()).toEqual(before);
  });
});

describe.each(stores)('an operator that keeps its orders %s', (_where, make) => {
  it('knows them again, and has the network know its subscribers', async () => {
    const open = make();
    const card = memoryCardStore();
    const smdpStore = memorySmdpStore();
    const devices = [{ name: 'device-1', store: card }];
    const first = await openWorld({
      seed: 1,
      operator: { store: await open() },
      smdp: { store: smdpStore },
      devices,
    });
    const bought = await first.desk.order({ eid: first.device().eid });
    const waiting = await first.desk.order({ provision: false, released: false });
    await first.device().download(bought.activationCode);
    await first.device().registered('home');
    await first.close();
    const before = first.desk.orders();
    expect(before.map(({ state, provisioned }) => [state, provisioned])).toEqual([
      ['Installed', true],
      ['Confirmed', false],
    ]);

    await using again = await openWorld({
      seed: 1,
      operator: { store: await open() },
      smdp: { store: smdpStore },
      devices,
    });
    expect(again.desk.orders()).toEqual(before);
    await again.device().registered('home');
    await again.desk.provision(waiting.order.iccid);
    expect(again.network.provisioning.has(waiting.subscriber?.imsi ?? '')).toBe(true);
    const { order } = await again.desk.order({});
    expect(before.map(({ iccid }) => iccid)).not.toContain(order.iccid);
    expect(again.desk.orders()).toHaveLength(3);
  });
});
