import { describe, expect, it } from 'vitest';

import { virtualClock } from '#shared/runtime/clock';
import { seconds } from '#shared/runtime/span';

import { start, stock } from '../bench.ts';
import { stores } from '../both-stores.ts';
import type { OperatorBench } from './crafted-operator.ts';
import { openOperatorBench, them, us } from './crafted-operator.ts';

/** Has Profiles of the type `made` made for us, after `before`; the numbers of those that were begun. */
function makingFor(it: OperatorBench, before: (number: number) => Promise<void> = async () => undefined) {
  const begun: number[] = [];
  const make = async (): Promise<void> => {
    const number = begun.push(begun.length + 1);
    await before(number);
    const profile = stock(`89000999999999${String(number).padStart(5, '0')}`);
    await it.bench.smdp.stock.add({ profile, profileType: 'made', owner: us });
  };
  it.bench.smdp.stock.makeWhenAsked({ owner: us, profileType: 'made', make });
  return begun;
}

const ordered = { profileType: 'made' };

describe('a Profile that is made when it is asked for', () => {
  it('is put into stock and ordered in one go', async () => {
    await using it = await openOperatorBench();
    makingFor(it);
    const { json, outcome } = await it.us.call('downloadOrder', ordered);
    expect(outcome).toBe('Executed-Success');
    expect(it.bench.events('order.moved').map(({ iccid, to }) => [iccid, to])).toEqual([
      [json['iccid'], 'Available'],
      [json['iccid'], 'Allocated'],
    ]);
    expect(await it.us.outcome('confirmOrder', { iccid: json['iccid'], releaseFlag: true })).toBe(
      'Executed-Success',
    );
  });

  it('is not made as long as there is one in stock', async () => {
    await using it = await openOperatorBench();
    const begun = makingFor(it);
    const iccid = await it.addStock(1, ordered);
    expect((await it.us.call('downloadOrder', ordered)).json['iccid']).toBe(iccid);
    expect(begun).toEqual([]);
    expect((await it.us.call('downloadOrder', ordered)).json['iccid']).not.toBe(iccid);
    expect(begun).toEqual([1]);
  });

  it('is one of the type that somebody makes: another stays unknown, 8.2.5/3.9', async () => {
    await using it = await openOperatorBench();
    const begun = makingFor(it);
    expect(await it.us.outcome('downloadOrder', { profileType: 'other' })).toBe('8.2.5/3.9');
    expect(begun).toEqual([]);
  });

  it('is not for another operator: 8.2.5/1.2', async () => {
    await using it = await openOperatorBench();
    const begun = makingFor(it);
    expect(await it.them.outcome('downloadOrder', ordered)).toBe('8.2.5/1.2');
    await it.addStock(1, { ...ordered, owner: them });
    expect(await it.them.outcome('downloadOrder', ordered)).toBe('Executed-Success');
    expect(await it.them.outcome('downloadOrder', ordered)).toBe('8.2.5/3.7');
    expect(begun).toEqual([]);
  });

  it('leaves nothing when it cannot be made, and the next call has one made', async () => {
    await using it = await openOperatorBench();
    makingFor(it, async (number) => {
      if (number === 1) throw new Error('the disk is full');
    });
    const { status, text } = await it.us.call('downloadOrder', ordered);
    expect([status, text]).toEqual([500, expect.not.stringContaining('disk') as string]);
    expect(await it.bench.smdp.orders.list()).toEqual([]);
    expect(it.bench.events('fault')).toHaveLength(1);
    it.bench.records.length = 0;
    expect(await it.us.outcome('downloadOrder', ordered)).toBe('Executed-Success');
  });

  it('may take its time: virtual time goes on, for those that wait behind it, too', async () => {
    const clock = virtualClock(start);
    await using it = await openOperatorBench({ clock });
    makingFor(it, async () => clock.sleep(seconds(2), { what: 'the maker' }));
    const outcomes = await clock.run(async () =>
      Promise.all([1, 2, 3].map(async () => it.us.outcome('downloadOrder', ordered))),
    );
    expect(outcomes).toEqual(Array.from({ length: 3 }, () => 'Executed-Success'));
    expect(clock.now() - start).toBe(seconds(6));
  });
});

describe.each(stores)('with a %s store', (_name, open) => {
  it('20 orders at once of a type get 20 Profiles, each made once', async () => {
    await using it = await openOperatorBench({ store: await open() });
    const begun = makingFor(it);
    const answers = await Promise.all(
      Array.from({ length: 20 }, async () => it.us.call('downloadOrder', ordered)),
    );
    expect(answers.map(({ outcome }) => outcome)).toEqual(
      Array.from({ length: 20 }, () => 'Executed-Success'),
    );
    expect(new Set(answers.map(({ json }) => json['iccid'])).size).toBe(20);
    expect(begun).toHaveLength(20);
    const states = (await it.bench.smdp.orders.list()).map(({ state }) => state);
    expect(states).toEqual(Array.from({ length: 20 }, () => 'Allocated'));
  });
});
