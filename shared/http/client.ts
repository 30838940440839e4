import { request as plainRequest } from 'node:http';
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { Bytes } from '#shared/bytes/bytes';
import type { Clock } from '#shared/runtime/clock';
import { TimedOut, withTimeout } from '#shared/runtime/clock';
import type { Span } from '#shared/runtime/span';
import { minutes, printSpan } from '#shared/runtime/span';
import type { HttpHeaders } from './contract.ts';
import { collect } from './collect.ts';
import { targetOf } from './dial.ts';
import type { Names } from './dial.ts';
import { exchangeFailure, HttpFailure } from './failure.ts';
import { beginCall, livesByClock } from './far-end.ts';
import { headersOf } from './headers.ts';
import { clientLimits, wallTimer } from './limits.ts';
import type { ClientLimits } from './limits.ts';
import type { PeerJudge } from './peer.ts';
import { isLoopback, proxyFromEnvironment } from './proxy.ts';
import type { ProxyChoice } from './proxy.ts';
import { JudgingAgent, NamedAgent } from './tls-client.ts';
import { groups } from './tls-server.ts';

export interface ClientOptions {
  readonly clock: Clock;
  /** Names of the world: connected to where they listen; TLS and the Host header carry the name. */
  readonly names?: Names;
  /** Judges servers at Clock time. Without one Node's own check judges, by wall time. */
  readonly judge?: PeerJudge;
  /** Whom Node's own check trusts, PEM. */
  readonly ca?: string | Bytes;
  /** The certificate shown to servers that ask for one, PEM. */
  readonly identity?: { readonly key: string | Bytes; readonly cert: string | Bytes };
  /** How long a call may take by the Clock; one minute if left out. */
  readonly timeout?: Span;
  /** Whether connections are kept for the next call; true if left out. */
  readonly keepAlive?: boolean;
  readonly limits?: Partial<ClientLimits>;
  /** The proxy for a host; HTTPS_PROXY and NO_PROXY if left out. */
  readonly proxyFor?: ProxyChoice;
}

export interface ClientCall {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Bytes;
  /** In place of the client's own. */
  readonly timeout?: Span;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: HttpHeaders;
  readonly body: Bytes;
}

/** Calls servers. Redirects are answers like others and not followed. Every method throws {@link HttpFailure}. */
export interface HttpClient {
  post(url: string, call: ClientCall & { readonly body: Bytes }): Promise<HttpResponse>;
  send(method: string, url: string, call?: ClientCall): Promise<HttpResponse>;
  /** Ends the connections that are kept. */
  close(): void;
}

/** A client that lives by a Clock. */
export function httpClient(options: ClientOptions): HttpClient {
  const client = new Client(options);
  return {
    post: (url, call) => client.send('POST', url, call),
    send: (method, url, call = {}) => client.send(method, url, call),
    close: () => {
      client.close();
    },
  };
}

class Client {
  readonly #clock: Clock;
  readonly #names: Names;
  readonly #timeout: Span;
  readonly #limits: ClientLimits;
  readonly #makePlain: () => NamedAgent;
  #plain: NamedAgent | undefined;
  readonly #tls: JudgingAgent;

