import { describe, expect, it } from 'vitest';

import { portalPlans } from '#scenarios/operator/index';
import type { PlanWaits } from '#scenarios/operator/index';
import { minutes } from '#shared/runtime/span';

import { Customer } from '../../support/customer.ts';
import type { Shop } from '../../support/shop.ts';
import { openShop } from '../../support/shop.ts';

const sold = (waits: PlanWaits = {}): Promise<Shop> =>
  openShop({ operator: { portal: { plans: portalPlans(waits) } } });

/** Runs time on until a minute, counted from where it stands. */
const wait = (shop: Shop, count: number): Promise<void> => shop.clock.sleep(minutes(count));

describe('the three plans of the portal, each on its path to the network', () => {
  it('the immediate one is connected at once', async () => {
    await using shop = await sold();
    await shop.clock.run(async () => {
      await using customer = await Customer.enter(shop.world);
      await customer.buy('travel-5gb');
      await customer.handOver();
      await customer.hears();
    });
    expect([shop.purchases, shop.findings]).toEqual([['connected'], []]);
  });

  it('the one of delayed connectivity is refused at first, and connected when the app tries again', async () => {
    await using shop = await sold({ networkAfter: minutes(22) });
    const device = shop.device();
    await shop.clock.run(async () => {
      await using customer = await Customer.enter(shop.world);
      await customer.buy('everyday-20gb');
      await customer.handOver();
      expect(await customer.launch.ended).toMatchObject({ why: 'purchased' });
      await wait(shop, 20);
      expect(device.registration?.state).toBe('denied');
      expect(shop.desk.record(shop.iccid)).toMatchObject({ state: 'Installed', provisioned: false });
      await wait(shop, 9);
      expect(shop.desk.record(shop.iccid)?.provisioned).toBe(true);
      expect(device.registration?.state).toBe('denied');
      await wait(shop, 2);
      expect(device.registration?.state).toBe('home');
    });
    expect(device.toasts.list).toMatchObject([{ kind: 'connected' }]);
    expect(shop.findings).toEqual([]);
  });

  it('the deferred one is not released before its toast, which the customer takes', async () => {
    await using shop = await sold();
    const device = shop.device();
    await shop.clock.run(async () => {
      await using customer = await Customer.enter(shop.world);
      await customer.buy('long-stay-50gb');
      expect(await shop.stateOf(shop.iccid)).toBe('Confirmed');
      await customer.handOver();
      expect(await customer.shown()).toMatchObject({ headline: 'We are getting your eSIM ready' });
      await wait(shop, 9);
      expect(device.toasts.list).toEqual([]);
      await wait(shop, 1);
      expect(await shop.stateOf(shop.iccid)).toBe('Released');
      expect(shop.desk.record(shop.iccid)?.state).toBe('Released');
      await device.toasts.list[0]?.accept();
      await customer.hears();
      expect(await customer.shown()).toMatchObject({ headline: 'You are connected' });
    });
    expect([shop.purchases, shop.findings]).toEqual([['connected'], []]);
  });

  it('the deferred one that is cancelled leaves no toast and no order', async () => {
    await using shop = await sold();
    await shop.clock.run(async () => {
      await using customer = await Customer.enter(shop.world);
      await customer.buy('long-stay-50gb');
      await customer.handOver();
      await customer.cancel();
      expect(await customer.launch.ended).toMatchObject({ why: 'cancelled' });
      await wait(shop, 30);
    });
    expect(shop.device().toasts.list).toEqual([]);
    expect(await shop.stateOf(shop.iccid)).toBe('Unavailable');
    expect([shop.purchases, shop.findings]).toEqual([['cancelled'], []]);
  });

  it('the deferred one whose toast is put away is installed by who comes back, with the same code', async () => {
    await using shop = await sold();
    await shop.clock.run(async () => {
      {
        await using customer = await Customer.enter(shop.world);
        await customer.buy('long-stay-50gb');
        await customer.handOver();
      }
      await wait(shop, 10);
      shop.device().toasts.list[0]?.ignore();
      await using again = await Customer.enter(shop.world);
      expect(again.step).toBe('resume');
      await again.resume();
      await again.handOver();
      await again.hears();
    });
    expect(shop.desk.orders()).toHaveLength(1);
    expect([shop.purchases, shop.findings]).toEqual([['connected'], []]);
  });
});
