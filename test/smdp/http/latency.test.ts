import { describe, expect, it } from 'vitest';

import { virtualClock } from '#shared/runtime/clock';
import { between, seconds } from '#shared/runtime/span';
import type { Span } from '#shared/runtime/span';
import { es2plusFunctions } from '#shared/rsp/es2plus';
import { es9plusFunctions } from '#shared/rsp/es9plus';
import type { Latency } from '#smdp/index';
import { smdpFunctions } from '#smdp/index';

import { openBench, start, stock } from '../bench.ts';
import { openOperatorBench, us } from '../es2plus/crafted-operator.ts';

/** How long something takes by a clock that runs ahead. */
function stopwatch() {
  const clock = virtualClock(start);
  const lap = async (work: () => Promise<unknown>): Promise<Span> => {
    const begun = clock.now();
    await work();
    return between(begun, clock.now());
  };
  return { clock, lap };
}

describe('the latency of a function', () => {
  it('is what each call of it takes, and no other call', async () => {
    const { clock, lap } = stopwatch();
    const latency: Latency = { authenticateClient: seconds(7), getBoundProfilePackage: seconds(20) };
    await using bench = await openBench({ clock, settings: { latency } });
    await clock.run(async () => {
      await bench.place();
      expect(await lap(async () => bench.device.initiate())).toBe(0);
      expect(await lap(async () => bench.device.download('M-1'))).toBe(seconds(27));
      expect(await lap(async () => bench.device.download('M-1'))).toBe(seconds(27));
    });
  });

  it('may be another one from the next call on, or none', async () => {
    const { clock, lap } = stopwatch();
    await using bench = await openBench({ clock });
    await clock.run(async () => {
      bench.smdp.configure({ latency: { initiateAuthentication: seconds(50) } });
      expect(await lap(async () => bench.device.initiate())).toBe(seconds(50));
      bench.smdp.configure({ latency: {} });
      expect(await lap(async () => bench.device.initiate())).toBe(0);
    });
  });

  it('holds for operators, too', async () => {
    const { clock, lap } = stopwatch();
    await using it = await openOperatorBench({ clock, settings: { latency: { downloadOrder: seconds(3) } } });
    await clock.run(async () => {
      await it.bench.smdp.stock.add({ profile: stock(), profileType: 'A', owner: us });
      expect(await lap(async () => it.us.call('downloadOrder', { profileType: 'A' }))).toBe(seconds(3));
    });
  });

  it('comes before anything is done: who gave up waiting has its order all the same, later', async () => {
    const { clock } = stopwatch();
    await using it = await openOperatorBench({
      clock,
      settings: { latency: { downloadOrder: seconds(90) } },
    });
    await clock.run(async () => {
      await it.bench.smdp.stock.add({ profile: stock(), profileType: 'A', owner: us });
      const call = it.us.call('downloadOrder', { profileType: 'A' });
      await expect(call).rejects.toThrow('no answer within 1m');
      expect((await it.bench.smdp.orders.list())[0]?.state).toBe('Available');
      await clock.sleep(seconds(30), { what: 'the rest of the latency' });
      await clock.settled();
      expect((await it.bench.smdp.orders.list())[0]?.state).toBe('Allocated');
    });
  });

  it('is that of a function that exists', async () => {
    const latency = { getBoundProfilPackage: seconds(1) } as Latency;
    await expect(openBench({ settings: { latency } })).rejects.toThrow(
      'did you mean getBoundProfilePackage?',
    );
    await using bench = await openBench();
    expect(() => {
      bench.smdp.configure({ latency: { cancelOrder: -1 as Span } });
    }).toThrow('the latency of cancelOrder is no span from 0 on');
    expect(bench.smdp.settings.latency).toEqual({});
  });

  it('is known for every function of ES9+ and ES2+ that is served', () => {
    const names = [...es9plusFunctions, ...es2plusFunctions].map(({ name }) => name);
    expect([...smdpFunctions]).toEqual(names);
  });
});
