import { createServer as createPlainServer } from 'node:http';
import type { IncomingMessage, Server, ServerOptions as NodeOptions, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { codeOf } from './failure.ts';
import { servePort } from './far-end.ts';
import { serverLimits, wallTimer } from './limits.ts';
import type { ServerLimits } from './limits.ts';
import { RequestAnswering } from './request-answering.ts';
import type { ServerOptions } from './server-options.ts';
import { tlsServerOptions } from './tls-server.ts';

export type { ServerOptions } from './server-options.ts';

export interface HttpServer {
  readonly port: number;
  /** `https://127.0.0.1:8443` */
  readonly url: string;
  /** Node's own, for web sockets. */
  readonly server: Server;
  /** No new work; open exchanges end, or are cut after `limits.closing`. */
  close(): Promise<void>;
}

/** The port could not be had. The message is one line and names the setting. */
export class PortNotFree extends Error {
  override readonly name = 'PortNotFree';
}

/** A server with limits, listening. @throws PortNotFree */
export async function openServer(options: ServerOptions): Promise<HttpServer> {
  const limits = { ...serverLimits, ...options.limits };
  const answering = new RequestAnswering({ ...options, limits });
  const server = createServer(options, limits, (request, response) => {
    answering.answer(request, response);
  });
  const sockets = watch(server);
  const host = options.host ?? '127.0.0.1';
  await listen(server, host, options);
  const { port } = server.address() as AddressInfo;
  const leavePort = servePort(options.clock, port);
  let closed: Promise<void> | undefined;
  return {
    port,
    url: `${options.tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`,
    server,
    close: () => {
      closed ??= close(server, answering, sockets, limits).finally(leavePort);
      return closed;
    },
  };
}

function createServer(
  { tls }: ServerOptions,
  limits: ServerLimits,
  listener: (request: IncomingMessage, response: ServerResponse) => void,
): Server {
  const options: NodeOptions = {
    headersTimeout: limits.request,
    requestTimeout: limits.request,
    connectionsCheckingInterval: Math.ceil(Math.max(10, Math.min(1_000, limits.request / 4))),
    keepAliveTimeout: limits.idle,
    maxHeaderSize: limits.headerOctets,
    noDelay: true,
  };
  const server = tls
    ? createTlsServer({ ...options, ...tlsServerOptions(tls, limits) }, listener)
    : createPlainServer(options, listener);
  server.maxConnections = limits.connections;
  server.maxHeadersCount = limits.headerLines;
  server.maxRequestsPerSocket = limits.requestsPerConnection;
  server.on('clientError', answerBroken);
  return server;
}

/** All connections, those within a TLS handshake and web sockets included. */
function watch(server: Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}

async function listen(server: Server, host: string, options: ServerOptions): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(options.port, host, () => {
        server.off('error', reject);
        resolve();
      });
    });
  } catch (error) {
    const { name, port, portSetting } = options;
    const why = {
      EADDRINUSE: 'is taken by another program',
      EACCES: 'needs more rights than this program has',
    };
    const reason = Object.entries(why).find(([code]) => code === codeOf(error))?.[1];
    if (reason === undefined) throw error;
    const choose = portSetting ? `; choose one with ${portSetting.flag} 0 or ${portSetting.variable}` : '';
    throw new PortNotFree(`port ${port} (${name}) ${reason}${choose}`, { cause: error });
  }
}

async function close(
  server: Server,
  answering: RequestAnswering,
  sockets: ReadonlySet<Socket>,
  limits: ServerLimits,
): Promise<void> {
  const allClosed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const cancel = wallTimer(limits.closing, cut);
  void answering.ended().then(cut);
  await allClosed;
  cancel();
}

/** What never became a request: late, too long a header, not HTTP. */
function answerBroken(error: Error, socket: Duplex): void {
  const code = codeOf(error);
  if (code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const answers: Readonly<Record<string, string>> = {
    ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout|the request came too slowly',
    HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large|the header is too large',
  };
  const [status = '', text = ''] = (answers[code] ?? '400 Bad Request|this is not HTTP').split('|');
  const head = `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n`;
  socket.end(`${head}Content-Length: ${text.length + 1}\r\n\r\n${text}\n`, () => {
    socket.destroy();
  });
}
