import { describe, expect, it } from 'vitest';

import type { DeskOrder } from '#scenarios/operator/index';
import { memoryOperatorStore } from '#scenarios/operator/index';
import { openWorld } from '#scenarios/world/index';
import { after, instant, minutes } from '#shared/runtime/span';
import { memorySmdpStore } from '#smdp/index';

import { openBench } from '../../../support/bench.ts';

const start = instant('2026-11-23T09:00:00Z');

describe('an order for a profile that is available later', () => {
  it.each<[string, DeskOrder]>([
    ['after a while', { available: { after: minutes(10), from: 'order' } }],
    ['after a while from the confirmation', { available: { after: minutes(10), from: 'confirmation' } }],
    ['at a time', { available: { at: after(start, minutes(10)) } }],
  ])('%s is Confirmed until then, and Released from then on', async (_when, wanted) => {
    await using bench = await openBench({ start });
    const { order } = await bench.order(wanted);
    const record = () => bench.desk.record(order.iccid);
    expect(record()).toMatchObject({ state: 'Confirmed', availableAt: after(start, minutes(10)) });
    await bench.clock.advance(minutes(9));
    expect([record()?.state, await bench.state(order)]).toEqual(['Confirmed', 'Confirmed']);
    await bench.clock.advance(minutes(1));
    expect([record()?.state, await bench.state(order)]).toEqual(['Released', 'Released']);
    expect(record()?.availableAt).toBeUndefined();
  });

  it.each<[DeskOrder, string]>([
    [{ available: 'immediate' }, 'Released'],
    [{ available: { at: start } }, 'Released'],
    [{ available: 'manual' }, 'Confirmed'],
    [{ available: 'immediate', released: false }, 'Confirmed'],
    [{ available: { after: minutes(1), from: 'order' }, released: false }, 'Confirmed'],
  ])('%j is %s', async (wanted, state) => {
    await using bench = await openBench({ start });
    const { order } = await bench.order(wanted);
    const now = async () => [bench.desk.record(order.iccid)?.state, await bench.state(order)];
    expect(await now()).toEqual([state, state]);
    await bench.clock.advance(minutes(2));
    expect(await now()).toEqual([state, state]);
  });

  it('may be released before', async () => {
    await using bench = await openBench({ start });
    const { order, activationCode } = await bench.order({ available: { after: minutes(10), from: 'order' } });
    await bench.desk.release(order.iccid);
    expect(bench.desk.record(order.iccid)).toMatchObject({ state: 'Released' });
    await bench.device().download(activationCode);
    await bench.smdp.allTold();
    expect(bench.desk.record(order.iccid)?.state).toBe('Installed');
  });

  it('is known to be available by an operator that was away at that time', async () => {
    const parts = {
      seed: 1,
      devices: [],
      operator: { store: memoryOperatorStore() },
      smdp: { store: memorySmdpStore() },
    };
    const first = await openWorld({ ...parts, start });
    const { order } = await first.desk.order({ available: { after: minutes(10), from: 'order' } });
    await first.close();
    await using again = await openWorld({ ...parts, start: after(start, minutes(11)) });
    expect(again.desk.record(order.iccid)).toMatchObject({ state: 'Released' });
  });

  it('expires by itself a while after it was ordered', async () => {
    await using bench = await openBench({ start });
    const { order, activationCode } = await bench.order({ expiresAfter: minutes(30) });
    await bench.clock.advance(minutes(30));
    expect(await bench.failure(activationCode, { order })).toMatchObject({ code: '8.8.5/4.10' });
  });
});
