import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { Bytes } from '#shared/bytes/bytes';
import { fromUtf8, toUtf8 } from '#shared/bytes/bytes';
import type { ClientOptions, HttpClient } from '#shared/http/client';
import { httpClient } from '#shared/http/client';
import type { RouteHandler } from '#shared/http/route';
import type { HttpServer, ServerOptions } from '#shared/http/server';
import { openServer } from '#shared/http/server';
import type { Clock } from '#shared/runtime/clock';
import { systemClock } from '#shared/runtime/clock';
import type { TraceEvents } from '#shared/runtime/trace';
import { Trace } from '#shared/runtime/trace';

/** A test certificate or key of the folder `certificates`, PEM. */
export function pem(name: string): string {
  return readFileSync(new URL(`certificates/${name}.pem`, import.meta.url), 'utf8');
}

/** The certificate of that name for a server, with the CA behind it. */
export function tlsOf(name: string): { key: string; cert: string } {
  return { key: pem(`${name}.key`), cert: pem(name) + pem('ca') };
}

/** A server and clients that close themselves. */
export class Bench {
  readonly clock: Clock;
  readonly trace: Trace;
  readonly faults: TraceEvents['fault'][] = [];
  readonly #ends: (() => unknown)[] = [];

  constructor(clock: Clock = systemClock()) {
    this.clock = clock;
    this.trace = new Trace(clock);
    this.trace.on('fault', (event) => this.faults.push(event));
  }

  async serve(options: Partial<ServerOptions> = {}): Promise<HttpServer> {
    const { clock, trace } = this;
    const routes = new Map([['POST /echo', echo]]);
    const server = await openServer({ name: 'SM-DP+', port: 0, routes, clock, trace, ...options });
    this.#ends.push(() => server.close());
    return server;
  }

  client(options: Partial<ClientOptions> = {}): HttpClient {
    const client = httpClient({ clock: this.clock, ...options });
    this.#ends.unshift(() => {
      client.close();
    });
    return client;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const end of this.#ends) await end();
  }
}

export const json = { 'Content-Type': 'application/json' };

export const echo: RouteHandler = async ({ body }) => ({ status: 200, headers: json, body });

export const bytes = (text: string): Bytes => toUtf8(text);
export const textOf = (body: Bytes): string => fromUtf8(body);

/** Writes octets to a port as they are, part by part, and returns all that comes back until the connection ends. */
export async function raw(port: number, ...parts: readonly string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  for (const part of parts) socket.write(part);
  let answer = '';
  socket.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    socket.on('data', (data) => (answer += data.toString('latin1')));
    socket.on('close', () => {
      resolve();
    });
  });
  return answer;
}

/** A promise and what fulfils it. */
export function gate(): { readonly passed: Promise<void>; readonly open: () => void } {
  let open: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return {
    passed,
    open: () => {
      open();
    },
  };
}
