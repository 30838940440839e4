import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { Server, ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';

import { openDataPath } from '#device-sim/network/index';
import type { DataPath } from '#device-sim/network/index';
import type { HostedPage, HostingBrowser, PageOptions } from '#device-sim/mobile-plans/hosting/index';
import { openMobilePlans } from '#device-sim/mobile-plans/index';
import type { Launch, MobilePlans } from '#device-sim/mobile-plans/index';
import type { Target } from '#shared/http/dial';
import { webServer } from '#shared/pki/web/web-certificate';
import type { WebIdentity } from '#shared/pki/web/web-identity';
import { webCertificatePem } from '#shared/pki/web/web-identity';
import { webRoot } from '#shared/pki/web/web-root';
import { steppedClock } from '#shared/runtime/clock';
import { seededEntropy } from '#shared/runtime/entropy';
import { instant } from '#shared/runtime/span';
import type { TraceRecord } from '#shared/runtime/trace';
import { Trace } from '#shared/runtime/trace';

import { ScriptedDevice } from '../bench.ts';

export const portalHost = 'portal.operator.test';
export const foreignHost = 'foreign.test';

/** How long is polled: a browser on a busy machine takes its time. */
export const patient = { timeout: 10_000 };

/** A request as a server got it. */
export interface Got {
  readonly host: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

type Page = string | ((request: IncomingMessage, response: ServerResponse) => void);

const issued = { entropy: seededEntropy('web'), clock: steppedClock(instant('2026-11-23T09:00:00Z')) };
export const root = webRoot(issued);
export const otherRoot = webRoot({ ...issued, entropy: issued.entropy.at('another') });
const identities = new Map<string, WebIdentity>();

/** Servers by name, a data path, and the app of a scripted device: what a hosted page meets. */
export class Web implements AsyncDisposable {
  readonly clock = steppedClock(instant('2026-11-23T09:00:00Z'));
  readonly trace = new Trace(this.clock);
  readonly records: TraceRecord[] = [];
  readonly device = new ScriptedDevice(this.clock);
  readonly got: Got[] = [];
  readonly app: MobilePlans;
  readonly #names = new Map<string, Target>();
  readonly #servers: Server[] = [];
  readonly #hosted: HostedPage[] = [];
  #path: DataPath | undefined;

  constructor() {
    this.trace.onAny((record) => this.records.push(record));
    this.app = openMobilePlans({
      device: this.device,
      settings: { portalUrl: `https://${portalHost}/start`, acceptLanguage: 'de-CH, de;q=0.8' },
      clock: this.clock,
      entropy: seededEntropy(1),
      trace: this.trace,
    });
  }

  /** The names of the findings so far, of the bridge and of the window. */
  get findings(): readonly string[] {
    return this.records.flatMap(({ name, event }) =>
      name === 'finding' ? [event.what.split(':', 1)[0] ?? ''] : [],
    );
  }

  get faults(): readonly unknown[] {
    return this.records.filter(({ name }) => name === 'fault');
  }

  /** What a host was asked for, the icon that browsers ask for by themselves left out. */
  asked(host: string): readonly string[] {
    return this.got.filter((got) => got.host === host).map(({ url }) => url);
  }

  /** Serves pages by path; other paths are 404. */
  async serve(
    host: string,
    pages: Readonly<Record<string, Page>>,
    { from = root, ...options }: ServerOptions & { readonly from?: WebIdentity } = {},
  ): Promise<void> {
    const key = `${host} ${from === root ? 'ours' : 'another'}`;
    const identity = identities.get(key) ?? webServer({ ...issued, root: from, addresses: [host] });
    identities.set(key, identity);
    const cert = webCertificatePem(identity.certificate, from.certificate);
    const server = createServer({ key: identity.key, cert, ...options }, (request, response) => {
      const { url = '', headers } = request;
      if (url !== '/favicon.ico') this.got.push({ host, url, headers });
      answer(pages[url.split('?', 1)[0] ?? ''], request, response);
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    this.#servers.push(server);
    this.#names.set(host, { host: '127.0.0.1', port: (server.address() as AddressInfo).port });
  }

  async proxy(): Promise<DataPath> {
    const { clock, trace } = this;
    this.#path ??= await openDataPath({ clock, trace, names: this.#names });
    return this.#path;
  }

  /** Enters the portal in a page of the browser. */
  async enter(
    browser: HostingBrowser,
    options: Partial<PageOptions> = {},
  ): Promise<HostedPage & { readonly launch: Launch }> {
    const { clock, trace } = this;
    const launch = await this.app.launch();
    const hosted = await browser.open({ launch, proxy: await this.proxy(), clock, trace, ...options });
    this.#hosted.push(hosted);
    return { ...hosted, launch };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#hosted.map(async (hosted) => hosted.close()));
    await this.app.close();
    await this.#path?.close();
    for (const server of this.#servers) {
      server.closeAllConnections();
      server.close();
    }
  }
}

function answer(page: Page | undefined, request: IncomingMessage, response: ServerResponse): void {
  if (typeof page === 'function') {
    page(request, response);
    return;
  }
  response.writeHead(page === undefined ? 404 : 200, { 'Content-Type': 'text/html; charset=utf-8' });
  response.end(page ?? 'not here');
}

export function redirect(location: string): Page {
  return (_request, response) => {
    response.writeHead(302, { location });
    response.end();
  };
}

export function html(body: string, headers: Readonly<Record<string, string | string[]>> = {}): Page {
  return (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', ...headers });
    response.end(body);
  };
}
