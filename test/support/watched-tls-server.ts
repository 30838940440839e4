import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { createServer } from 'node:tls';

import { serverLimits } from '#shared/http/limits';
import { tlsServerOptions } from '#shared/http/tls-server';
import { tlsCredentials } from '#shared/pki/pem';
import type { Identity } from '#shared/pki/sgp26';

/** A TLS server that watches what comes to it inside TLS, and answers each request 503. */
export interface WatchedTlsServer extends AsyncDisposable {
  readonly port: number;
  /** Connections so far. */
  readonly connections: number;
  /** Octets of HTTP so far: nothing of the handshake. */
  readonly octets: number;
  /** Until every connection has ended. */
  allEnded(): Promise<void>;
}

const unavailable = 'HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n';

/** Listens on a free port of 127.0.0.1. */
export async function openWatchedTlsServer(identity: Identity): Promise<WatchedTlsServer> {
  const open = new Set<Socket>();
  let connections = 0;
  let octets = 0;
  const server = createServer(
    tlsServerOptions(tlsCredentials(identity), serverLimits),
    (socket: TLSSocket) => {
      socket.on('data', (data: Buffer) => {
        octets += data.length;
        if (data.toString('latin1').endsWith('}')) socket.write(unavailable);
      });
      socket.on('error', () => undefined);
    },
  );
  server.on('connection', (socket: Socket) => {
    connections += 1;
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    get connections() {
      return connections;
    },
    get octets() {
      return octets;
    },
    allEnded: async () => {
      await Promise.all([...open].map((socket) => once(socket, 'close')));
    },
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}
