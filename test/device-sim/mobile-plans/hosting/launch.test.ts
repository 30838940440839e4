import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openHostingBrowser, PortalNotShown } from '#device-sim/mobile-plans/hosting/index';
import type { HostingBrowser } from '#device-sim/mobile-plans/hosting/index';

import { browser, orSkipped } from '../../../support/browser.ts';
import { failure, goodCode } from '../bench.ts';
import { foreignHost, html, otherRoot, portalHost, redirect, root, Web } from './web.ts';

const home = `<h1>Plans</h1><img src="/pixel"><iframe src="https://${foreignHost}/frame"></iframe>`;

describe.skipIf(browser === undefined)(`the launch of a portal in a browser${orSkipped}`, () => {
  let hosting: HostingBrowser;
  beforeAll(async () => {
    hosting = await openHostingBrowser({ headless: true, trustedRoots: [root.certificate.der] });
  });
  afterAll(async () => hosting.close());

  it('brings the parameters in the first URL, and the language with every request', async () => {
    await using web = new Web();
    await web.serve(portalHost, { '/start': '<script>fetch("/more")</script>' });
    const { page, quiet, launch } = await web.enter(hosting);
    await quiet();
    const [first, ...more] = web.got;
    expect(`https://${portalHost}${first?.url ?? ''}`).toBe(launch.url);
    expect(first?.url).toContain(`eid=${web.device.eid ?? ''}`);
    expect(first?.headers['accept-language']).toBe('de-CH, de;q=0.8');
    expect(more.map(({ url, headers }) => [url, headers['accept-language']])).toEqual([['/more', 'de-CH']]);
    expect(await page.evaluate('[navigator.language, innerWidth, innerHeight]')).toEqual(['de-CH', 800, 600]);
    expect(web.findings).toEqual([]);
  });

  it('after a failed download its headers go with the first request and its redirects, and with nothing else', async () => {
    await using web = new Web();
    const buys = `<script>onload = () => MobilePlansInlineOperations.notifyProfileDownload({}, '${goodCode}')</script>`;
    const pages: Record<string, string | ReturnType<typeof redirect>> = {
      '/start': buys,
      '/pixel': '',
      '/other': '',
    };
    await web.serve(portalHost, pages);
    await web.serve(foreignHost, { '/idp': redirect(`https://${portalHost}/home`), '/frame': '' });
    web.device.outcome = () => Promise.reject(failure('ServerFailure'));
    await (await web.enter(hosting)).quiet();
    web.got.splice(0);
    Object.assign(pages, {
      '/start': redirect('/next'),
      '/next': redirect(`https://${foreignHost}/idp`),
      '/home': home,
    });
    const { page, quiet } = await web.enter(hosting);
    await quiet();
    await page.goto(`https://${portalHost}/other`);
    const codes = web.got.map(({ host, url, headers }) => [
      `${host}${url.split('?', 1)[0] ?? ''}`,
      headers['x-mp-lpaerror-codes'],
    ]);
    expect(codes.slice(0, 4)).toEqual([
      [`${portalHost}/start`, 'ServerFailure'],
      [`${portalHost}/next`, 'ServerFailure'],
      [`${foreignHost}/idp`, undefined],
      [`${portalHost}/home`, 'ServerFailure'],
    ]);
    expect(codes.slice(4).sort()).toEqual([
      [`${foreignHost}/frame`, undefined],
      [`${portalHost}/other`, undefined],
      [`${portalHost}/pixel`, undefined],
    ]);
    const told = JSON.stringify(web.got.filter(({ host }) => host === foreignHost));
    expect(told).not.toContain(web.device.eid);
    expect(told).not.toMatch(/x-mp|transactionId/i);
  });

  it('tells no foreign host of its parameters, not by the Referer either; a portal that does so itself is named', async () => {
    await using web = new Web();
    const leaks = `<img src="https://${foreignHost}/tame"><script>
      new Image().src = 'https://${foreignHost}/leak' + location.search;
    </script>`;
    await web.serve(portalHost, { '/start': leaks });
    await web.serve(foreignHost, {});
    await (await web.enter(hosting)).quiet();
    const tame = web.got.find(({ url }) => url === '/tame');
    expect(tame?.headers.referer).toBe(`https://${portalHost}/`);
    expect(web.findings).toEqual(['identifierSentAway']);
  });

  it('names a portal that has the browser tell other hosts of its parameters as the Referer', async () => {
    await using web = new Web();
    const page = html(`<img src="https://${foreignHost}/pixel">`, { 'Referrer-Policy': 'unsafe-url' });
    await web.serve(portalHost, { '/start': page });
    await web.serve(foreignHost, {});
    await (await web.enter(hosting)).quiet();
    expect(web.got.find(({ url }) => url === '/pixel')?.headers.referer).toContain(web.device.eid);
    expect(web.findings).toEqual(['identifierSentAway']);
  });

  it('fails in one line where the portal cannot be reached, and the launch ends', async () => {
    await using web = new Web();
    const opened = web.enter(hosting);
    await expect(opened).rejects.toThrow(PortalNotShown);
    await expect(opened).rejects.toThrow(
      'portal.operator.test: the portal did not come up (ERR_TUNNEL_CONNECTION_FAILED)',
    );
    expect(web.records.find(({ name }) => name === 'host.ended')?.event).toMatchObject({ why: 'closed' });
    expect(web.records.find(({ name }) => name === 'data.refused')?.event).toMatchObject({
      host: portalHost,
      allowed: false,
    });
  });

  it('fails where the server has its certificate from another root', async () => {
    await using web = new Web();
    await web.serve(portalHost, { '/start': home }, { from: otherRoot });
    await expect(web.enter(hosting)).rejects.toThrow('ERR_CERT_AUTHORITY_INVALID');
    expect(web.got).toEqual([]);
  });

  it('fails where the portal never answers', async () => {
    await using web = new Web();
    await web.serve(portalHost, { '/start': () => undefined });
    const limits = { navigation: 300 as never };
    await expect(web.enter(hosting, { limits })).rejects.toThrow(
      'portal.operator.test: the portal did not come up (Timeout 300ms exceeded',
    );
  });

  it('two worlds at once have a portal of the same name each, and see nothing of one another', async () => {
    await using one = new Web();
    await using two = new Web();
    const page = (text: string) => `<h1>${text}</h1><script>document.cookie ||= 'seen=${text}'</script>`;
    await one.serve(portalHost, { '/start': page('one') });
    await two.serve(portalHost, { '/start': page('two') });
    const hosted = await Promise.all([one.enter(hosting), two.enter(hosting)]);
    const seen = hosted.map(async ({ page }) => [
      await page.textContent('h1'),
      await page.evaluate('document.cookie'),
    ]);
    expect(await Promise.all(seen)).toEqual([
      ['one', 'seen=one'],
      ['two', 'seen=two'],
    ]);
    expect([one.asked(portalHost).length, two.asked(portalHost).length]).toEqual([1, 1]);
  });
});
