import { describe, expect, it } from 'vitest';

import { memoryOperatorStore, NoSubscriber } from '#scenarios/operator/index';
import { openWorld } from '#scenarios/world/index';
import { after, days, minutes } from '#shared/runtime/span';
import { memorySmdpStore } from '#smdp/index';

import { openBench } from '../../../support/bench.ts';

const opened = () => openBench({ network: {} });

describe('a subscriber that the desk bars', () => {
  it('is kept out with the cause it is told, and let in again', async () => {
    await using bench = await opened();
    const { activationCode, order } = await bench.order();
    const device = bench.device();
    await device.download(activationCode);
    await device.registered('home');
    await bench.desk.bar(order.iccid, 7);
    await device.registered('denied');
    expect(device.registration?.cause).toBe(7);
    expect(bench.desk.record(order.iccid)?.barred).toBe(7);
    await bench.desk.unbar(order.iccid);
    expect(bench.desk.record(order.iccid)?.barred).toBeUndefined();
  });

  it('before the network knows it is barred when it does', async () => {
    await using bench = await opened();
    const { activationCode, order } = await bench.order({ provision: { after: minutes(5), from: 'order' } });
    await bench.desk.bar(order.iccid);
    await bench.clock.advance(minutes(5));
    const device = bench.device();
    await device.download(activationCode);
    await device.registered('denied');
    expect([device.registration?.cause, bench.desk.record(order.iccid)?.provisioned]).toEqual([8, true]);
  });
});

describe('the balance of a subscriber', () => {
  it('comes with its plan, counted from when the network knows it, and goes as it is used', async () => {
    await using bench = await opened();
    const { activationCode, order } = await bench.order({
      provision: { after: minutes(5), from: 'order' },
      balance: { octets: 1_000, validFor: days(30) },
    });
    const { iccid } = order;
    expect(bench.desk.balance(iccid)).toBeUndefined();
    await bench.clock.advance(minutes(5));
    const expiresAt = after(bench.clock.now(), days(30));
    expect(bench.desk.balance(iccid)).toEqual({ octets: 1_000, expiresAt });
    const device = bench.device();
    await device.download(activationCode);
    await device.registered('home');
    expect(await device.modem.use('video.example', 400)).toBe('carried');
    expect(bench.desk.balance(iccid)).toEqual({ octets: 600, expiresAt });
    expect(bench.desk.record(iccid)?.balance).toEqual({ octets: 600, expiresAt });
    expect(await device.modem.use('video.example', 700)).toBe('blocked');
  });

  it('is set, and taken away, at the desk', async () => {
    await using bench = await opened();
    const { order, subscriber } = await bench.order();
    const { iccid } = order;
    const inNetwork = () => bench.world.network.provisioning.balanceOf(subscriber?.imsi ?? '');
    await bench.desk.setBalance(iccid, { octets: 5 });
    expect([bench.desk.balance(iccid), inNetwork()]).toEqual([{ octets: 5 }, { octets: 5 }]);
    await bench.desk.setBalance(iccid, undefined);
    expect([bench.desk.balance(iccid), inNetwork()]).toEqual([undefined, undefined]);
    await expect(bench.desk.setBalance(iccid, { octets: -1 })).rejects.toThrow(TypeError);
  });

  it('that is set before the network knows the subscriber takes the place of the planned one', async () => {
    await using bench = await opened();
    const { order } = await bench.order({ provision: false, balance: { octets: 1_000 } });
    await bench.desk.setBalance(order.iccid, { octets: 7 });
    await bench.desk.provision(order.iccid);
    expect(bench.desk.balance(order.iccid)).toEqual({ octets: 7 });
  });
});

describe('a network that has begun anew', () => {
  it('is told again who is barred and what everybody has left', async () => {
    const store = memoryOperatorStore();
    const parts = { seed: 1, devices: [], operator: { store }, smdp: { store: memorySmdpStore() } };
    const first = await openWorld(parts);
    const barred = await first.desk.order({});
    const metered = await first.desk.order({ balance: { octets: 9 } });
    await first.desk.bar(barred.order.iccid, 3);
    await first.close();
    await using again = await openWorld(parts);
    expect(again.desk.balance(metered.order.iccid)).toEqual({ octets: 9 });
    expect(again.desk.record(barred.order.iccid)?.barred).toBe(3);
  });
});

describe('what the desk cannot do', () => {
  it.each(['provision', 'bar', 'unbar', 'setBalance', 'balance'] as const)(
    '%s for somebody it does not know is said in one line',
    async (what) => {
      await using bench = await opened();
      const work = async () => bench.desk[what]('8900101234567890123', undefined);
      await expect(work()).rejects.toThrow(NoSubscriber);
    },
  );

  it('provision where there is no network is said in one line', async () => {
    await using bench = await openBench();
    const { order } = await bench.order();
    await expect(bench.desk.provision(order.iccid)).rejects.toThrow('this world has no network');
  });
});
