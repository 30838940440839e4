import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { HostingBrowser } from '#device-sim/mobile-plans/index';
import { minutes } from '#shared/runtime/span';

import { browser, orSkipped } from '../support/browser.ts';
import { openBrowser, openHostedShop, Window } from './window.ts';

const patience = 60_000;

describe.skipIf(browser === undefined)(`plans that take their time, in a browser${orSkipped}`, () => {
  let hosting: HostingBrowser;
  beforeAll(async () => {
    hosting = await openBrowser();
  }, patience);
  afterAll(async () => hosting.close());

  it(
    'delayed connectivity closes the window, and a later one shows how far it is',
    { timeout: patience },
    async () => {
      await using shop = await openHostedShop();
      const device = shop.device();
      {
        await using window = await Window.open(hosting, shop);
        await window.click('Sign in');
        await window.page.getByRole('radio', { name: 'Everyday 20 GB' }).check();
        await window.click('Buy this plan');
        await window.click(/^Confirm and pay/);
        expect(await window.launch.ended).toMatchObject({ why: 'purchased' });
      }
      await device.registered('denied');
      await using again = await Window.open(hosting, shop);
      await again.sees('Your line is being switched on');
      await device.registered('home', { within: minutes(40) });
      expect(shop.desk.record(shop.iccid)?.provisioned).toBe(true);
      expect(device.toasts.list).toMatchObject([{ kind: 'connected' }]);
      expect(shop.findings).toEqual([]);
    },
  );

  it('a deferred download goes on in the window once its toast is taken', { timeout: patience }, async () => {
    await using shop = await openHostedShop();
    const device = shop.device();
    await using window = await Window.open(hosting, shop);
    await window.buy('Long Stay 50 GB');
    await window.sees('We are getting your eSIM ready');
    await window.quiet();
    await shop.clock.advance(minutes(10));
    const [toast] = device.toasts.list;
    expect(toast?.kind).toBe('downloadReady');
    await toast?.accept();
    await device.registered('home');
    await window.sees('You are connected');
    expect(shop.findings).toEqual([]);
  });
});
