import { describe, expect, it } from 'vitest';

import { parseIccid } from '#shared/identifiers/iccid';
import { parseTac } from '#shared/identifiers/imei';

import { openBench, stock } from '../bench.ts';
import { stores } from '../both-stores.ts';
import { openOperatorBench, them, us } from './crafted-operator.ts';

describe('the stock', () => {
  it('keeps a Profile with its owner and type, Available, and its terms', async () => {
    await using bench = await openBench();
    const tacs = [parseTac('35290611')];
    await bench.smdp.stock.add({ profile: stock(), profileType: 'A', owner: us, terms: { tacs } });
    expect(await bench.smdp.orders.list()).toMatchObject([
      { state: 'Available', ownership: { owner: us, profileType: 'A' }, ordered: 0, matchingId: '', tacs },
    ]);
    expect(bench.events('order.moved')).toEqual([
      {
        order: 1,
        iccid: '89000123456789012341',
        matchingId: '',
        from: undefined,
        to: 'Available',
        why: 'put into stock',
      },
    ]);
  });

  it.each([us, them])('takes no ICCID twice, whoever owns it: %s', async (owner) => {
    await using bench = await openBench();
    const add = async (): Promise<void> =>
      bench.smdp.stock.add({ profile: stock(), profileType: 'A', owner: us });
    const outcomes = await Promise.allSettled([
      add(),
      bench.smdp.stock.add({ profile: stock(), profileType: 'B', owner }),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    await expect(add()).rejects.toThrow('a Profile with the ICCID 89000123456789012341 is here');
    expect(await bench.smdp.orders.list()).toHaveLength(1);
  });

  it('is taken out for good, and nothing else is', async () => {
    await using it = await openOperatorBench();
    const { smdp } = it.bench;
    const [first, second] = [await it.addStock(1), await it.addStock(2)].map(parseIccid);
    await it.us.call('downloadOrder', { iccid: second });
    await smdp.stock.remove(first!);
    expect(await it.stateOf(first!)).toBe('Unavailable');
    expect((await smdp.orders.profileOf(first!))?.profile.upp).toHaveLength(0);
    expect(await it.us.outcome('downloadOrder', { iccid: first })).toBe('8.2.1/3.3');
    await expect(smdp.stock.remove(second!)).rejects.toThrow(
      `the Profile ${second} is Allocated, not in stock`,
    );
    await expect(smdp.stock.remove(parseIccid('8900101000000000001'))).rejects.toThrow(
      'no Profile with the ICCID 8900101000000000001 is in stock',
    );
    expect(await it.stateOf(second!)).toBe('Allocated');
  });

  it('holds its terms for each order of the Profile', async () => {
    await using it = await openOperatorBench();
    const { smdp, device } = it.bench;
    await smdp.stock.add({
      profile: stock(),
      profileType: 'A',
      owner: us,
      terms: { downloadAttempts: 1 },
    });
    const { iccid } = (await smdp.orders.list())[0]!;
    for (let round = 0; round < 2; round += 1) {
      await it.us.call('downloadOrder', { iccid });
      await it.us.call('confirmOrder', { iccid, matchingId: 'M-1', releaseFlag: true });
      await device.authenticate(await device.initiate(), { matchingId: 'M-1' });
      if (round === 0) await it.us.call('cancelOrder', { iccid, finalProfileStatusIndicator: 'Available' });
    }
    const again = await device.tryAuthenticate(await device.initiate(), { matchingId: 'M-1' });
    expect(again.outcome).toBe('8.8.5/6.4');
  });

  it('is of no use to a device: nobody ordered what is in it', async () => {
    await using it = await openOperatorBench();
    const { device } = it.bench;
    await it.addStock();
    for (const matchingId of ['', 'M-1'])
      expect((await device.tryAuthenticate(await device.initiate(), { matchingId })).outcome).toBe(
        '8.2.6/3.8',
      );
  });
});

describe.each(stores)('with a %s store', (_name, open) => {
  it('50 orders at once of 40 Profiles of a type get each of them once', async () => {
    await using it = await openOperatorBench({ store: await open() });
    for (let number = 1; number <= 40; number += 1) await it.addStock(number);
    await it.addStock(41, { owner: them });
    await it.addStock(42, { profileType: 'B' });
    const answers = await Promise.all(
      Array.from({ length: 50 }, async () => it.us.call('downloadOrder', { profileType: 'A' })),
    );
    const given = answers.flatMap(({ json }) => (json['iccid'] === undefined ? [] : [json['iccid']]));
    expect(new Set(given).size).toBe(40);
    expect(given).toHaveLength(40);
    expect(answers.filter(({ outcome }) => outcome === '8.2.5/3.7')).toHaveLength(10);
    const left = (await it.bench.smdp.orders.list()).filter(({ state }) => state === 'Available');
    expect(left.map(({ id }) => id)).toEqual([41, 42]);
  });

  it('of 20 orders at once of one ICCID one is taken', async () => {
    await using it = await openOperatorBench({ store: await open() });
    const iccid = await it.addStock();
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, async () => it.us.outcome('downloadOrder', { iccid })),
    );
    expect(outcomes.filter((outcome) => outcome === 'Executed-Success')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === '8.2.1/3.3')).toHaveLength(19);
  });

  it('an order cancelled and released at the same time ends in one of the two states', async () => {
    await using it = await openOperatorBench({ store: await open() });
    const iccid = await it.addStock();
    await it.us.call('downloadOrder', { iccid });
    await it.us.call('confirmOrder', { iccid, releaseFlag: false });
    const [released, cancelled] = await Promise.all([
      it.us.outcome('releaseProfile', { iccid }),
      it.us.outcome('cancelOrder', { iccid, finalProfileStatusIndicator: 'Unavailable' }),
    ]);
    expect(cancelled).toBe('Executed-Success');
    expect(['Executed-Success', '8.2.1/3.5']).toContain(released);
    expect(await it.stateOf(iccid)).toBe('Unavailable');
  });
});
