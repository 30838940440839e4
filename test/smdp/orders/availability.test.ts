import { describe, expect, it } from 'vitest';

import { steppedClock } from '#shared/runtime/clock';
import { after, minutes, seconds } from '#shared/runtime/span';
import type { Availability, OrderTerms, StockProfile } from '#smdp/index';
import { openSmdpStore } from '#smdp/index';

import type { Bench } from '../bench.ts';
import { openBench, otherEid, someEid, start, stock } from '../bench.ts';
import { newFile } from '../both-stores.ts';
import type { OperatorBench } from '../es2plus/crafted-operator.ts';
import { openOperatorBench, us } from '../es2plus/crafted-operator.ts';

/** What a device that asks for M-1 is answered. */
async function asked({ device }: Bench, matchingId = 'M-1'): Promise<string> {
  return (await device.tryAuthenticate(await device.initiate(), { matchingId })).outcome;
}

const [notReleased, goOn] = ['8.2/1.2', 'Executed-Success'];

async function withStock(terms: StockProfile['terms'] = {}) {
  const it = await openOperatorBench();
  await it.bench.smdp.stock.add({ profile: stock(), profileType: 'A', owner: us, terms });
  return it;
}

/** Orders the Profile in stock. */
async function order(it: OperatorBench, confirmation: object = {}): Promise<string> {
  const { json } = await it.us.call('downloadOrder', { profileType: 'A' });
  const iccid = json['iccid'] as string;
  await it.us.call('confirmOrder', { iccid, matchingId: 'M-1', releaseFlag: true, ...confirmation });
  return iccid;
}

const tenMinutes = (from: 'order' | 'confirmation'): Availability => ({ after: minutes(10), from });

describe('a Profile that is confirmed with releaseFlag', () => {
  it('is Released at once where nothing is said, and where it is immediate', async () => {
    for (const terms of [{}, { available: 'immediate' as const }]) {
      await using it = await withStock(terms);
      expect(await it.stateOf(await order(it))).toBe('Released');
    }
  });

  it('is Confirmed until its moment, is released then by itself, and says so in its history', async () => {
    await using it = await withStock({ available: tenMinutes('confirmation') });
    const iccid = await order(it);
    expect([await it.stateOf(iccid), await asked(it.bench)]).toEqual(['Confirmed', notReleased]);
    await it.bench.clock.advance(minutes(9));
    expect([await it.stateOf(iccid), await asked(it.bench)]).toEqual(['Confirmed', notReleased]);
    await it.bench.clock.advance(minutes(1));
    expect([await it.stateOf(iccid), await asked(it.bench)]).toEqual(['Released', goOn]);
    const { history, releasesAt } = (await it.bench.smdp.orders.list())[0]!;
    expect(releasesAt).toBeUndefined();
    expect(history.at(-1)).toEqual({
      at: after(start, minutes(10)),
      state: 'Released',
      why: 'available from now on',
    });
    expect(it.bench.events('order.moved').at(-1)).toMatchObject({ from: 'Confirmed', to: 'Released', iccid });
  });

  it('counts from downloadOrder where its type says so: what is confirmed late is there at once', async () => {
    for (const [late, state] of [
      [4, 'Confirmed'],
      [10, 'Released'],
    ] as const) {
      await using it = await withStock({ available: tenMinutes('order') });
      const { json } = await it.us.call('downloadOrder', { profileType: 'A' });
      await it.bench.clock.advance(minutes(late));
      const iccid = json['iccid'] as string;
      await it.us.call('confirmOrder', { iccid, releaseFlag: true });
      expect(await it.stateOf(iccid)).toBe(state);
      await it.bench.clock.advance(minutes(6));
      expect(await it.stateOf(iccid)).toBe('Released');
    }
  });

  it('waits for a moment that its type names, and not for one that is past', async () => {
    await using it = await withStock({ available: { at: after(start, seconds(1)) } });
    const iccid = await order(it);
    expect(await it.stateOf(iccid)).toBe('Confirmed');
    await it.bench.clock.advance(seconds(1));
    expect(await it.stateOf(iccid)).toBe('Released');
    await it.bench.smdp.stock.add({
      profile: stock('8900012345678900002'),
      profileType: 'A',
      owner: us,
      terms: { available: { at: start } },
    });
    expect(await it.stateOf(await order(it, { matchingId: 'M-2' }))).toBe('Released');
  });

  it('waits for releaseProfile where it is manual', async () => {
    await using it = await withStock({ available: 'manual' });
    const iccid = await order(it);
    await it.bench.clock.advance(minutes(600));
    expect([await it.stateOf(iccid), await asked(it.bench)]).toEqual(['Confirmed', notReleased]);
    expect(await it.us.outcome('releaseProfile', { iccid })).toBe(goOn);
    expect([await it.stateOf(iccid), await asked(it.bench)]).toEqual(['Released', goOn]);
  });

  it('is released by releaseProfile before its moment, and only once', async () => {
    await using it = await withStock({ available: tenMinutes('confirmation') });
    const iccid = await order(it);
    expect(await it.us.outcome('releaseProfile', { iccid })).toBe(goOn);
    await it.bench.clock.advance(minutes(20));
    expect(it.bench.events('order.moved').filter(({ to }) => to === 'Released')).toHaveLength(1);
  });

  it('may be confirmed again with the same values before its moment, and not with others', async () => {
    await using it = await withStock({ available: tenMinutes('confirmation') });
    const iccid = await order(it);
    const again = (releaseFlag: boolean) =>
      it.us.outcome('confirmOrder', { iccid, matchingId: 'M-1', releaseFlag });
    expect([await again(true), await again(false)]).toEqual([goOn, '8.2.1/3.3']);
    await it.bench.clock.advance(minutes(10));
    expect(await it.stateOf(iccid)).toBe('Released');
  });

  it('goes back into stock with its terms: the next order has a moment of its own', async () => {
    await using it = await withStock({ available: tenMinutes('confirmation') });
    const iccid = await order(it);
    await it.bench.clock.advance(minutes(6));
    await it.us.call('cancelOrder', { iccid, finalProfileStatusIndicator: 'Available' });
    expect(await order(it, { matchingId: 'M-2' })).toBe(iccid);
    await it.bench.clock.advance(minutes(6));
    expect(await it.stateOf(iccid)).toBe('Confirmed');
    await it.bench.clock.advance(minutes(4));
    expect(await it.stateOf(iccid)).toBe('Released');
  });

  it('that is cancelled before its moment stays cancelled', async () => {
    await using it = await withStock({ available: tenMinutes('confirmation') });
    const iccid = await order(it);
    await it.us.call('cancelOrder', { iccid, finalProfileStatusIndicator: 'Unavailable' });
    await it.bench.clock.advance(minutes(20));
    expect(await it.stateOf(iccid)).toBe('Unavailable');
  });
});

