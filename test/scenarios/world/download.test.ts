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
});
