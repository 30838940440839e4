import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PortalBench } from './bench.ts';
import { browserPath, openBrowser, openPage, windowStub } from './browser.ts';
import { Shopper } from './shopper.ts';

const iccid = '8900101000000000001';
const ended = { activationResult: 'success', iccid };

describe.skipIf(browserPath === undefined)('portal: the pages in a browser', { timeout: 60_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  }, 60_000);
  afterAll(async () => browser.close());

  /** A portal and a page that has launched it; whatever the browser complains of fails the test. */
  async function openShop(options: Parameters<typeof openPage>[1] = {}): Promise<Shopper> {
    const bench = await PortalBench.open();
    const page = await openPage(browser, options);
    return new Shopper(bench, page).launch();
  }

  it('three clicks lead to a connection, and the operator sees it', async () => {
    await using shop = await openShop();
    const { page, bench } = shop;
    await shop.click('Sign in');
    await shop.click('Buy this plan');
    await shop.click('Confirm and pay €9.00');
    await shop.sees('Setting up your eSIM');
    expect(await shop.told()).toEqual([
      {
        name: 'notifyProfileDownload',
        code: '1$smdp.operator.test$SOLD-1',
        metaData: {
          userAccount: 'Existing',
          purchaseInstrument: 'Existing',
          line: 'New',
          moDirectStatus: 'Complete',
          planName: 'Travel 5 GB',
        },
        callbacks: ['onRegistrationChanged', 'onProfileActivationComplete'],
      },
    ]);
    await shop.calls('activation', ended);
    await shop.sees('Installed. Connecting…');
    await shop.calls('registration', { networkRegistrationState: 'searching', iccid });
    await page.getByText('Searching for a network', { exact: true }).waitFor();
    await shop.calls('registration', { networkRegistrationState: 'home', iccid });
    await shop.sees('You are connected');
    await page.getByText('You can close this window now.').waitFor();
    await expect
      .poll(() => bench.moves)
      .toBe('opened > signedIn > ordered > downloading > installed > connected');
    expect(shop.complaints).toEqual([]);
  });

  it('double clicks buy once and hand over once', async () => {
    await using shop = await openShop();
    await shop.page.getByRole('button', { name: 'Sign in' }).dblclick();
    await shop.page.getByRole('button', { name: 'Buy this plan' }).dblclick();
    await shop.page.getByRole('button', { name: /^Confirm/ }).dblclick();
    await shop.sees('Setting up your eSIM');
    expect(await shop.told()).toHaveLength(1);
    expect(shop.bench.desk.asked).toEqual(['buy travel-5gb']);
  });

  it('an error is said by name and in words, and Try again hands the same code over', async () => {
    await using shop = await openShop();
    await shop.buy();
    await shop.calls('activation', { activationResult: 'serverNotReachable', iccid: '' });
    await shop.sees('That did not work');
    await shop.page.getByText('The download server could not be reached.').first().waitFor();
    await shop.page.getByText('serverNotReachable', { exact: true }).waitFor();
    await shop.click('Try again');
    await shop.sees('Setting up your eSIM');
    expect((await shop.told()).map(({ code }) => code)).toEqual([
      '1$smdp.operator.test$SOLD-1',
      '1$smdp.operator.test$SOLD-1',
    ]);
    await shop.calls('activation', ended);
    await shop.calls('registration', { networkRegistrationState: 'roaming', iccid });
    await shop.sees('You are connected');
    await shop.page.getByText('Connected while roaming', { exact: true }).waitFor();
    expect(shop.bench.desk.asked).toEqual(['buy travel-5gb']);
  });

  it('a network that refuses is said, and one that takes the device later is too', async () => {
    await using shop = await openShop();
    await shop.buy();
    await shop.calls('activation', ended);
    await shop.calls('registration', { networkRegistrationState: 'denied', iccid });
    await shop.sees('The network said no');
    await shop.calls('registration', { networkRegistrationState: 'partner', iccid });
    await shop.sees('You are connected');
    expect(shop.complaints).toEqual([]);
  });

  it('callbacks of another profile change nothing', async () => {
    await using shop = await openShop();
    await shop.buy();
    await shop.calls('activation', { activationResult: 'success', iccid: '8900101000000000009' });
    await shop.calls('registration', { networkRegistrationState: 'home', iccid });
    await shop.sees('Setting up your eSIM');
    expect(shop.bench.portal.purchases()).toMatchObject([{ state: 'downloading' }]);
  });

  it('reloading does not hand over again, and the callback finds the new page', async () => {
    await using shop = await openShop();
    await shop.buy();
    await shop.page.reload();
    await shop.sees('Setting up your eSIM');
    expect(await shop.told()).toHaveLength(1);
    await shop.calls('activation', ended);
    await shop.sees('Installed. Connecting…');
    await expect.poll(() => shop.bench.portal.purchases()[0]?.state).toBe('installed');
    await shop.page.reload();
    await shop.sees('Installed. Connecting…');
  });

  it('the back button leads through real pages and loses nothing', async () => {
    await using shop = await openShop();
    const { page } = shop;
    await shop.click('Sign in');
    await shop.click('Buy this plan');
    await shop.sees('Is everything right?');
    await page.goBack();
    await shop.sees('Which plan suits you?');
    await page.goBack();
    await shop.sees('Hello. Ready to go online?');
    await page.goForward();
    await shop.click('Buy this plan');
    await shop.click(/^Confirm/);
    await shop.sees('Setting up your eSIM');
    await page.goBack();
    await shop.sees('Setting up your eSIM');
    expect(await shop.told()).toHaveLength(1);
    expect(shop.bench.desk.asked).toEqual(['buy travel-5gb']);
  });

  it.each([
    ['the sign-in', [], 'Bailed', []],
    ['the plan', ['Sign in'], 'Existing', []],
    ['the confirmation, as a guest', ['Continue as guest', 'Buy this plan'], 'None', []],
    [
      'the download',
      ['Create an account', 'Buy this plan', 'Confirm and pay €9.00'],
      'New',
      ['buy travel-5gb', `cancel ${iccid}`],
    ],
  ])('cancelling at %s tells Mobile Plans once', async (_where, clicks, userAccount, asked) => {
    await using shop = await openShop();
    for (const click of clicks) await shop.click(click);
    await shop.click('Cancel purchase');
    await shop.sees('Maybe another time');
    await shop.page.reload();
    const cancelled = (await shop.told()).filter(({ name }) => name === 'notifyCancelledPurchase');
    const metaData = {
      userAccount,
      purchaseInstrument: 'Bailed',
      line: 'Bailed',
      moDirectStatus: 'Cancelled',
      planName: '',
    };
    expect(cancelled).toEqual([{ name: 'notifyCancelledPurchase', metaData }]);
    expect(shop.bench.desk.asked).toEqual(asked);
  });

  it('a launch after a closed window offers the code again in one click', async () => {
    await using shop = await openShop();
    await shop.buy();
    await shop.launch();
    await shop.sees('Welcome back');
    await shop.click('Install my eSIM');
    await shop.sees('Setting up your eSIM');
    expect((await shop.told()).map(({ code }) => code)).toEqual([
      '1$smdp.operator.test$SOLD-1',
      '1$smdp.operator.test$SOLD-1',
    ]);
  });

  it('the keyboard alone suffices', async () => {
    await using shop = await openShop();
    const { page } = shop;
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.id')).toBe('name');
    await page.keyboard.press('Enter');
    await shop.sees('Which plan suits you?');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await shop.sees('Is everything right?');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await shop.sees('Setting up your eSIM');
    await shop.calls('activation', { activationResult: 'other', iccid });
    await shop.sees('That did not work');
    await page.keyboard.press('Enter');
    await shop.sees('Setting up your eSIM');
    expect(await shop.told()).toHaveLength(2);
  });

  it('what happens is announced', async () => {
    await using shop = await openShop();
    await shop.buy();
    await shop.calls('activation', ended);
    await shop.calls('registration', { networkRegistrationState: 'home', iccid });
    const announced = shop.page.locator('[aria-live=polite]');
    await expect.poll(() => announced.textContent()).toContain('You are connected.');
  });

  it.each([
    [800, 600],
    [400, 700],
  ])('at %ix%i nothing is wider than the window, and every page has one heading', async (width, height) => {
    await using shop = await openShop({ viewport: { width, height } });
    const expectFits = async (): Promise<void> => {
      expect(await shop.page.evaluate('document.documentElement.scrollWidth')).toBe(width);
      expect(await shop.page.getByRole('heading', { level: 1 }).count()).toBe(1);
      expect(await shop.page.evaluate('document.documentElement.lang')).toBe('en');
    };
    await expectFits();
    for (const click of ['Sign in', 'Buy this plan', 'Confirm and pay €9.00', 'Cancel purchase']) {
      await shop.click(click);
      await shop.page.waitForLoadState();
      await expectFits();
    }
  });

  it('outside a Mobile Plans window says so and shows the code to copy', async () => {
    await using shop = await openShop({ inside: false, permissions: ['clipboard-read', 'clipboard-write'] });
    await shop.page.getByText('This is not a Mobile Plans window.').waitFor();
    await shop.page.getByText('npx esimlab portal').waitFor();
    await shop.buy('Your activation code');
    await shop.page.getByText('LPA:1$smdp.operator.test$SOLD-1').waitFor();
    await shop.click('Copy the code');
    await shop.page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await shop.page.evaluate('navigator.clipboard.readText()')).toBe(
      'LPA:1$smdp.operator.test$SOLD-1',
    );
    expect(shop.complaints).toEqual([]);
  });

  it('without scripts the plan can be bought, and the code is there', async () => {
    await using shop = await openShop({ inside: false, javaScriptEnabled: false });
    for (const click of ['Sign in', 'Buy this plan', 'Confirm and pay €9.00']) await shop.click(click);
    await shop.page.getByText('LPA:1$smdp.operator.test$SOLD-1').waitFor();
    expect(shop.bench.portal.purchases()).toMatchObject([{ state: 'ordered' }]);
  });

  it('with a script tag a plain browser works as the window does', async () => {
    const server = createServer((_request, response) => {
      response.setHeader('Content-Type', 'text/javascript').end(windowStub);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const scriptTag = `http://127.0.0.1:${(server.address() as AddressInfo).port}/bridge.js`;
    const bench = await PortalBench.open({ scriptTag });
    await using shop = await new Shopper(bench, await openPage(browser, { inside: false })).launch();
    await shop.buy();
    await shop.calls('activation', ended);
    await shop.sees('Installed. Connecting…');
    expect(shop.complaints).toEqual([]);
    server.close();
    server.closeAllConnections();
  });
});