describe('a Profile that is confirmed without releaseFlag', () => {
  it('is released by releaseProfile alone, whenever it is available', async () => {
    await using it = await withStock({ available: tenMinutes('confirmation') });
    const iccid = await order(it, { releaseFlag: false });
    await it.bench.clock.advance(minutes(60));
    expect(await it.stateOf(iccid)).toBe('Confirmed');
    await it.us.call('releaseProfile', { iccid });
    expect(await it.stateOf(iccid)).toBe('Released');
  });
});

describe('an order that is placed in process', () => {
  it('has an availability, too: from order and from confirmation are the same moment', async () => {
    for (const from of ['order', 'confirmation'] as const) {
      await using bench = await openBench();
      const placed = await bench.place({ available: tenMinutes(from) });
      expect(placed).toMatchObject({ state: 'Confirmed', releasesAt: after(start, minutes(10)) });
      expect(await asked(bench)).toBe(notReleased);
      await bench.clock.advance(minutes(10));
      expect([await bench.state(), await asked(bench)]).toEqual(['Released', goOn]);
    }
  });

  it('not released, waits for release alone', async () => {
    await using bench = await openBench();
    const { id } = await bench.place({ available: tenMinutes('order'), released: false });
    await bench.clock.advance(minutes(60));
    expect(await bench.state()).toBe('Confirmed');
    await bench.smdp.orders.release(id);
    expect(await bench.state()).toBe('Released');
  });
});

describe('an offer with an availability', () => {
  it('counts for each eUICC from when it first asked, and makes one order each', async () => {
    await using bench = await openBench();
    let made = 0;
    bench.smdp.orders.offer({
      matchingId: 'M-1',
      available: tenMinutes('order'),
      makeProfile: () => stock(`89000123456789${String((made += 1)).padStart(5, '0')}`),
    });
    const other = bench.openDevice(otherEid);
    const askedByOther = async () =>
      (await other.tryAuthenticate(await other.initiate(), { matchingId: 'M-1' })).outcome;
    expect([await asked(bench), await asked(bench)]).toEqual([notReleased, notReleased]);
    await bench.clock.advance(minutes(5));
    expect(await askedByOther()).toBe(notReleased);
    await bench.clock.advance(minutes(5));
    expect([await asked(bench), await askedByOther()]).toEqual([goOn, notReleased]);
    await bench.clock.advance(minutes(5));
    expect(await askedByOther()).toBe(goOn);
    expect(made).toBe(2);
  });
});

