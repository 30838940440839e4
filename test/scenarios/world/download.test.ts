import { describe, expect, it } from 'vitest';

import { openWorld } from '#scenarios/world/index';

describe('a world', () => {
  it('downloads, installs, enables and reports a profile, and the order is Installed', async () => {
    await using world = await openWorld({ seed: 1 });
    const faults: unknown[] = [];
    world.trace.on('fault', (fault) => faults.push(fault));
    const { activationCode, order } = await world.desk.order({});
    const result = await world.device().download(activationCode);
    expect(result).toMatchObject({
      state: 'enabled',
      iccid: order.iccid,
      notifications: { delivered: 2, pending: 0 },
    });
    expect(await world.device().lpa.profiles()).toMatchObject([{ iccid: order.iccid, state: 'enabled' }]);
    expect((await world.smdp.orders.find(order.id))?.state).toBe('Installed');
    expect(faults).toEqual([]);
  });

  it('has a device download one profile after the other, however they are asked for', async () => {
    await using world = await openWorld({ seed: 1 });
    const codes = [await world.desk.order({}), await world.desk.order({})].map(
      ({ activationCode }) => activationCode,
    );
    const device = world.device();
    const results = await Promise.all(codes.map(async (code) => device.download(code)));
    expect(results.map(({ ok }) => ok)).toEqual([true, true]);
    const profiles = await device.lpa.profiles();
    expect(profiles.map(({ state }) => state)).toEqual(['disabled', 'enabled']);
  });

  it('has a device download again after a download that failed', async () => {
    await using world = await openWorld({ seed: 1 });
    const { activationCode } = await world.desk.order({});
    const device = world.device();
    const codes = [activationCode.replace(/[^$]*$/, 'UNKNOWN'), activationCode];
    const results = await Promise.allSettled(codes.map(async (code) => device.download(code)));
    expect(results).toMatchObject([
      { status: 'rejected', reason: { status: 'InvalidMatchingId' } },
      { status: 'fulfilled', value: { ok: true } },
    ]);
  });
});
