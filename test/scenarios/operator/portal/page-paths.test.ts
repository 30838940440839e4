import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { minutes } from '#shared/runtime/span';
import { PortalBench } from './bench.ts';
import { browserPath, openBrowser, openPage } from './browser.ts';
import { Shopper } from './shopper.ts';

const iccid = '8900101000000000001';
const ended = { activationResult: 'success', iccid };
const code = '1$smdp.operator.test$SOLD-1';
const metaData = {
  userAccount: 'Existing',
  purchaseInstrument: 'Existing',
  line: 'New',
  moDirectStatus: 'Complete',
};

describe.skipIf(browserPath === undefined)(
  'portal: the three paths in a browser',
  { timeout: 60_000 },
  () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await openBrowser();
    }, 60_000);
    afterAll(async () => browser.close());

    const openShop = async (): Promise<Shopper> =>
      new Shopper(await PortalBench.open(), await openPage(browser)).launch();

    it('delayed connectivity gives control back with the interval, and a refusing network is no failure', async () => {
      await using shop = await openShop();
      await shop.buy('Windows takes it from here', 'Everyday 20 GB');
      expect(await shop.told()).toEqual([
        {
          name: 'notifyPurchaseWithProfileDownload',
          metaData: { ...metaData, planName: 'Everyday 20 GB' },
          code,
          minutes: 15,
        },
      ]);
      await shop.calls('activation', ended);
      await shop.calls('registration', { networkRegistrationState: 'denied', iccid });
      await shop.sees('Your line is being switched on');
      expect(await shop.page.getByText('The network refused').count()).toBe(0);
      shop.bench.desk.records.set(iccid, { state: 'Installed', progress: [], provisioned: true });
      await shop.page.reload();
      await shop.sees('Your line is on');
      await shop.calls('registration', { networkRegistrationState: 'home', iccid });
      await shop.sees('You are connected');
      expect([await shop.told(), shop.complaints]).toMatchObject([[{}], []]);
    });

    it('a deferred download is handed over with its delay, and goes on when the device installs it', async () => {
      await using shop = await openShop();
      await shop.buy('We are getting your eSIM ready', 'Long Stay 50 GB');
      expect(await shop.told()).toMatchObject([{ name: 'notifyProfileDownload', code, minutes: 10 }]);
      await expect.poll(() => shop.bench.moves).toContain('scheduled');
      await shop.page.reload();
      await shop.sees('We are getting your eSIM ready');
      await shop.calls('activation', ended);
      await shop.sees('Installed. Connecting…');
      expect([await shop.told(), shop.complaints]).toMatchObject([[{}], []]);
    });

    it('a deferred download that was missed is installed inline by who comes back', async () => {
      await using shop = await openShop();
      await shop.buy('We are getting your eSIM ready', 'Long Stay 50 GB');
      await expect.poll(() => shop.bench.moves).toContain('scheduled');
      await shop.bench.clock.advance(minutes(10));
      await shop.launch();
      await shop.click('Install my eSIM');
      await shop.sees('Setting up your eSIM');
      const [, inline] = await shop.told();
      expect([inline?.name, inline?.code, inline?.minutes]).toEqual([
        'notifyProfileDownload',
        code,
        undefined,
      ]);
    });

    it('a deferred download that is cancelled tells the device so, with the context of its operation', async () => {
      await using shop = await openShop();
      await shop.buy('We are getting your eSIM ready', 'Long Stay 50 GB');
      await expect.poll(() => shop.bench.moves).toContain('scheduled');
      await shop.click('Cancel purchase');
      await shop.sees('Maybe another time');
      const [, ...after] = await shop.told();
      expect(after).toMatchObject([
        { name: 'notifyOperationCancel', context: { Id: '1' } },
        { name: 'notifyCancelledPurchase' },
      ]);
    });

    it('the poster shows the plan that is chosen', async () => {
      await using shop = await openShop();
      await shop.click('Sign in');
      await shop.page.getByRole('radio', { name: 'Long Stay 50 GB' }).check();
      expect(await shop.page.locator('.poster').innerText()).toContain('90 days for €39.00');
      await shop.click('Buy this plan');
      await shop.sees('Is everything right?');
      expect(await shop.page.locator('.poster').innerText()).toContain('Long Stay 50 GB');
    });
  },
);
