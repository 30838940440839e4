import { describe, expect, it } from 'vitest';

import { Customer } from '../../support/customer.ts';
import { assertConnected, openShop } from '../../support/shop.ts';

describe('two devices of one world', () => {
  it('buy at the same time, each its own profile, and both connect', async () => {
    await using shop = await openShop({ devices: [{ name: 'device-1' }, { name: 'device-2' }] });
    const { world } = shop;
    await using one = await Customer.enter(world, 'device-1');
    await using other = await Customer.enter(world, 'device-2');
    await Promise.all([one.buy(), other.buy()]);
    await Promise.all([one.handOver(), other.handOver()]);
    await Promise.all([one.hears(), other.hears()]);
    expect(shop.purchases).toEqual(['connected', 'connected']);
    expect(await shop.profiles('device-1')).toEqual([`${one.iccid} enabled`]);
    expect(await shop.profiles('device-2')).toEqual([`${other.iccid} enabled`]);
    expect(one.iccid).not.toBe(other.iccid);
    expect(shop.desk.record(one.iccid)?.eid).toBe(world.device('device-1').eid);
    expect(shop.desk.record(other.iccid)?.eid).toBe(world.device('device-2').eid);
    expect(shop.findings).toEqual([]);
  });
});

describe('two portals of two worlds at once', () => {
  it('have different results: one connects, the other is refused by its network', async () => {
    await using one = await openShop({ seed: 1 });
    await using other = await openShop({ seed: 2 });
    await using happy = await Customer.enter(one.world);
    await using sad = await Customer.enter(other.world);
    await Promise.all([happy.buy(), sad.buy()]);
    other.world.network.provisioning.withdraw((await other.subscriber()).imsi);
    await Promise.all([happy.handOver(), sad.handOver()]);
    await Promise.all([happy.hears(), sad.hears()]);
    await one.clock.settled();
    await assertConnected(one);
    expect(other.purchases).toEqual(['installed']);
    expect(other.told.at(-1)).toBe('registration denied');
    expect(other.device().registration).toMatchObject({ state: 'denied', cause: 8 });
    expect((await sad.shown()).headline).toBe('The network said no');
  });
});