  constructor(options: ClientOptions) {
    this.#clock = options.clock;
    this.#names = options.names ?? new Map<string, never>();
    this.#timeout = options.timeout ?? minutes(1);
    this.#limits = { ...clientLimits, ...options.limits };
    const proxyFor = options.proxyFor ?? proxyFromEnvironment(process.env);
    const connecting = { names: this.#names, proxyFor, limits: this.#limits };
    const agent = { keepAlive: options.keepAlive ?? true, timeout: this.#limits.idle };
    this.#makePlain = () => new NamedAgent(connecting, agent);
    this.#tls = new JudgingAgent(connecting, options.judge, { ...agent, ...tlsOptions(options) });
  }

  async send(method: string, url: string, call: ClientCall): Promise<HttpResponse> {
    const target = new URL(url);
    return this.#clock.exchange(`${method} ${target.host}${target.pathname}`, async () => {
      for (;;) {
        const request = this.#open(method, target, call);
        try {
          return await this.#inTime(target, call, request);
        } catch (error) {
          if (!this.#tls.gaveUp(request)) throw error;
        }
      }
    });
  }

  close(): void {
    this.#plain?.destroy();
    this.#tls.destroy();
  }

  #open(method: string, target: URL, call: ClientCall): ClientRequest {
    const host = hostOf(target);
    const options: RequestOptions = {
      host,
      method,
      path: target.pathname + target.search,
      headers: {
        ...call.headers,
        ...(call.body === undefined ? {} : { 'Content-Length': call.body.length }),
      },
    };
    return target.protocol === 'http:'
      ? plainRequest({ ...options, port: portOf(target), agent: (this.#plain ??= this.#makePlain()) })
      : tlsRequest({ ...options, port: portOf(target), agent: this.#tls });
  }

  async #inTime(target: URL, call: ClientCall, request: ClientRequest): Promise<HttpResponse> {
    const span = call.timeout ?? this.#timeout;
    const late = (): HttpFailure =>
      new HttpFailure(
        'timeout',
        `${whereOf(target)}: no answer within ${printSpan(span)}; is the server busy?`,
      );
    // A far end that does not live by this clock may never answer while virtual time stands still.
    const wall = { rang: false };
    const ring = (): void => {
      wall.rang = true;
      request.destroy(late());
    };
    const cancel = this.#sharesClock(target) ? () => undefined : wallTimer(span, ring);
    try {
      return await withTimeout(this.#clock, span, whereOf(target), this.#exchange(target, call, request));
    } catch (error) {
      request.destroy();
      throw wall.rang || error instanceof TimedOut ? late() : error;
    } finally {
      cancel();
    }
  }

  async #exchange(target: URL, call: ClientCall, request: ClientRequest): Promise<HttpResponse> {
    let ended: () => void = () => undefined;
    const token = this.#clock.currentExchange();
    request.once('socket', ({ localPort, remotePort }) => {
      if (token === undefined || localPort === undefined || remotePort === undefined) return;
      ended = beginCall(this.#clock, token, localPort, remotePort);
    });
    try {
      request.end(call.body);
      const response = await answerTo(request);
      const body = await readAnswer(response, whereOf(target), this.#limits);
      return { status: response.statusCode ?? 0, headers: headersOf(response.headers), body };
    } catch (error) {
      throw isFailureOfConnection(error) ? exchangeFailure(error, whereOf(target)) : error;
    } finally {
      ended();
    }
  }

  #sharesClock(target: URL): boolean {
    const [host, port] = [hostOf(target), portOf(target)];
    const named = targetOf(this.#names, host, port);
    return isLoopback(named?.host ?? host) && livesByClock(this.#clock, named?.port ?? port);
  }
}

function tlsOptions({ ca, identity }: ClientOptions): Record<string, unknown> {
  return {
    ecdhCurve: groups,
    minVersion: 'TLSv1.2',
    ...(ca === undefined ? {} : { ca: Buffer.from(ca) }),
    ...(identity === undefined ? {} : { key: Buffer.from(identity.key), cert: Buffer.from(identity.cert) }),
  };
}

async function answerTo(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve);
    request.on('error', reject);
  });
}

async function readAnswer(response: IncomingMessage, where: string, limits: ClientLimits): Promise<Bytes> {
  const { pause, bodyOctets } = limits;
  const paused = (): void => {
    response.destroy(
      new HttpFailure('timeout', `${where}: the answer stopped in its middle; look at the server's log`),
    );
  };
  let cancel = wallTimer(pause, paused);
  const arrived = (): void => {
    cancel();
    cancel = wallTimer(pause, paused);
  };
  try {
    const { octets, length } = await collect(response, { keep: bodyOctets, stop: bodyOctets, arrived });
    if (length <= bodyOctets) return octets;
  } finally {
    cancel();
  }
  throw new HttpFailure(
    'body',
    `${where}: the answer is larger than ${bodyOctets} octets; is this the right server?`,
    { status: response.statusCode ?? 0 },
  );
}

function isFailureOfConnection(error: unknown): boolean {
  return error instanceof Error && 'code' in error;
}

function hostOf(target: URL): string {
  return target.hostname.replace(/^\[|\]$/g, '');
}

function portOf(target: URL): number {
  if (target.port !== '') return Number(target.port);
  return target.protocol === 'http:' ? 80 : 443;
}

function whereOf(target: URL): string {
  return `${target.hostname}:${portOf(target)}`;
}
