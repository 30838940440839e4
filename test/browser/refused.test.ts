import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { HostingBrowser } from '#device-sim/mobile-plans/index';
import { filled } from '#shared/bytes/bytes';
import { AuthenticateClient } from '#shared/rsp/es9plus';
import { milliseconds } from '#shared/runtime/span';

import { browser, orSkipped } from '../support/browser.ts';
import { assertConnected } from '../support/shop.ts';
import { openBrowser, openHostedShop, Window } from './window.ts';

const patience = 60_000;

describe.skipIf(browser === undefined)(
  `a portal in a browser, when it goes wrong${orSkipped}`,
  { timeout: patience },
  () => {
    let hosting: HostingBrowser;
    beforeAll(async () => {
      hosting = await openBrowser();
    }, patience);
    afterAll(async () => hosting.close());

    it('says by name and in words what the SM-DP+ refused, and one more click connects', async () => {
      await using shop = await openHostedShop();
      await using window = await Window.open(hosting, shop);
      shop.smdp.next(AuthenticateClient).refuse('matchingIdRefused');
      await window.buy();
      await window.sees('That did not work');
      await window.sees('The download server does not know the activation code.');
      await window.sees('invalidMatchingId');
      await window.quiet();
      expect(shop.told).toEqual(['activation invalidMatchingId']);
      expect(shop.purchases).toEqual(['failed']);
      await window.click('Try again');
      await window.sees('Installed. Connecting…');
      await shop.world.device().registered('home');
      await window.sees('You are connected');
      expect(shop.desk.orders()).toHaveLength(1);
    });

    it('that is closed in the middle of the download finds the profile at its next launch', async () => {
      await using shop = await openHostedShop();
      const { world } = shop;
      await using window = await Window.open(hosting, shop);
      const closed = new Promise<void>((resolve) => {
        const off = world.trace.on('wire', ({ direction }) => {
          if (direction !== 'request initiateAuthentication') return;
          off();
          resolve(window.close());
        });
      });
      await window.buy().catch(() => undefined);
      await closed;
      expect(await window.launch.ended).toEqual({ why: 'closed' });
      await world.device().registered('home');
      expect(shop.installationResults()).toEqual(['success']);
      expect(await shop.profiles()).toEqual([`${shop.iccid} enabled`]);
      expect(shop.findings.filter((name) => name === 'callbackLost')).toHaveLength(1);
      await using next = await Window.open(hosting, shop);
      expect(new URL(next.launch.url).searchParams.get('iccids')).toBe(shop.iccid);
      await next.sees('Hello. Ready to go online?');
      expect(shop.purchases).toEqual(['installed', 'opened']);
    });

    it('that never answers is given up in one line, and the world goes on', async () => {
      const silent = createServer(() => undefined);
      await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
      try {
        await using shop = await openHostedShop();
        const device = shop.world.device();
        const portalUrl = `https://localhost:${(silent.address() as AddressInfo).port}/`;
        const launch = await device.openMobilePlans({ portalUrl }).launch();
        const limits = { navigation: milliseconds(500) };
        await expect(Window.open(hosting, shop, { launch, limits })).rejects.toThrow(
          /^localhost:\d+: the portal did not come up \(Timeout 500ms exceeded[^\n]*\); is it running there\?$/,
        );
        expect(await launch.ended).toEqual({ why: 'closed' });
        const { activationCode, order } = await shop.order({});
        await device.download(activationCode);
        await device.registered('home');
        expect(await shop.profiles()).toEqual([`${order.iccid} enabled`]);
      } finally {
        silent.close();
      }
    });

    it('that is left by "Cancel purchase" closes its window, and nothing was ordered', async () => {
      await using shop = await openHostedShop();
      await using window = await Window.open(hosting, shop);
      await window.click('Sign in');
      await window.click('Cancel purchase');
      expect(await window.launch.ended).toEqual({
        why: 'cancelled',
        purchase: expect.objectContaining({ moDirectStatus: 'Cancelled', planName: '' }) as unknown,
      });
      await window.closed;
      expect(shop.purchases).toEqual(['cancelled']);
      expect(shop.desk.orders()).toEqual([]);
      expect(shop.findings).toEqual([]);
    });

    it('two worlds at once: one connects, the network of the other has another K', async () => {
      await using one = await openHostedShop({ seed: 1 });
      await using other = await openHostedShop({ seed: 2 });
      await using happy = await Window.open(hosting, one);
      await using sad = await Window.open(hosting, other);
      await Promise.all([happy.buy(), sad.buy()]);
      const subscriber = await other.subscriber();
      other.world.network.provisioning.provision({ ...subscriber, k: filled(16, 0x42) });
      await Promise.all([one.world.device().registered('home'), other.world.device().registered('denied')]);
      await happy.sees('You are connected');
      await sad.sees('The network said no');
      await sad.sees('The network refused this device');
      await happy.quiet();
      await assertConnected(one);
      expect(other.events('modem.aka')[0]).toMatchObject({ imsi: subscriber.imsi, result: 'macFailure' });
      expect(other.told.at(-1)).toBe('registration denied');
      expect(other.purchases).toEqual(['installed']);
    });
  },
);
