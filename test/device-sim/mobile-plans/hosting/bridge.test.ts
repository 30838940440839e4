import { setTimeout as wallWait } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openHostingBrowser } from '#device-sim/mobile-plans/hosting/index';
import type { HostedPage, HostingBrowser } from '#device-sim/mobile-plans/hosting/index';
import { milliseconds, seconds } from '#shared/runtime/span';

import { browser, orSkipped } from '../../../support/browser.ts';
import { goodCode, newIccid, portalScript } from '../bench.ts';
import { foreignHost, html, patient, portalHost, redirect, root, Web } from './web.ts';

const script = `<script>${portalScript}</script>`;
const bought = `<!doctype html><h1>Plans</h1><button onclick="buy('${goodCode}')">Buy</button>${script}`;
const payHost = 'pay.test';

/** What the page's callbacks heard. */
async function heard(page: HostedPage['page'], count: number): Promise<unknown> {
  await page.waitForFunction(`heard.length >= ${count}`);
  return page.evaluate('heard');
}

describe.skipIf(browser === undefined)(`the bridge in a browser${orSkipped}`, () => {
  let hosting: HostingBrowser;
  beforeAll(async () => {
    hosting = await openHostingBrowser({ headless: true, trustedRoots: [root.certificate.der] });
  });
  afterAll(async () => hosting.close());

  const strict = html(bought.replaceAll('<script>', '<script nonce="n">').replace(/ onclick="[^"]*"/, ''), {
    'Content-Security-Policy': "default-src 'none'; script-src 'nonce-n'; frame-ancestors 'none'",
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
  });

  it('one click buys: the portal is told of the activation, then of the network', async () => {
    await using web = new Web();
    await web.serve(portalHost, { '/start': bought });
    const { page } = await web.enter(hosting);
    await page.click('button');
    await web.clock.advance(seconds(5));
    web.device.scripted.becomes('home');
    expect(await heard(page, 2)).toEqual([
      ['activated', { activationResult: 'success', iccid: newIccid }],
      ['registered', { networkRegistrationState: 'home', iccid: newIccid }],
    ]);
    expect(web.device.codes).toEqual([goodCode]);
    expect(web.findings).toEqual([]);
    expect(web.faults).toEqual([]);
  });

  it('works in a page of the strictest content security policy', async () => {
    await using web = new Web();
    web.device.outcome = () => Promise.resolve({ iccid: newIccid });
    await web.serve(portalHost, { '/start': strict });
    const { page } = await web.enter(hosting);
    await page.evaluate(`void buy('${goodCode}')`);
    expect(await heard(page, 1)).toHaveLength(1);
    expect(web.findings).toEqual([]);
  });

  it.each([
    ['the portal itself', '/after'],
    ['another host', `https://${foreignHost}/after`],
    ['another host by way of the portal', '/away'],
  ])('a call just before a navigation to %s arrives', async (_where, target) => {
    await using web = new Web();
    web.device.outcome = () => Promise.resolve({ iccid: newIccid });
    const leaving = `${script}<script>buy('${goodCode}'); location.href = '${target}'</script>`;
    await web.serve(portalHost, {
      '/start': leaving,
      '/after': '<title>after</title>',
      '/away': redirect(`https://${foreignHost}/after`),
    });
    await web.serve(foreignHost, { '/after': '<title>after</title>' });
    const { page, quiet } = await web.enter(hosting);
    await page.waitForURL('**/after');
    await quiet();
    expect(web.device.codes).toEqual([goodCode]);
    expect(web.records.filter(({ name }) => name === 'host.callback')).toMatchObject([
      { event: { name: 'profileActivationComplete' } },
    ]);
    expect(web.faults).toEqual([]);
  });

  it('a callback that is due after a navigation is delivered to the new document, or reported as lost', async () => {
    await using web = new Web();
    await web.serve(portalHost, { '/start': bought, '/same': script, '/none': '<title>none</title>' });
    const { page } = await web.enter(hosting);
    await page.click('button');
    await page.goto(`https://${portalHost}/same`);
    await web.clock.advance(seconds(5));
    expect(await heard(page, 1)).toEqual([['activated', { activationResult: 'success', iccid: newIccid }]]);
    await page.goto(`https://${portalHost}/none#x`);
    web.device.scripted.becomes('home');
    await web.clock.settled();
    const outcomes = web.records.flatMap(({ name, event }) =>
      name === 'host.callback' ? [event.outcome] : [],
    );
    expect(outcomes).toEqual(['delivered', 'missing']);
    expect(web.findings).toEqual(['callbackLost']);
  });

  it('a change of the fragment or of the history is no new document', async () => {
    await using web = new Web();
    await web.serve(portalHost, { '/start': bought });
    const { page } = await web.enter(hosting);
    await page.click('button');
    await page.evaluate(`location.hash = 'a'; history.pushState(null, '', '/other'); activated = undefined`);
    await web.clock.advance(seconds(5));
    await web.clock.settled();
    expect(web.findings).toEqual(['callbackUnknown']);
  });

  it.each([
    ['missing', 'activated = undefined', 'callbackUnknown', {}],
    ['threw', 'activated = () => { throw new Error("mine") }', 'callbackThrew', {}],
    ['unanswered', 'activated = () => { for (;;); }', 'callbackUnanswered', { callback: milliseconds(200) }],
  ])('a callback that cannot be delivered is %s', async (outcome, before, finding, limits) => {
    await using web = new Web();
    web.device.outcome = () => Promise.resolve({ iccid: newIccid });
    await web.serve(portalHost, { '/start': script });
    const { page } = await web.enter(hosting, { limits });
    await page.evaluate(`${before}; void buy('${goodCode}')`);
    await expect
      .poll(() => web.records.find(({ name }) => name === 'host.callback')?.event, patient)
      .toMatchObject({ outcome });
    expect(web.findings).toEqual([finding]);
  });

  it('a frame of another host and a foreign top document have no bridge, and are named when they look for it', async () => {
    await using web = new Web();
    const looks = `<script>document.title = typeof MobilePlans; __mobilePlansSend('{"kind":"call"}')</script>`;
    await web.serve(portalHost, {
      '/start': `<iframe src="https://${payHost}/frame"></iframe><iframe src="/own"></iframe>`,
      '/own': looks,
    });
    await web.serve(payHost, { '/frame': looks, '/top': looks });
    const { page, quiet } = await web.enter(hosting);
    await quiet();
    expect(web.findings).toEqual(Array<string>(4).fill('callFromFrame'));
    await page.goto(`https://${payHost}/top`);
    await quiet();
    expect(await page.title()).toBe('undefined');
    expect(web.findings.slice(4)).toEqual(['callFromForeignHost', 'callFromForeignHost']);
    expect(web.device.codes).toEqual([]);
  });

  it('a sign-in on another host and back keeps cookies without SameSite; a payment frame has its own', async () => {
    await using web = new Web();
    await web.serve(portalHost, {
      '/start': html(`<a href="https://${foreignHost}/login">Sign in</a>`, {
        'Set-Cookie': 'cart=1; Secure; HttpOnly',
      }),
      '/home': html(`<iframe src="https://${payHost}/frame"></iframe>${bought}`),
    });
    await web.serve(foreignHost, {
      '/login': html(`<form method="post" action="/done"><button>Yes</button></form>`, {
        'Set-Cookie': 'sso=2',
      }),
      '/done': redirect(`https://${portalHost}/home`),
    });
    await web.serve(payHost, {
      '/frame': html('<script>fetch("/again")</script>', { 'Set-Cookie': 'pay=3; SameSite=None; Secure' }),
    });
    const { page, quiet } = await web.enter(hosting);
    await page.click('a');
    await page.click('button');
    await page.waitForSelector('h1');
    await quiet();
    const cookies = Object.fromEntries(web.got.map(({ url, headers }) => [url, headers.cookie]));
    expect(cookies).toMatchObject({ '/done': 'sso=2', '/home': 'cart=1', '/again': 'pay=3' });
    await page.click('button');
    await web.clock.advance(seconds(5));
    expect(await heard(page, 1)).toHaveLength(1);
  });

  it('works in a page that a service worker serves', async () => {
    await using web = new Web();
    const worker = `
      onactivate = (event) => event.waitUntil(clients.claim());
      onfetch = (event) => {
        const served = () => new Response(${JSON.stringify(`<h1>offline</h1>${bought}`)}, { headers: { 'content-type': 'text/html' } });
        if (event.request.mode === 'navigate') event.respondWith(fetch('/ping').then(served));
      };`;
    const registers = `<script>navigator.serviceWorker.register('/worker.js');
      navigator.serviceWorker.oncontrollerchange = () => { document.title = 'controlled'; };</script>`;
    await web.serve(portalHost, {
      '/start': registers,
      '/worker.js': (_request, response) => {
        response.setHeader('Content-Type', 'text/javascript');
        response.end(worker);
      },
      '/ping': 'pong',
    });
    const { page } = await web.enter(hosting);
    await page.waitForFunction('document.title === "controlled"');
    await page.reload();
    await page.click('button');
    await web.clock.advance(seconds(5));
    expect(await heard(page, 1)).toHaveLength(1);
    expect(web.asked(portalHost).slice(1)).toEqual(['/worker.js', '/ping']);
    expect(web.findings).toEqual([]);
  });

  it('a window that is closed ends the launch; a launch that ends closes the window', async () => {
    await using web = new Web();
    await web.serve(portalHost, { '/start': bought });
    const first = await web.enter(hosting);
    await first.page.close();
    await first.closed;
    expect(await first.launch.ended).toEqual({ why: 'closed' });
    const second = await web.enter(hosting);
    await second.page.evaluate(
      `void MobilePlans.notifyCancelledPurchase({ moDirectStatus: 'Cancelled', planName: '' })`,
    );
    await second.closed;
    expect(await second.launch.ended).toMatchObject({ why: 'cancelled' });
    expect(second.page.isClosed()).toBe(true);
  });

  it('a launch is shown by one page; a second one is closed', async () => {
    await using web = new Web();
    await web.serve(portalHost, { '/start': bought });
    const { launch, page } = await web.enter(hosting);
    const { clock, trace } = web;
    const again = hosting.open({ launch, proxy: await web.proxy(), clock, trace });
    await expect(again).rejects.toThrow('a page shows this launch already');
    expect(page.isClosed()).toBe(false);
  });

  it('three hundred messages that are none are dropped with a finding each, and the next one counts', async () => {
    await using web = new Web();
    await web.serve(portalHost, { '/start': bought });
    const { page, quiet } = await web.enter(hosting);
    await page.evaluate(`for (let number = 0; number < 300; number += 1) {
      void __mobilePlansSend([number, '', '{', '{"kind":"call"}', null, { a: [] }, '\\0'.repeat(number), true][number % 8]);
    }`);
    await page.click('button');
    await quiet();
    expect(web.findings).toEqual(Array<string>(300).fill('messageMalformed'));
    expect(web.device.codes).toEqual([goodCode]);
    expect(web.faults).toEqual([]);
  });

  it('a page in an endless loop can be closed, and its callbacks do not hang', async () => {
    await using web = new Web();
    await web.serve(portalHost, { '/start': bought });
    const hosted = await web.enter(hosting, { limits: { callback: milliseconds(200) } });
    await hosted.page.click('button');
    await hosted.page.evaluate('void setTimeout(() => { for (;;); })');
    await wallWait(50);
    await web.clock.advance(seconds(5));
    await expect.poll(() => web.findings, patient).toEqual(['callbackUnanswered']);
    await hosted.close();
    expect(await hosted.launch.ended).toEqual({ why: 'closed' });
  });
});
