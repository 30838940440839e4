import type { IncomingMessage, ServerResponse } from 'node:http';
import { TLSSocket } from 'node:tls';
import type { Bytes } from '#shared/bytes/bytes';
import { toUtf8 } from '#shared/bytes/bytes';
import { callerOf } from './far-end.ts';
import { headersOf } from './headers.ts';
import type { ServerLimits } from './limits.ts';
import { didYouMean } from '#shared/runtime/did-you-mean';
import { PeerChains, PeerNotTrusted } from './peer.ts';
import { readBody } from './request-body.ts';
import { ClientGone, HangUp, TransportRefusal } from './route.ts';
import type { RouteAnswer, RouteCall, RouteHandler } from './route.ts';
import type { ServerOptions } from './server-options.ts';

/** Answers the requests of one server, each as an exchange of its Clock. */
export class RequestAnswering {
  readonly #options: ServerOptions & { readonly limits: ServerLimits };
  readonly #chains = new PeerChains();
  readonly #open = new Set<ServerResponse>();
  readonly #paths: ReadonlySet<string>;
  #closing = false;
  #allEnded: () => void = () => undefined;

  constructor(options: ServerOptions & { readonly limits: ServerLimits }) {
    this.#options = options;
    this.#paths = new Set([...options.routes.keys()].map((route) => route.slice(route.indexOf(' ') + 1)));
  }

  answer(request: IncomingMessage, response: ServerResponse): void {
    const { clock } = this.#options;
    // An event stream lasts as long as its page: neither virtual time nor `close` waits for it.
    if (request.headers.accept?.includes('text/event-stream')) {
      clock.aside(() => void this.#answer(request, response));
      return;
    }
    const closed = this.#opened(request, response);
    const { remotePort, localPort } = request.socket;
    const caller = callerOf(clock, remotePort ?? 0, localPort ?? 0);
    const run = async (): Promise<void> => {
      await this.#answer(request, response);
      await closed;
    };
    const what = `${request.method ?? ''} ${request.url ?? ''} at ${this.#options.name}`;
    // Aside, because the server may have been opened within an exchange that is still open.
    clock.aside(() => void (caller === undefined ? clock.exchange(what, run) : clock.join(caller, run)));
  }

  /** Begins to close: resolves when nothing is open. */
  async ended(): Promise<void> {
    this.#closing = true;
    if (this.#open.size === 0) return;
    await new Promise<void>((resolve) => {
      this.#allEnded = resolve;
    });
  }

  /** Until the answer is out or the connection is gone: a pipelined answer whose turn never comes does not close. */
  #opened({ socket }: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#open.add(response);
    socket.setMaxListeners(0);
    return new Promise<void>((resolve) => {
      const end = (): void => {
        socket.off('close', end);
        this.#open.delete(response);
        if (this.#open.size === 0) this.#allEnded();
        resolve();
      };
      response.once('close', end);
      socket.once('close', end);
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const target = locate(request);
      if (this.#paths.has(target.path) || !this.#options.fallback)
        this.#send(response, await this.#route(request, target));
      else this.#options.fallback(request, response);
    } catch (error) {
      this.#fail(request, response, error);
    }
  }

  async #route(request: IncomingMessage, { path, query }: Target): Promise<RouteAnswer> {
    const method = request.method ?? '';
    const { limits, clock } = this.#options;
    const chain = this.#judge(request);
    const handler = this.#find(method, path);
    if (method !== 'GET') expectMediaType(request, this.#options.mediaType ?? 'application/json');
    const body = await readBody(request, limits.bodyOctets);
    const exchange = clock.currentExchange();
    const headers = headersOf(request.headers);
    return await handler({
      method,
      path,
      query,
      headers,
      body,
      exchange,
      ...(chain[0] === undefined ? {} : { peerCertificate: chain[0] }),
    });
  }

  #find(method: string, path: string): RouteHandler {
    const { routes, name } = this.#options;
    const handler = routes.get(`${method} ${path}`);
    if (handler) return handler;
    if (!this.#paths.has(path)) {
      const meant = didYouMean(path, this.#paths);
      const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
      throw new TransportRefusal(404, `${shorten(path)} is not a path of ${name}${hint}`);
    }
    const allowed = [...routes.keys()]
      .filter((key) => key.endsWith(` ${path}`))
      .map((key) => key.split(' ', 1)[0]);
    const allow = allowed.join(', ');
    throw new TransportRefusal(405, `${path} is called with ${allow}, not ${method}`, { allow });
  }

  #judge({ socket }: IncomingMessage): readonly Bytes[] {
    const { tls } = this.#options;
    if (!(socket instanceof TLSSocket) || !(tls?.requestCert ?? tls?.judge)) return [];
    const chain = this.#chains.of(socket);
    try {
      tls.judge?.({ host: socket.remoteAddress ?? '', chain });
    } catch (error) {
      if (!(error instanceof PeerNotTrusted)) throw error;
      throw new TransportRefusal(403, error.message, { connection: 'close' });
    }
    return chain;
  }

  #fail(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    if (error instanceof ClientGone) return;
    if (error instanceof HangUp) {
      request.socket.destroy();
      return;
    }
    if (error instanceof TransportRefusal) {
      this.#send(response, { status: error.status, headers: error.headers, body: `${error.message}\n` });
      return;
    }
    const where = `${this.#options.name}: ${request.method ?? ''} ${request.url ?? ''}`;
    this.#options.trace?.emit('fault', { where, error });
    if (response.headersSent) response.destroy();
    else this.#send(response, { status: 500, body: 'internal error\n' });
  }

  #send(response: ServerResponse, { status, headers = {}, body }: RouteAnswer): void {
    if (response.destroyed) return;
    const { adminProtocol } = this.#options;
    const octets = typeof body === 'string' ? toUtf8(body) : body;
    // Handed over at once: Node writes them as they are, where headers set one by one are kept and checked twice.
    response.writeHead(status, {
      ...(typeof body === 'string' ? { 'Content-Type': 'text/plain; charset=utf-8' } : {}),
      ...(adminProtocol === undefined ? {} : { 'X-Admin-Protocol': adminProtocol }),
      ...headers,
      ...(status === 204 ? {} : { 'Content-Length': octets?.length ?? 0 }),
      ...(this.#closing ? { connection: 'close' } : {}),
    });
    response.end(status === 204 ? undefined : octets);
  }
}

type Target = Pick<RouteCall, 'path' | 'query'>;

/** What a URL has as it is: nearly all requests are for such a path. */
const plainPath = /^(?:\/[A-Za-z0-9_-]+)+$/;

/** The path and query of a request; the origin is of no meaning. */
function locate(request: IncomingMessage): Target {
  const target = request.url ?? '/';
  if (plainPath.test(target)) return { path: target, query: new URLSearchParams() };
  try {
    const url = new URL(target.startsWith('/') ? `http://server${target}` : target);
    return { path: url.pathname, query: url.searchParams };
  } catch (error) {
    throw new TransportRefusal(
      400,
      'the request target is not a URL',
      { connection: 'close' },
      { cause: error },
    );
  }
}

function expectMediaType(request: IncomingMessage, mediaType: string): void {
  const given = request.headers['content-type'];
  const type = given?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== mediaType) {
    throw new TransportRefusal(415, `Content-Type is ${shorten(given ?? 'missing')}; expected ${mediaType}`);
  }
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity')
    throw new TransportRefusal(415, `Content-Encoding ${shorten(encoding)} is not read here`);
}

function shorten(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
