import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { openHostedPage } from '#device-sim/mobile-plans/hosting/index';
import type { HostedPageOptions } from '#device-sim/mobile-plans/hosting/index';
import { milliseconds, minutes, seconds } from '#shared/runtime/span';

import { browser, orSkipped } from '../../../support/browser.ts';
import { patient, portalHost, root, Web } from './web.ts';

async function open(web: Web, interrupted?: AbortSignal, more: Partial<HostedPageOptions> = {}) {
  const { clock, trace } = web;
  const launch = await web.app.launch();
  return openHostedPage({
    launch,
    proxy: await web.proxy(),
    trustedRoot: root.certificate.der,
    headless: true,
    clock,
    trace,
    ...(interrupted === undefined ? {} : { interrupted }),
    ...more,
  });
}

async function profiles(): Promise<number> {
  return (await readdir(tmpdir())).filter((name) => name.startsWith('esimlab-browser-')).length;
}

describe.skipIf(browser === undefined)(`a window of the app${orSkipped}`, () => {
  let folder = '';
  // A folder of its own: other suites start browsers at the same time.
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'esimlab-test-'));
    vi.stubEnv('TMPDIR', folder);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true, force: true });
  });

  it('is 800x600 without tabs, and leaves no profile behind', async () => {
    await using web = new Web();
    await web.serve(portalHost, { '/start': '<h1>Plans</h1>' });
    const hosted = await open(web);
    const shown = '[innerWidth, innerHeight, matchMedia("(display-mode: standalone)").matches]';
    expect(await hosted.page.evaluate(shown)).toEqual([800, 600, true]);
    expect(await profiles()).toBe(1);
    await hosted.close();
    expect(await profiles()).toBe(0);
  });

  it.runIf(process.platform === 'linux')('for a person has a page of 800x600 too', async () => {
    await using web = new Web();
    await web.serve(portalHost, { '/start': '<h1>Plans</h1>' });
    // The browser with all of its window, drawn nowhere.
    const program = join(folder, 'browser');
    await writeFile(program, `#!/bin/sh\nexec "${browser ?? ''}" --ozone-platform=headless "$@"\n`, {
      mode: 0o755,
    });
    vi.stubEnv('DISPLAY', ':0');
    const hosted = await open(web, undefined, { headless: false, browser: program });
    const size = async () => hosted.page.evaluate('[innerWidth, innerHeight]');
    await expect.poll(size, patient).toEqual([800, 600]);
    expect(await hosted.page.textContent('h1')).toBe('Plans');
    await hosted.page.evaluate('void alert("seen by nobody")');
    expect(web.findings).toEqual(['dialogShown']);
    await hosted.close();
  });

  it.runIf(process.platform === 'linux')('for a person needs a display', async () => {
    await using web = new Web();
    vi.stubEnv('DISPLAY', '');
    vi.stubEnv('WAYLAND_DISPLAY', '');
    await expect(open(web, undefined, { headless: false })).rejects.toThrow(
      'there is no display for a window',
    );
  });

  it('is gone after an interruption, and the launch with it', async () => {
    await using web = new Web();
    await web.serve(portalHost, { '/start': '<h1>Plans</h1>' });
    const interruption = new AbortController();
    const hosted = await open(web, interruption.signal);
    interruption.abort();
    await hosted.closed;
    await expect.poll(profiles, patient).toBe(0);
    await hosted.close();
  });

  it('is gone when it is interrupted while its browser starts', async () => {
    await using web = new Web();
    const interruption = new AbortController();
    const opened = open(web, interruption.signal);
    await expect.poll(profiles, patient).toBe(1);
    interruption.abort();
    await expect(opened).rejects.toThrow();
    expect(await profiles()).toBe(0);
    expect(web.records.find(({ name }) => name === 'host.ended')?.event).toMatchObject({ why: 'closed' });
  });

  it('that cannot be opened ends the launch, so that something else may show the portal', async () => {
    await using web = new Web();
    await expect(open(web, undefined, { browser: '/nowhere/browser' })).rejects.toThrow('is no program');
    expect(web.records.find(({ name }) => name === 'host.ended')?.event).toMatchObject({ why: 'closed' });
  });

  it('is gone when its browser crashes', async () => {
    await using web = new Web();
    await web.serve(portalHost, { '/start': '<h1>Plans</h1>' });
    const hosted = await open(web);
    const session = await hosted.page.context().browser()?.newBrowserCDPSession();
    session?.send('Browser.crash').catch(() => undefined);
    await hosted.closed;
    await hosted.close();
    await expect.poll(profiles, patient).toBe(0);
    expect(web.records.find(({ name }) => name === 'host.ended')?.event).toMatchObject({ why: 'closed' });
    expect(web.faults).toEqual([]);
  });

  it('takes its browser along when the portal does not come up', async () => {
    await using web = new Web();
    await expect(open(web)).rejects.toThrow('the portal did not come up');
    expect(await profiles()).toBe(0);
  });

  it('is waited for before time is wound, but not where it waits for time itself', async () => {
    await using web = new Web();
    const at: (readonly [string, number])[] = [];
    await web.serve(portalHost, {
      '/start': `<script>fetch('/one').then(() => fetch('/two')).then(() => fetch('/late'))</script>`,
      '/one': (_request, response) => {
        at.push(['one', web.clock.now()]);
        response.end();
      },
      '/two': (_request, response) => {
        at.push(['two', web.clock.now()]);
        response.end();
      },
      '/late': (_request, response) => {
        void web.clock.aside(async () => {
          await web.clock.sleep(seconds(90));
          at.push(['late', web.clock.now()]);
          response.end();
        });
      },
    });
    const start = web.clock.now();
    const hosted = await open(web);
    await web.clock.advance(minutes(5));
    expect(at).toEqual([
      ['one', start],
      ['two', start],
      ['late', start + seconds(90)],
    ]);
    await hosted.close();
  });

  it('that is never quiet does not keep time from being wound for good', async () => {
    await using web = new Web();
    await web.serve(portalHost, { '/start': `<script>setInterval(() => fetch('/again'), 1)</script>` });
    const hosted = await open(web, undefined, { limits: { busy: milliseconds(50) } });
    await expect.poll(() => web.asked(portalHost), { timeout: 10_000 }).toContain('/again');
    const before = web.clock.now();
    await web.clock.advance(seconds(1));
    expect(web.clock.now() - before).toBe(1_000);
    await hosted.close();
  });
});
