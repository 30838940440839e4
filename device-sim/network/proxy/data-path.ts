import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';

import type { Names } from '#shared/http/dial';
import { proxyFromEnvironment } from '#shared/http/proxy';
import type { ProxyChoice } from '#shared/http/proxy';
import type { Clock } from '#shared/runtime/clock';
import { minutes, seconds } from '#shared/runtime/span';
import type { Span } from '#shared/runtime/span';
import type { Trace } from '#shared/runtime/trace';

import type { DataSession } from '../data/data-session.ts';
import { forward } from './forward.ts';
import { refusal } from './refusal.ts';
import { Traffic } from './traffic.ts';
import type { HostTraffic } from './traffic.ts';
import { tunnel } from './tunnel.ts';
import { closedWorld, WayOut } from './way-out.ts';
import type { Allowed } from './way-out.ts';

/** What a data path grants. Spans are wall time. */
export interface DataPathLimits {
  readonly headerOctets: number;
  readonly connections: number;
  /** Until a host, or the proxy on the way to it, has taken a connection. */
  readonly connect: Span;
  /** From the first octet of a request to the end of its header. */
  readonly request: Span;
  /** A connection on which nothing comes or goes. */
  readonly idle: Span;
}

const defaultLimits: DataPathLimits = {
  headerOctets: 16_384,
  connections: 500,
  connect: seconds(10),
  request: seconds(10),
  idle: minutes(10),
};

export interface DataPathOptions {
  /** The device it belongs to, for the trace. */
  readonly device?: string;
  readonly clock: Clock;
  readonly trace: Trace;
  readonly names: Names;
  /** The world's names and this machine if left out. Its answer counts for every new connection. */
  readonly allowed?: Allowed;
  /** How foreign hosts are reached where they are allowed; as HTTPS_PROXY and NO_PROXY say if left out. */
  readonly proxyFor?: ProxyChoice;
  readonly limits?: Partial<DataPathLimits>;
  /**
   * The data session that carries what is opened from now on: metered, and walled in when nothing is left. Undefined
   * while something else carries, such as Wi-Fi; that is so all the time if left out.
   */
  readonly session?: () => DataSession | undefined;
}

/** The way of a device's pages to the network: an HTTP proxy on loopback that knows the world's names. */
export interface DataPath {
  readonly host: string;
  readonly port: number;
  /** Octets and connections by host, open connections included. */
  traffic(): ReadonlyMap<string, HostTraffic>;
  /** Ends every connection. */
  close(): Promise<void>;
}

const loopback = '127.0.0.1';

/** Opens the data path of a device on a free port (design.md §3, "Parties have names"). */
export async function openDataPath(options: DataPathOptions): Promise<DataPath> {
  const { clock, device = 'device-1', trace } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const traffic = new Traffic();
  const directions = {
    names: options.names,
    proxyFor: options.proxyFor ?? proxyFromEnvironment(process.env),
  };
  const allowed = options.allowed ?? closedWorld;
  const wayOut = new WayOut({
    device,
    clock,
    trace,
    directions,
    allowed,
    traffic,
    session: options.session ?? (() => undefined),
    within: limits.connect,
  });
  const faults = (error: unknown): void => {
    trace.emit('fault', { where: `the data path of ${device}`, error });
  };
  const server = createProxy(limits);
  server.on('connect', ({ url = '' }, client: Duplex, first: Buffer) => {
    tunnel(wayOut, limits.idle, url, client, first).catch((error: unknown) => {
      client.destroy();
      faults(error);
    });
  });
  server.on('request', (request, response) => {
    forward(wayOut, limits.idle, request, response).catch((error: unknown) => {
      response.destroy();
      faults(error);
    });
  });
  const clients = clientsOf(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, loopback, resolve);
  });
  const { port } = server.address() as AddressInfo;
  let closed: Promise<void> | undefined;
  return {
    host: loopback,
    port,
    traffic: () => traffic.byHost(),
    close: () => (closed ??= close(server, clients, wayOut)),
  };
}

function createProxy(limits: DataPathLimits): Server {
  const server = createServer({
    maxHeaderSize: limits.headerOctets,
    headersTimeout: limits.request,
    keepAliveTimeout: limits.idle,
    connectionsCheckingInterval: Math.ceil(Math.max(10, Math.min(1_000, limits.request / 4))),
    requestTimeout: 0,
    noDelay: true,
  });
  server.maxConnections = limits.connections;
  server.on('clientError', (_error, client) => {
    if (!client.writable) client.destroy();
    else client.end(refusal('400 Bad Request', 'this is not a request to a proxy'), () => client.destroy());
  });
  return server;
}

function clientsOf(server: Server): ReadonlySet<Socket> {
  const clients = new Set<Socket>();
  server.on('connection', (client: Socket) => {
    clients.add(client);
    client.on('error', () => client.destroy());
    client.once('close', () => clients.delete(client));
  });
  return clients;
}

async function close(server: Server, clients: ReadonlySet<Socket>, wayOut: WayOut): Promise<void> {
  const allClosed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  wayOut.close();
  for (const client of clients) client.destroy();
  await allClosed;
}
