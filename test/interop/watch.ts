import diagnostics from 'node:diagnostics_channel';
import type { ClientRequest, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';

import type { World } from '#scenarios/world/index';
import { fromUtf8, sameBytes, toHex, toUtf8 } from '#shared/bytes/bytes';
import type { Bytes } from '#shared/bytes/bytes';

import type { Frame, KeptHeaders, Standing } from './recording.ts';
import { NotAsRecorded } from './recording.ts';

/** The headers that are kept. */
const kept = ['accept', 'content-type', 'server', 'user-agent', 'x-admin-protocol'];

/** Path, status and headers of a call as Node tells of them. */
interface Head {
  readonly path: string;
  readonly requestHeaders: KeptHeaders;
  readonly status: number;
  readonly responseHeaders: KeptHeaders;
}

/** The side of HTTP that is ours. */
export type OurEnd = 'client' | 'server';

/** Everything that goes over the wires of a world from now on, in order. */
export class Watch {
  readonly frames: Frame[] = [];
  readonly #stops: (() => void)[] = [];
  readonly #faults: unknown[] = [];
  #command: Bytes | undefined;
  #request: Bytes = new Uint8Array();
  #response: Bytes | undefined;
  #head: Head | undefined;

  /** @param end whose HTTP is watched: that of our LPA, or of our SM-DP+ */
  constructor(world: World, end: OurEnd, device = 'device-1') {
    const lanes = { apdu: `${device}/ES10`, http: end === 'client' ? `${device}/ES9+` : 'ES9+' };
    this.#stops.push(
      world.trace.on('fault', ({ error }) => this.#faults.push(error)),
      world.trace.on('wire', ({ lane, direction, octets }) => {
        if (lane === lanes.apdu) this.#onCard(direction, octets);
        if (lane === lanes.http) this.#onServer(direction, octets);
      }),
      end === 'client' ? this.#onCalls() : this.#onAnswers(() => world.smdp.port),
    );
  }

  /** @throws AggregateError of the faults that there were */
  stop(): void {
    for (const stop of this.#stops) stop();
    if (this.#faults.length > 0) throw new AggregateError(this.#faults, 'a run with faults');
  }

  #onCard(direction: string, octets: Bytes): void {
    if (direction === 'reset') this.frames.push(['reset', toHex(octets)]);
    else if (direction === 'command') this.#command = octets;
    else this.frames.push(['apdu', toHex(this.#command ?? new Uint8Array()), toHex(octets)]);
  }

  #onServer(direction: string, octets: Bytes): void {
    if (direction.startsWith('request')) this.#request = octets;
    else {
      this.#response = octets;
      this.#exchanged();
    }
  }

  /** Head and bodies come in an order that depends on the end; with both at hand there is a frame. */
  #exchanged(): void {
    if (this.#head === undefined || this.#response === undefined) return;
    const { path, requestHeaders, status, responseHeaders } = this.#head;
    this.frames.push([
      'http',
      { path, headers: requestHeaders, body: textOf(this.#request) },
      { status, headers: responseHeaders, body: textOf(this.#response) },
    ]);
    this.#head = undefined;
    this.#response = undefined;
  }

  #onCalls(): () => void {
    return subscribed('http.client.response.finish', (message) => {
      const { request, response } = message as { request: ClientRequest; response: IncomingMessage };
      const requestHeaders = headersOf(request.getHeaders());
      const responseHeaders = headersOf(response.headers);
      this.#head = { path: request.path, requestHeaders, status: response.statusCode ?? 0, responseHeaders };
    });
  }

  #onAnswers(port: () => number): () => void {
    return subscribed('http.server.response.finish', (message) => {
      const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
      if (request.socket.localPort !== port()) return;
      const { statusCode: status } = response;
      const [requestHeaders, responseHeaders] = [
        headersOf(request.headers),
        headersOf(response.getHeaders()),
      ];
      this.#head = { path: request.url ?? '', requestHeaders, status, responseHeaders };
      this.#exchanged();
    });
  }
}

function subscribed(channel: string, listener: (message: unknown) => void): () => void {
  diagnostics.subscribe(channel, listener);
  return () => void diagnostics.unsubscribe(channel, listener);
}

function headersOf(headers: OutgoingHttpHeaders): KeptHeaders {
  const names = Object.keys(headers).map((name) => [name.toLowerCase(), String(headers[name])] as const);
  return Object.fromEntries(names.filter(([name]) => kept.includes(name)).sort());
}

function textOf(octets: Bytes): string {
  const text = fromUtf8(octets);
  if (!sameBytes(toUtf8(text), octets)) throw new NotAsRecorded('a body that is no text');
  return text;
}

/** How a world's first device and its orders stand. */
export async function standingOf(world: World, matchingIds: readonly string[] = []): Promise<Standing> {
  const { lpa } = world.device();
  const profiles = await lpa.profiles();
  const notifications = await lpa.notifications();
  const orders = await Promise.all(
    matchingIds.map(async (matchingId) => {
      const found = (await world.smdp.orders.list()).find((each) => each.matchingId === matchingId);
      return [matchingId, found?.state ?? 'gone'] as const;
    }),
  );
  return {
    profiles: profiles.map(({ iccid, state, nickname }) => [iccid, state, nickname ?? ''].join(' ').trim()),
    notifications: notifications.map(({ seqNumber, profileManagementOperation }) =>
      [seqNumber, ...profileManagementOperation].join(' '),
    ),
    orders: Object.fromEntries(orders),
  };
}
