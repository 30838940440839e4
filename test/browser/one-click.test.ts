import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { HostingBrowser } from '#device-sim/mobile-plans/index';

import { browser, orSkipped } from '../support/browser.ts';
import { Customer } from '../support/customer.ts';
import type { Shop } from '../support/shop.ts';
import { assertConnected, openShop } from '../support/shop.ts';
import { openBrowser, openHostedShop, Window } from './window.ts';

const patience = 60_000;
const pageLane = 'device-1/host';

describe.skipIf(browser === undefined)(`the portal in a browser${orSkipped}`, { timeout: patience }, () => {
  let hosting: HostingBrowser;
  beforeAll(async () => {
    hosting = await openBrowser();
  }, patience);
  afterAll(async () => hosting.close());

  /** The three clicks, up to the network. */
  async function connects(shop: Shop, window: Window): Promise<void> {
    await window.buy();
    await shop.world.device().registered('home');
    await window.sees('You are connected');
    await window.quiet();
    await shop.clock.settled();
  }

  it('three clicks: installed, authenticated, connected; everybody hears of it in the right order', async () => {
    await using shop = await openHostedShop();
    await using window = await Window.open(hosting, shop);
    await connects(shop, window);
    await window.sees('On the home network');
    await window.sees('You can close this window now.');
    expect(await window.page.locator('[aria-current="step"]').allTextContents()).toEqual([
      expect.stringContaining('Connect'),
      expect.stringContaining('Connected'),
    ]);
    await assertConnected(shop);
  });

  it('leaves the octets of a direct run on every lane but that of the page, two worlds at once', async () => {
    await using direct = await openShop({ seed: 4 });
    await using customer = await Customer.enter(direct.world);
    await customer.buy();
    await customer.handOver();
    await customer.hears();
    await direct.clock.settled();
    const { [pageLane]: played, ...expected } = direct.lanes();
    expect(Object.keys(expected)).toEqual(['ES2+', 'ES9+', 'device-1/ES10', 'device-1/ES9+', 'network']);

    await using one = await openHostedShop({ seed: 4 });
    await using other = await openHostedShop({ seed: 4 });
    await Promise.all(
      [one, other].map(async (shop) => {
        await using window = await Window.open(hosting, shop);
        await connects(shop, window);
        const { [pageLane]: page, ...others } = shop.lanes();
        expect(others).toEqual(expected);
        expect(page).not.toBe(played);
      }),
    );
  });
});
