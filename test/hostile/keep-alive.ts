import type { Duplex } from 'node:stream';

import type { Bytes } from '#shared/bytes/bytes';
import { concat, fromUtf8, toUtf8 } from '#shared/bytes/bytes';

/** What a server answered. */
export interface RawAnswer {
  readonly status: number;
  readonly body: Bytes;
}

interface Waiting {
  readonly octets: Bytes;
  readonly resolve: (answer: RawAnswer) => void;
  readonly reject: (error: unknown) => void;
}

/** The least of an HTTP client: requests go out at once, answers come back in order. Nothing of a request is checked. */
export class KeepAlive implements Disposable {
  readonly #connect: () => Promise<Duplex>;
  #socket: Duplex | undefined;
  #received: Bytes = new Uint8Array();
  #waiting: Waiting[] = [];

  constructor(connect: () => Promise<Duplex>) {
    this.#connect = connect;
  }

  [Symbol.dispose](): void {
    this.end();
  }

  /** Ends the connection, before the server does so for idleness; the next request opens another. */
  end(): void {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.destroy();
  }

  async post(path: string, body: Bytes, headers = 'Content-Type: application/json\r\n'): Promise<RawAnswer> {
    const head = `POST ${path} HTTP/1.1\r\nHost: a\r\nX-Admin-Protocol: gsma/rsp/v2.2.2\r\n${headers}Content-Length: ${body.length}\r\n\r\n`;
    return this.raw(concat(toUtf8(head), body));
  }

  /** Sends octets and awaits one answer. */
  async raw(octets: Bytes): Promise<RawAnswer> {
    return new Promise((resolve, reject) => {
      void this.#send({ octets, resolve, reject });
    });
  }

  async #send(request: Waiting): Promise<void> {
    try {
      const socket = this.#socket ?? (await this.#open());
      this.#waiting.push(request);
      socket.write(request.octets);
    } catch (error) {
      request.reject(error);
    }
  }

  async #open(): Promise<Duplex> {
    const socket = await this.#connect();
    if (this.#socket !== undefined) {
      socket.destroy();
      return this.#socket;
    }
    this.#socket = socket;
    this.#received = new Uint8Array();
    socket.on('data', (octets: Buffer) => {
      this.#take(octets);
    });
    const gone = (): void => {
      if (this.#socket !== socket) return;
      this.#socket = undefined;
      const left = this.#waiting;
      this.#waiting = [];
      for (const { reject } of left) reject(new Error('the connection ended without an answer'));
    };
    socket.on('error', gone);
    socket.on('close', gone);
    return socket;
  }

  /** The server ends the connection after this answer: what was sent behind it goes over another one (RFC 9112 §9.3.2). */
  #goOnElsewhere(): void {
    const left = this.#waiting;
    this.#waiting = [];
    this.end();
    for (const request of left) void this.#send(request);
  }

  #take(octets: Bytes): void {
    this.#received = this.#received.length === 0 ? new Uint8Array(octets) : concat(this.#received, octets);
    for (;;) {
      const end = Buffer.from(
        this.#received.buffer,
        this.#received.byteOffset,
        this.#received.length,
      ).indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = fromUtf8(this.#received.subarray(0, end));
      const status = Number(head.slice(9, 12));
      const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0);
      const after = end + 4 + length;
      if (this.#received.length < after) return;
      const body = this.#received.slice(end + 4, after);
      this.#received = this.#received.slice(after);
      this.#waiting.shift()?.resolve({ status, body });
      if (/^connection: close$/im.test(head)) {
        this.#goOnElsewhere();
        return;
      }
    }
  }
}
