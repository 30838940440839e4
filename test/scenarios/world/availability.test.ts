import { describe, expect, it } from 'vitest';

import type { DownloadResult } from '#device-sim/lpa/index';
import type { World } from '#scenarios/world/index';
import { openWorld } from '#scenarios/world/index';
import { minutes, seconds } from '#shared/runtime/span';

/** What a download comes to, in a word. */
async function outcome(world: World, code: string): Promise<string> {
  return world
    .device()
    .download(code)
    .then(
      ({ state }: DownloadResult) => state,
      (error: unknown) => (error as { status?: string }).status ?? String(error),
    );
}

describe('a profile that becomes available after ten minutes', () => {
  it('is refused before, and downloaded in the very moment', async () => {
    await using world = await openWorld({ seed: 1 });
    await world.clock.run(async () => {
      const { activationCode, order } = await world.desk.order({
        available: { after: minutes(10), from: 'order' },
      });
      const began = world.clock.now();
      expect(await outcome(world, activationCode)).toBe('ProfileNotReleasedByOperator');
      await world.clock.sleep(minutes(10), { what: 'the profile' });
      expect(world.clock.now() - began).toBe(minutes(10));
      expect(await outcome(world, activationCode)).toBe('enabled');
      const { history } = (await world.smdp.orders.find(order.id))!;
      const moments = history.map(({ state, at }) => [state, (at - began) / 60_000]);
      expect(moments).toEqual([
        ['Available', 0],
        ['Allocated', 0],
        ['Confirmed', 0],
        ['Released', 10],
        ['Downloaded', 10],
        ['Installed', 10],
      ]);
    });
  });

  it('is refused as unknown where the vendor does so', async () => {
    const settings = { notYetReleased: 'matchingIdRefused' } as const;
    await using world = await openWorld({ seed: 1, smdp: { settings } });
    await world.clock.run(async () => {
      const { activationCode } = await world.desk.order({ available: 'manual' });
      expect(await outcome(world, activationCode)).toBe('InvalidMatchingId');
    });
  });
});

describe('a device whose SM-DP+ takes longer than it waits', () => {
  it('gives up after a minute of a latency of a minute and a half', async () => {
    await using world = await openWorld({ seed: 1 });
    await world.clock.run(async () => {
      const { activationCode } = await world.desk.order({});
      world.smdp.configure({ latency: { getBoundProfilePackage: seconds(90) } });
      const began = world.clock.now();
      await expect(world.device().download(activationCode)).rejects.toMatchObject({
        stage: 'getBoundProfilePackage',
      });
      expect(world.clock.now() - began).toBe(minutes(1));
    });
  });
});
