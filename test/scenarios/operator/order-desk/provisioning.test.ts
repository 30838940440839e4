import { describe, expect, it } from 'vitest';

import { memoryCardStore } from '#device-sim/euicc/index';
import type { DeskOrder } from '#scenarios/operator/index';
import { memoryOperatorStore, openOperatorStore } from '#scenarios/operator/index';
import type { World } from '#scenarios/world/index';
import { openWorld } from '#scenarios/world/index';
import { HandleNotification } from '#shared/rsp/es9plus';
import { after, days, hours, minutes, seconds } from '#shared/runtime/span';
import type { Span } from '#shared/runtime/span';
import { memorySmdpStore } from '#smdp/index';

import { openBench } from '../../../support/bench.ts';

const opened = () => openBench({ network: {} });

/** Whether the network knows the subscriber of the only order, and the desk says the same. */
function known({ desk, network }: World, imsi = ''): boolean {
  const [record] = desk.orders();
  expect(record?.provisioned).toBe(network.provisioning.has(imsi));
  return record?.provisioned ?? false;
}

/** How long it takes until the network knows the subscriber, in steps of a minute. */
async function wait(world: World, imsi = '', most: Span = hours(2)): Promise<number | 'never'> {
  for (let waited = 0; waited <= most / minutes(1); waited += 1) {
    if (known(world, imsi)) return waited;
    await world.clock.advance(minutes(1));
  }
  return 'never';
}

describe('a subscriber that the network hears of later', () => {
  it.each([
    ['order', 15],
    ['download', 15],
    ['install', 22],
  ] as const)('counted from the %s is there %s minutes after it', async (from, count) => {
    await using bench = await opened();
    const { world } = bench;
    const { activationCode, subscriber } = await bench.order({
      provision: { after: minutes(count), from },
    });
    expect(known(world, subscriber?.imsi)).toBe(false);
    if (from !== 'order') {
      expect(await wait(world, subscriber?.imsi)).toBe('never');
      await bench.device().download(activationCode);
    }
    await world.clock.advance(minutes(count - 1));
    expect(known(world, subscriber?.imsi)).toBe(false);
    await world.clock.advance(minutes(1));
    expect(known(world, subscriber?.imsi)).toBe(true);
    expect(bench.events('operator.provisioned')).toMatchObject([{ imsi: subscriber?.imsi }]);
    expect(bench.desk.orders()[0]?.provision).toBeUndefined();
  });

  it('is refused until then, and let in after it', async () => {
    await using bench = await opened();
    const { activationCode } = await bench.order({ provision: { after: minutes(15), from: 'install' } });
    const device = bench.device();
    await device.download(activationCode);
    await device.registered('denied');
    await bench.clock.advance(minutes(15));
    await device.modem.register();
    await device.registered('home');
    expect(device.registration?.state).toBe('home');
  });

  it('counts from the first download, not from the next', async () => {
    await using bench = await opened();
    const { activationCode, subscriber } = await bench.order({
      provision: { after: minutes(10), from: 'download' },
    });
    bench.smdp.next(HandleNotification).refuse('invalidTransactionId');
    await bench.device().download(activationCode);
    const [before] = bench.desk.orders();
    await bench.clock.advance(minutes(5));
    await bench.device().lpa.deliverNotifications();
    expect(bench.desk.orders()[0]?.provision).toEqual(before?.provision);
    expect(await wait(bench.world, subscriber?.imsi)).toBe(5);
  });

  it('with a gate waits for the installation, however late that is told', async () => {
    await using bench = await opened();
    const provision = { after: minutes(5), from: 'order', onlyIfInstalled: true } as const;
    const { activationCode, subscriber } = await bench.order({ provision });
    expect(await wait(bench.world, subscriber?.imsi)).toBe('never');
    await bench.device().download(activationCode);
    await bench.clock.advance(seconds(1));
    expect(known(bench.world, subscriber?.imsi)).toBe(true);
  });

  it('without a gate is there although nothing was installed', async () => {
    await using bench = await opened();
    const { subscriber } = await bench.order({ provision: { after: minutes(5), from: 'order' } });
    expect(await wait(bench.world, subscriber?.imsi)).toBe(5);
  });

  it('of an order that is cancelled never comes', async () => {
    await using bench = await opened();
    const { order, subscriber } = await bench.order({ provision: { after: minutes(5), from: 'order' } });
    await bench.desk.cancel(order.iccid);
    expect(await wait(bench.world, subscriber?.imsi)).toBe('never');
    expect(bench.desk.orders()[0]?.provision).toBeUndefined();
  });

  it('may be told of by hand, once', async () => {
    await using bench = await opened();
    const { order, subscriber } = await bench.order({ provision: { after: days(1), from: 'order' } });
    await bench.desk.provision(order.iccid);
    await bench.clock.advance(days(2));
    expect(known(bench.world, subscriber?.imsi)).toBe(true);
    expect(bench.events('operator.provisioned')).toHaveLength(1);
  });

  it('is one for each eUICC where an offer says so', async () => {
    await using bench = await opened();
    const code = bench.desk.offer({ matchingId: 'LATER', provision: { after: minutes(3), from: 'install' } });
    await bench.device().download(code);
    expect(bench.desk.orders()).toMatchObject([{ provisioned: false }]);
    await bench.clock.advance(minutes(3));
    expect(bench.desk.orders()).toMatchObject([{ provisioned: true }]);
  });

  it('in stock counts from when it was put there', async () => {
    await using bench = await opened();
    await bench.desk.stock({ provision: { after: minutes(3), from: 'order' } });
    await bench.clock.advance(minutes(3));
    expect(bench.desk.orders()).toMatchObject([{ state: 'Available', provisioned: true }]);
  });
});

