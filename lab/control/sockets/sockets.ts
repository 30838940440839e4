import type { IncomingMessage } from 'node:http';
import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { wallTimer } from '#shared/http/limits';
import type { Span } from '#shared/runtime/span';
import { seconds } from '#shared/runtime/span';
import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';

import { Refused } from '../refused.ts';

/** What is behind a path for web sockets. */
export interface SocketRoom {
  readonly path: string;
  /** Before the connection is taken. @throws Refused */
  admit(request: IncomingMessage, query: URLSearchParams): void;
  /** The socket is open. Whatever the room listens to ends with the socket. */
  enter(socket: WebSocket, query: URLSearchParams, request: IncomingMessage): void;
}

/** What a socket is granted, in wall time and octets. */
export interface SocketLimits {
  readonly messageOctets: number;
  readonly sockets: number;
  /** Between two pings; one that is not answered by the next ends the socket. */
  readonly heartbeat: Span;
  /** How long a socket may take to close. */
  readonly closing: Span;
}

export const socketLimits: SocketLimits = {
  messageOctets: 256 * 1_024,
  sockets: 64,
  heartbeat: seconds(15),
  closing: seconds(2),
};

/** The web sockets of a server: admitted, kept alive, and ended with it. */
export class Sockets {
  readonly #rooms: readonly SocketRoom[];
  readonly #limits: SocketLimits;
  readonly #onFault: (error: unknown) => void;
  readonly #server: WebSocketServer;

  constructor(rooms: readonly SocketRoom[], limits: SocketLimits, onFault: (error: unknown) => void) {
    this.#rooms = rooms;
    this.#onFault = onFault;
    this.#limits = limits;
    this.#server = new WebSocketServer({
      noServer: true,
      maxPayload: limits.messageOctets,
      perMessageDeflate: false,
    });
    // A handshake that is none: the library has answered.
    this.#server.on('wsClientError', (_error, socket: Duplex) => {
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    });
  }

  /** Takes over the upgrades of a server. */
  serve(server: Server): void {
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      socket.on('error', () => socket.destroy());
      try {
        this.#upgrade(request, socket, head);
      } catch (error) {
        if (!(error instanceof Refused)) {
          this.#onFault(error);
          socket.destroy();
        } else refuse(socket, error, this.#limits.closing);
      }
    });
  }

  /** Ends all sockets, saying why. */
  async close(): Promise<void> {
    await Promise.all(
      [...this.#server.clients].map((socket) => ended(socket, 1001, 'the lab has ended', this.#limits)),
    );
    this.#server.close();
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const url = request.url ?? '/';
    const { pathname, searchParams } = parseTarget(url);
    const room = this.#rooms.find(({ path }) => path === pathname);
    if (room === undefined) {
      const paths = this.#rooms.map(({ path }) => path).join(', ');
      throw new Refused(404, `there is no web socket at ${pathname.slice(0, 100)}; there is: ${paths}`);
    }
    room.admit(request, searchParams);
    if (this.#server.clients.size >= this.#limits.sockets)
      throw new Refused(429, `there are ${this.#limits.sockets} web sockets already; close one`);
    this.#server.handleUpgrade(request, socket, head, (open) => {
      // What breaks a socket has been answered by a close frame.
      open.on('error', () => undefined);
      this.#keepAlive(open);
      room.enter(open, searchParams, request);
    });
  }

  #keepAlive(socket: WebSocket): void {
    let alive = true;
    let cancel = (): void => undefined;
    const beat = (): void => {
      if (!alive) {
        socket.terminate();
        return;
      }
      alive = false;
      socket.ping();
      cancel = wallTimer(this.#limits.heartbeat, beat);
    };
    cancel = wallTimer(this.#limits.heartbeat, beat);
    socket.on('pong', () => {
      alive = true;
    });
    socket.once('close', () => {
      cancel();
    });
  }
}

/** Closes a socket; one whose far end does not take it is cut. */
export async function ended(
  socket: WebSocket,
  code: number,
  reason: string,
  { closing }: Pick<SocketLimits, 'closing'>,
): Promise<void> {
  await new Promise<void>((resolve) => {
    if (socket.readyState === socket.CLOSED) {
      resolve();
      return;
    }
    const cancel = wallTimer(closing, () => {
      socket.terminate();
    });
    socket.once('close', () => {
      cancel();
      resolve();
    });
    socket.close(code, reason);
  });
}

function parseTarget(target: string): URL {
  const text = `http://lab${target.startsWith('/') ? target : '/'}`;
  if (!URL.canParse(text)) throw new Refused(400, 'the request target is not a URL');
  return new URL(text);
}

function refuse(socket: Duplex, { status, answer, headers }: Refused, closing: Span): void {
  const body = `${JSON.stringify(answer)}\n`;
  const lines = [
    `HTTP/1.1 ${status} Refused`,
    'Connection: close',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  const cancel = wallTimer(closing, () => socket.destroy());
  socket.once('close', cancel);
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`, () => {
    socket.destroy();
  });
}
