import type { IncomingMessage, ServerResponse } from 'node:http';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openHostingBrowser } from '#device-sim/mobile-plans/hosting/index';
import type { HostingBrowser, WindowFinding } from '#device-sim/mobile-plans/hosting/index';
import { webCertificatePem } from '#shared/pki/web/web-identity';

import { browser, orSkipped } from '../../../support/browser.ts';
import { foreignHost, html, patient, portalHost, root, Web } from './web.ts';

const start = `<!doctype html><title>Portal</title><a href="/other" target="_blank">other</a><input type="file">`;
const pages = {
  '/start': start,
  '/other': '<title>other</title>',
  '/secret': (_request: unknown, response: ServerResponse) => {
    response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="plans"', 'Content-Type': 'text/html' });
    response.end('<title>401</title>');
  },
  '/gone': ({ socket }: IncomingMessage) => {
    socket.destroy();
  },
  '/file': html('octets', { 'Content-Disposition': 'attachment; filename=plan.pdf' }),
};

/** What a page does, what comes of it there, and what is reported. */
const questions: readonly (readonly [
  what: string,
  does: string,
  answer: unknown,
  finding: WindowFinding,
  says: string,
])[] = [
  ['alert', 'alert("hello")', undefined, 'dialogShown', 'alert, "hello"'],
  ['confirm', 'confirm("sure?")', false, 'dialogShown', 'confirm, "sure?"'],
  ['prompt', 'prompt("name?")', null, 'dialogShown', 'prompt, "name?"'],
  ['a 401 of a page', 'fetch("/secret").then((answer) => answer.status)', 401, 'passwordAsked', portalHost],
  [
    'a 401 of a frame',
    `new Promise((resolve) => {
    const frame = document.createElement('iframe');
    frame.src = '/secret';
    frame.onload = () => resolve(frame.contentDocument.title);
    document.body.append(frame);
  })`,
    '401',
    'passwordAsked',
    portalHost,
  ],
  ['notifications', 'Notification.requestPermission()', 'denied', 'permissionAsked', 'notifications'],
  [
    'the position',
    'new Promise((resolve) => navigator.geolocation.getCurrentPosition(resolve, ({ code }) => resolve(code)))',
    1,
    'permissionAsked',
    'geolocation',
  ],
  [
    'the clipboard',
    'navigator.clipboard.readText().catch(({ name }) => name)',
    'NotAllowedError',
    'permissionAsked',
    'clipboard',
  ],
  [
    'a camera',
    'navigator.mediaDevices.getUserMedia({ video: true }).then(() => "seen", () => "refused")',
    'refused',
    'permissionAsked',
    'camera or microphone',
  ],
  [
    'a host that is not there',
    'fetch("https://nowhere.example/x").catch(({ name }) => name)',
    'TypeError',
    'hostOutOfReach',
    'nowhere.example',
  ],
  [
    'a connection that ends without an answer',
    'fetch("/gone").catch(({ name }) => name)',
    'TypeError',
    'connectionLost',
    portalHost,
  ],
  [
    'a link to an activation code',
    'void (location.href = "lpa:1$smdp$AB")',
    undefined,
    'schemeNotTaken',
    'lpa:1$smdp$AB',
  ],
  [
    'a download',
    'void (location.href = "/file")',
    undefined,
    'downloadStarted',
    `https://${portalHost}/file`,
  ],
];

describe.skipIf(browser === undefined)(`what a portal asks of the browser${orSkipped}`, () => {
  let hosting: HostingBrowser;
  beforeAll(async () => {
    hosting = await openHostingBrowser({ headless: true, trustedRoots: [root.certificate.der] });
  });
  afterAll(async () => hosting.close());

  it('has one answer each, and a finding that names it', async () => {
    await using web = new Web();
    await web.serve(portalHost, pages);
    const { page, quiet } = await web.enter(hosting);
    for (const [what, does, answer, finding, says] of questions) {
      const before = web.records.length;
      expect([what, await page.evaluate(does)]).toEqual([what, answer]);
      const found = async () => {
        await quiet();
        return web.records
          .slice(before)
          .flatMap(({ name, event }) => (name === 'finding' ? [event.what] : []));
      };
      await expect.poll(async () => [what, ...(await found())], patient).not.toEqual([what]);
      const [first, ...more] = await found();
      expect([what, first]).toEqual([what, expect.stringMatching(new RegExp(`^${finding}: `))]);
      expect(first).toContain(says);
      expect([what, more]).toEqual([what, []]);
    }
    expect(await page.title()).toBe('Portal');
    expect(web.faults).toEqual([]);
  });

  it('a server that asks for a client certificate is named, or its connection counts as lost', async () => {
    await using web = new Web();
    await web.serve(portalHost, pages);
    const ca = webCertificatePem(root.certificate);
    await web.serve(foreignHost, {}, { requestCert: true, ca });
    const { page } = await web.enter(hosting);
    // The server's alert races with the end of its connection: on a busy machine the browser may see only the latter.
    for (let asked = 1; asked <= 5; asked += 1) {
      const answer = await page.evaluate(`fetch("https://${foreignHost}/x").catch(({ name }) => name)`);
      expect(answer).toBe('TypeError');
      await expect.poll(() => web.findings, patient).toHaveLength(asked);
      if (web.findings.at(-1) === 'clientCertificateAsked') break;
      expect(web.findings.at(-1)).toBe('connectionLost');
    }
    expect(web.findings.at(-1)).toBe('clientCertificateAsked');
  });

  it('another window is closed at once, whether a script or a link opens it', async () => {
    await using web = new Web();
    await web.serve(portalHost, pages);
    const { page } = await web.enter(hosting);
    await page.evaluate('void (window.other = open("/other"))');
    await page.waitForFunction('other.closed');
    await page.click('a');
    await expect.poll(() => web.findings, patient).toEqual(['windowOpened', 'windowOpened']);
    await expect.poll(() => page.context().pages(), patient).toHaveLength(1);
  });

  it('no file is chosen, and the page may always be left', async () => {
    await using web = new Web();
    await web.serve(portalHost, pages);
    const { page } = await web.enter(hosting);
    await page.click('input');
    await expect.poll(() => web.findings, patient).toEqual(['fileChooserOpened']);
    await page.evaluate('onbeforeunload = (event) => event.preventDefault()');
    await page.goto(`https://${portalHost}/other`);
    expect(await page.title()).toBe('other');
    expect(web.findings.slice(1)).toEqual(['leavingAsked']);
  });

  it('a page that crashes closes its window and ends the launch', async () => {
    await using web = new Web();
    await web.serve(portalHost, pages);
    const { page, closed, launch } = await web.enter(hosting);
    await page.goto('chrome://crash').catch(() => undefined);
    await closed;
    expect(await launch.ended).toEqual({ why: 'closed' });
    expect(web.findings).toContain('pageCrashed');
    await expect.poll(() => page.isClosed(), patient).toBe(true);
  });
});
