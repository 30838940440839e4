import type { IncomingMessage } from 'node:http';
import type { MobilePlans } from '#device-sim/mobile-plans/index';
import { deliverName, transportName } from '#device-sim/mobile-plans/index';
import { fromUtf8 } from '#shared/bytes/bytes';
import { readBody } from '#shared/http/request-body';
import { OneByOne } from '#shared/runtime/one-by-one';
import type { Trace } from '#shared/runtime/trace';

import type { Guard } from '../guard.ts';
import { Refused } from '../refused.ts';
import { understood } from '../route.ts';
import type { SocketRoom } from '../sockets/sockets.ts';
import { leftBehind } from './tag-messages.ts';
import { TagPage } from './tag-page.ts';
import { tagScript } from './tag-source.ts';

/** The paths of the script tag (mobile-plans §11): the script, its web socket, and where left calls are posted. */
export const tagPaths = {
  script: '/mobile-plans.js',
  socket: '/mobile-plans',
  call: '/mobile-plans/call',
} as const;

const callOctets = 1_048_576;

/** What a script tag needs of its lab. */
export interface ScriptTagParts {
  readonly guard: Guard;
  readonly trace: Trace;
  /** The app of a device for a portal; for the lab's own where none is given. @throws Refused where there is none */
  app(device: string, portalUrl: string | undefined): Promise<MobilePlans>;
}

/** Which page a request is about. */
interface Meant {
  readonly device: string;
  /** A portal of somebody else's. */
  readonly portal: string | undefined;
}

/** A portal in an ordinary browser: a script tag of a development build brings the bridge of a device. */
export class ScriptTag {
  readonly #parts: ScriptTagParts;
  readonly #pages = new Map<string, TagPage>();
  readonly #opening = new OneByOne();
  /** Devices whose portal is shown, by whomever. */
  readonly #shown = new Set<string>();
  readonly #detach: readonly (() => void)[];

  constructor(parts: ScriptTagParts) {
    this.#parts = parts;
    const { trace } = parts;
    this.#detach = [
      trace.on('host.launch', ({ device }) => {
        this.#shown.add(device);
      }),
      trace.on('host.ended', ({ device }) => {
        this.#shown.delete(device);
      }),
    ];
  }

  /** The script for a page: the way to the lab, and the bridge of the launch that is open, or of a new one. */
  async script(request: IncomingMessage, query: URLSearchParams): Promise<string> {
    const { guard } = this.#parts;
    guard.expectOwnName(request);
    guard.expectPageToken(query.get('token') ?? undefined);
    const meant = meantBy(query);
    const { device } = meant;
    const page = await this.#opening.run(device, () => this.#page(meant));
    if (page === undefined) {
      const says = `esimlab: a window of ${device} shows the portal already; this script does nothing`;
      return `console.warn(${JSON.stringify(says).replace(/</g, '\\u003c')});\n`;
    }
    const lab = `//${request.headers.host ?? ''}`;
    const whose = whoseOf(meant);
    const search = new URLSearchParams({ ...whose, token: guard.pageToken }).toString();
    const constants = {
      socketUrl: `ws:${lab}${tagPaths.socket}?${search}`,
      callUrl: `http:${lab}${tagPaths.call}?${new URLSearchParams(whose).toString()}`,
      token: guard.pageToken,
      transport: transportName,
      deliver: deliverName,
    };
    return tagScript(constants) + page.script;
  }

  /** Calls that a document left behind. @returns the origin that may read the answer */
  async call(request: IncomingMessage, query: URLSearchParams): Promise<string> {
    const { guard } = this.#parts;
    guard.expectOwnName(request);
    const left = understood(leftBehind, json(fromUtf8OrNothing(await readBody(request, callOctets))));
    guard.expectPageToken(left.token);
    const page = this.#open(query);
    const { document, ...rest } = left;
    page.leave(document, this.#hostOf(request, page), rest);
    return request.headers.origin ?? '';
  }

  /** `/mobile-plans`: a document and its launch. */
  room(): SocketRoom {
    const { guard } = this.#parts;
    return {
      path: tagPaths.socket,
      admit: (request, query) => {
        guard.expectOwnName(request);
        guard.expectPageToken(query.get('token') ?? undefined);
        this.#hostOf(request, this.#open(query));
      },
      enter: (socket, query, request) => {
        const page = this.#open(query);
        page.enter(socket, this.#hostOf(request, page));
      },
    };
  }

  close(): void {
    for (const detach of this.#detach) detach();
  }

  /** The page of a device's launch; undefined where a window shows it. Another portal's page gives way. */
  async #page(meant: Meant): Promise<TagPage | undefined> {
    const known = this.#pages.get(keyOf(meant));
    if (known !== undefined && !known.over) return known;
    const app = await this.#parts.app(meant.device, meant.portal);
    for (const other of this.#pagesOf(meant.device)) await other.close();
    if (this.#shown.has(meant.device)) return undefined;
    const page = new TagPage(await app.launch());
    this.#pages.set(keyOf(meant), page);
    return page;
  }

  #pagesOf(device: string): readonly TagPage[] {
    const pages = [...this.#pages].filter(([key]) => key.startsWith(keyOf({ device, portal: undefined })));
    return pages.map(([, page]) => page).filter((page) => !page.over);
  }

  #open(query: URLSearchParams): TagPage {
    const page = this.#pages.get(keyOf(meantBy(query)));
    if (page === undefined) throw new Refused(404, 'there is no launch of this device; load the page again');
    return page;
  }

  /** The host of the page that asks. @throws Refused 403 where it is not one of the portal's; the trace names it */
  #hostOf({ headers: { origin } }: IncomingMessage, { launch }: TagPage): string {
    const host = origin !== undefined && URL.canParse(origin) ? new URL(origin).host : '';
    if (launch.notificationHosts.includes(host)) return host;
    const from = host === '' ? 'something that is no page' : host.slice(0, 100);
    this.#parts.trace.emit('finding', {
      where: 'mobile-plans',
      what: `the bridge was asked for by ${from}; it is for ${launch.notificationHosts.join(', ')}`,
    });
    throw new Refused(403, `the bridge is for pages of ${launch.notificationHosts.join(', ')}, not ${from}`);
  }
}

function meantBy(query: URLSearchParams): Meant {
  return { device: query.get('device') ?? 'device-1', portal: query.get('portal') ?? undefined };
}

/** The parameters that name a device and a portal. */
export function whoseOf({ device, portal }: Meant): Readonly<Record<string, string>> {
  return { device, ...(portal === undefined ? {} : { portal }) };
}

/** A device's name holds no blank. */
const keyOf = ({ device, portal = '' }: Meant): string => `${device} ${portal}`;

function fromUtf8OrNothing(octets: Uint8Array): string {
  try {
    return fromUtf8(octets);
  } catch {
    return '';
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
