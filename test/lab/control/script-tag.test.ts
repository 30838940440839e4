import { createContext, runInContext } from 'node:vm';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';

import { httpClient } from '#shared/http/client';
import { fromUtf8, toUtf8 } from '#shared/bytes/bytes';
import { systemClock } from '#shared/runtime/clock';

import { scriptTagOf } from '#lab/control/index';

import type { Lab } from './support.ts';
import { openLab } from './support.ts';

const host = 'portal.example.test';
const origin = `https://${host}`;

let lab: Lab;
beforeEach(async () => {
  lab = await openLab({
    devices: [{ name: 'device-1', mobilePlans: { portalUrl: `${origin}/plans` } }],
  });
});
afterEach(async () => {
  await lab[Symbol.asyncDispose]();
});

const client = httpClient({ clock: systemClock() });

async function get(url: string): Promise<{ status: number; type: string; text: string }> {
  const { status, headers, body } = await client.send('GET', url);
  return { status, type: headers['content-type'] ?? '', text: fromUtf8(body) };
}

/** As much of an ordinary browser as the script needs: a document of a portal whose head has the tag. */
class TagBrowser {
  readonly globals: Record<string, unknown>;
  readonly #hide: (() => void)[] = [];
  readonly #sockets: WebSocket[] = [];
  readonly posted: Promise<{ status: number }>[] = [];

  constructor(script: string, { from = origin, offline = false, top = true } = {}) {
    const { host: shown } = new URL(from);
    const sockets = this.#sockets;
    const globals = createContext({
      location: { host: shown, protocol: 'https:', href: `${from}/plans`, search: '' },
      performance: { timeOrigin: 1 },
      console: { warn: () => undefined },
      crypto: globalThis.crypto,
      setTimeout: () => undefined,
      addEventListener: (_name: string, listener: () => void) => this.#hide.push(listener),
      WebSocket: function open(url: string) {
        if (offline) throw new Error('offline');
        const socket = new WebSocket(url, { origin: from });
        socket.on('error', () => undefined);
        sockets.push(socket);
        return socket;
      },
      fetch: (url: string, { body }: { body: string }) => {
        const answer = client.send('POST', url, { headers: { origin: from }, body: toUtf8(body) });
        this.posted.push(answer);
        return answer;
      },
    });
    runInContext('globalThis.window = globalThis.self = globalThis;', globals);
    runInContext(`globalThis.top = ${top ? 'globalThis' : '{}'};`, globals);
    runInContext(script, globals);
    this.globals = globals;
  }

  run(code: string): unknown {
    return runInContext(code, this.globals);
  }

  /** The document goes, as a navigation has it. */
  hide(): void {
    for (const listener of this.#hide) listener();
    for (const socket of this.#sockets) socket.close();
  }
}

const calls = (): Promise<{ name: string }> =>
  new Promise((resolve) => {
    const end = lab.world.trace.on('host.call', ({ name }) => {
      end();
      resolve({ name });
    });
  });

async function load(options: ConstructorParameters<typeof TagBrowser>[1] = {}): Promise<TagBrowser> {
  return new TagBrowser((await get(lab.control.scriptTag('device-1'))).text, options);
}

describe('the script tag', () => {
  it('brings the bridge to a portal in an ordinary browser, and calls reach the device', async () => {
    const page = await load();
    expect(page.run('typeof MobilePlansInlineOperations.notifyProfileDownload')).toBe('function');
    const called = calls();
    page.run('MobilePlans.notifyCancelledPurchase(MobilePlans.createPurchaseMetaData())');
    expect(await called).toEqual({ name: 'notifyCancelledPurchase' });
    page.hide();
  });

  it('calls back into the page', async () => {
    const page = await load();
    const answered = new Promise<string>((resolve) => {
      page.globals['done'] = resolve;
    });
    page.run('MobilePlansInlineOperations.profileActivationCompleteScript = "done"');
    page.run('MobilePlansInlineOperations.notifyProfileDownload({ activationCode: "nonsense" })');
    expect(JSON.parse(await answered)).toMatchObject({ activationResult: expect.any(String) as unknown });
    page.hide();
  });

  it('lets a call arrive that was made just before the page went, once', async () => {
    const page = await load({ offline: true });
    const called = calls();
    page.run('MobilePlans.notifyCancelledPurchase(MobilePlans.createPurchaseMetaData())');
    page.hide();
    expect(await called).toEqual({ name: 'notifyCancelledPurchase' });
    expect(await page.posted[0]).toMatchObject({ status: 200 });
    page.hide();
    await page.posted[1];
    expect(lab.world.device().mobilePlans.findings.map(({ name }) => name)).not.toContain('callReplayed');
  });

  it('keeps the launch while documents come and go, and begins another once it has ended', async () => {
    const first = await get(lab.control.scriptTag('device-1'));
    expect((await get(lab.control.scriptTag('device-1'))).text).toBe(first.text);
    const page = new TagBrowser(first.text);
    const ended = new Promise<void>((resolve) => {
      lab.world.trace.on('host.ended', () => {
        resolve();
      });
    });
    page.run('MobilePlans.notifyCancelledPurchase(MobilePlans.createPurchaseMetaData())');
    await ended;
    expect((await get(lab.control.scriptTag('device-1'))).text).not.toBe(first.text);
    page.hide();
  });

  it('does nothing where a window of the device shows the portal already', async () => {
    await lab.world.device().mobilePlans.launch();
    const { text } = await get(lab.control.scriptTag('device-1'));
    expect(text).toMatch(/^console\.warn\("esimlab: a window of device-1 shows the portal already/);
  });

  it('is for the pages of the portal, and the trace names others', async () => {
    const findings: string[] = [];
    lab.world.trace.on('finding', ({ what }) => findings.push(what));
    const page = await load({ from: 'https://evil.example', offline: true });
    expect(page.run('typeof MobilePlans')).toBe('undefined');
    page.hide();
    expect(await page.posted[0]).toMatchObject({ status: 403 });
    expect(findings).toEqual([`the bridge was asked for by evil.example; it is for ${host}`]);
  });

  it('is for a portal of one own too, which then takes the place of the one before', async () => {
    const own = 'https://own.example.test';
    const before = await load();
    const ended = new Promise<string>((resolve) => {
      lab.world.trace.on('host.ended', ({ why }) => {
        resolve(why);
      });
    });
    const { text } = await get(scriptTagOf(lab.control, 'device-1', `${own}/plans`));
    expect(await ended).toBe('closed');
    const page = new TagBrowser(text, { from: own });
    const called = calls();
    page.run('MobilePlans.notifyCancelledPurchase(MobilePlans.createPurchaseMetaData())');
    expect(await called).toEqual({ name: 'notifyCancelledPurchase' });
    page.hide();
    before.hide();
  });

  it('says in one line that the portal it is asked for is none', async () => {
    const { status, text } = await get(scriptTagOf(lab.control, 'device-1', 'http://portal.example/'));
    expect(status).toBe(400);
    expect(text).toMatch(/^\{"error":"[^\n]*https[^\n]*"\}\n$/);
  });

  it('gives pages no more than the bridge', async () => {
    const tag = new URL(lab.control.scriptTag('device-1'));
    const token = tag.searchParams.get('token') ?? '';
    expect(token).not.toContain(lab.control.token);
    const asked = await lab.ask('GET', '/api/devices', undefined, { authorization: `Bearer ${token}` });
    expect(asked.status).toBe(401);
    tag.searchParams.set('token', 'x');
    expect((await get(tag.href)).status).toBe(401);
    expect((await get(lab.control.scriptTag('device-7'))).status).toBe(404);
  });
});