describe.each([
  ['in memory', () => Promise.resolve(memoryOperatorStore())],
  ['in a database', () => openOperatorStore(':memory:')],
] as const)('an operator that keeps its orders %s and begins anew', (_where, open) => {
  it('goes on to wait, and tells the network at once what is overdue', async () => {
    const store = await open();
    const smdpStore = memorySmdpStore();
    const parts = { seed: 1, operator: { store: unclosed(store) }, smdp: { store: smdpStore } };
    const first = await openWorld({ ...parts, devices: [] });
    const order = async (wanted: DeskOrder) => (await first.desk.order(wanted)).subscriber?.imsi ?? '';
    const soon = await order({ provision: { after: minutes(5), from: 'order' } });
    const late = await order({ provision: { after: minutes(30), from: 'order' } });
    await first.close();

    const start = after(first.clock.now(), minutes(10));
    await using again = await openWorld({ ...parts, devices: [], start });
    const has = () => [soon, late].map((imsi) => again.network.provisioning.has(imsi));
    await again.clock.settled();
    expect(has()).toEqual([true, false]);
    await again.clock.advance(minutes(19));
    expect(has()).toEqual([true, false]);
    await again.clock.advance(minutes(1));
    expect(has()).toEqual([true, true]);
    await store.close();
  });

  it('counts from the installation that it has not heard of', async () => {
    const store = await open();
    const smdpStore = memorySmdpStore();
    const device = { name: 'device-1', store: memoryCardStore() };
    const deaf = await openWorld({
      seed: 1,
      operator: { store: unclosed(store) },
      smdp: { store: smdpStore },
    });
    const { activationCode, subscriber } = await deaf.desk.order({
      provision: { after: minutes(20), from: 'install' },
    });
    const records = await store.all();
    await deaf.device().download(activationCode);
    for (const record of records) await store.keep(record);
    await deaf.close();

    const start = after(deaf.clock.now(), minutes(10));
    await using again = await openWorld({
      seed: 1,
      start,
      operator: { store: unclosed(store) },
      smdp: { store: smdpStore },
      devices: [device],
    });
    await again.clock.advance(minutes(11));
    expect(again.network.provisioning.has(subscriber?.imsi ?? '')).toBe(true);
    await store.close();
  });
});

/** A store that a world does not close. */
function unclosed(store: ReturnType<typeof memoryOperatorStore>): ReturnType<typeof memoryOperatorStore> {
  return {
    all: () => store.all(),
    keep: (order) => store.keep(order),
    forget: (iccid) => store.forget(iccid),
    close: () => Promise.resolve(),
  };
}
