import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { HostingBrowser } from '#device-sim/mobile-plans/index';
import { systemClock } from '#shared/runtime/clock';
import { after, between, milliseconds, minutes } from '#shared/runtime/span';

import { openBrowser, openHostedShop, Window } from '../../browser/window.ts';
import { browser, orSkipped } from '../../support/browser.ts';

const patience = 60_000;

describe.skipIf(browser === undefined)(`a world with a hosted page${orSkipped}`, () => {
  let hosting: HostingBrowser;
  beforeAll(async () => {
    hosting = await openBrowser();
  }, patience);
  afterAll(async () => hosting.close());

  it('stands still while a request of the page is open', { timeout: patience }, async () => {
    await using shop = await openHostedShop();
    const { clock } = shop;
    await using window = await Window.open(hosting, shop);
    const { page } = window;
    let answer: () => Promise<void> = () => Promise.reject(new Error('nothing was asked'));
    const asked = new Promise<void>((resolve) => {
      void page.route('**/prices', (route) => {
        answer = async () => route.fulfill({ body: 'the prices' });
        resolve();
      });
    });
    await window.quiet();
    await page.evaluate(
      `void fetch('/prices').then((answer) => answer.text()).then((text) => { document.title = text; })`,
    );
    await asked;
    const began = clock.now();
    const wound = clock.advance(minutes(10));
    await systemClock().sleep(milliseconds(150));
    expect(between(began, clock.now())).toBe(0);
    await answer();
    await wound;
    expect(await page.title()).toBe('the prices');
    expect(clock.now()).toBe(after(began, minutes(10)));
  });
});