describe('after a restart', () => {
  it('what became available meanwhile is released at once, and the rest at its moment', async () => {
    const file = newFile();
    {
      await using bench = await openBench({ store: await openSmdpStore(file) });
      for (const number of [1, 2, 3]) {
        const available = number === 3 ? 'manual' : ({ after: minutes(10 * number), from: 'order' } as const);
        await bench.place({
          matchingId: `M-${number}`,
          profile: stock(`890001234567890000${number}`),
          available,
        });
      }
    }
    const clock = steppedClock(after(start, minutes(15)));
    await using bench = await openBench({ store: await openSmdpStore(file), clock });
    const states = async () => (await bench.smdp.orders.list()).map(({ state }) => state);
    expect(await states()).toEqual(['Released', 'Confirmed', 'Confirmed']);
    await clock.advance(minutes(5));
    expect(await states()).toEqual(['Released', 'Released', 'Confirmed']);
  });

  it('and once it is closed, a server releases nothing', async () => {
    const file = newFile();
    const bench = await openBench({ store: await openSmdpStore(file) });
    await bench.place({ available: tenMinutes('order') });
    await bench[Symbol.asyncDispose]();
    await bench.clock.advance(minutes(60));
    expect(bench.events('order.moved')).toHaveLength(1);
    expect(bench.events('fault')).toEqual([]);
  });
});

describe('a Profile that is not released yet', () => {
  it('is refused with 8.2.6/3.8 where the server is set to, from one call to the next', async () => {
    await using bench = await openBench({ settings: { notYetReleased: 'matchingIdRefused' } });
    await bench.place({ available: 'manual' });
    expect(await asked(bench)).toBe('8.2.6/3.8');
    bench.smdp.configure({ notYetReleased: 'profileNotReleased' });
    expect(await asked(bench)).toBe(notReleased);
  });

  it('costs no download attempt', async () => {
    await using bench = await openBench({ settings: { downloadAttempts: 1 } });
    await bench.place({ available: tenMinutes('order') });
    for (let times = 0; times < 5; times += 1) expect(await asked(bench)).toBe(notReleased);
    await bench.clock.advance(minutes(10));
    expect(await asked(bench)).toBe(goOn);
  });
});

describe('an order that expires', () => {
  const expired = '8.8.5/4.10';

  it('a while after downloadOrder is refused from then on', async () => {
    await using it = await withStock({ expiresAfter: minutes(30) });
    await it.bench.clock.advance(minutes(45));
    await order(it);
    await it.bench.clock.advance(minutes(29));
    expect(await asked(it.bench)).toBe(goOn);
    await it.bench.clock.advance(minutes(1));
    expect(await asked(it.bench)).toBe(expired);
  });

  it('gives the next order of the Profile a time of its own', async () => {
    await using it = await withStock({ expiresAfter: minutes(30) });
    const iccid = await order(it);
    await it.bench.clock.advance(minutes(60));
    await it.us.call('cancelOrder', { iccid, finalProfileStatusIndicator: 'Available' });
    await order(it, { matchingId: 'M-2' });
    expect(await asked(it.bench, 'M-2')).toBe(goOn);
  });

  it('a while after it was placed in process is refused, too', async () => {
    await using bench = await openBench();
    await bench.place({ expiresAfter: minutes(30) });
    await bench.clock.advance(minutes(30));
    expect(await asked(bench)).toBe(expired);
  });

  it('before it is available says that it is not released, and then that it has expired', async () => {
    await using bench = await openBench();
    await bench.place({ expiresAfter: minutes(5), available: tenMinutes('order') });
    await bench.clock.advance(minutes(6));
    expect(await asked(bench)).toBe(notReleased);
    await bench.clock.advance(minutes(5));
    expect(await asked(bench)).toBe(expired);
  });

  it('at two times is none', async () => {
    await using bench = await openBench();
    const twice: OrderTerms = { eid: someEid, expiresAt: start, expiresAfter: minutes(1) };
    await expect(bench.place(twice)).rejects.toThrow('give expiresAt or expiresAfter');
  });
});
