import type { Socket } from 'node:net';

import type { DataSession } from '../data/data-session.ts';

/** Counts a connection against a balance as its octets move, both ways, and cuts it when it is carried no more. */
export class Metered {
  readonly #socket: Socket;
  readonly #host: string;
  readonly #session: DataSession;
  #counted = 0;
  #carried = 0;
  #blocked = false;

  constructor(socket: Socket, host: string, session: DataSession) {
    this.#socket = socket;
    this.#host = host;
    this.#session = session;
  }

  /** Counts what has moved since the last time. */
  count(): void {
    const { bytesRead, bytesWritten } = this.#socket;
    const octets = bytesRead + bytesWritten - this.#counted;
    if (octets === 0 || this.#blocked) return;
    this.#counted += octets;
    const { outcome, octets: carried } = this.#session.carry(this.#host, octets);
    this.#carried += carried;
    if (outcome === 'carried') return;
    this.#blocked = true;
    this.#socket.destroy();
  }

  /** Counts the rest, and tells of all of it. */
  end(): void {
    this.count();
    this.#session.tell(this.#host, { octets: this.#carried, outcome: this.#blocked ? 'blocked' : 'carried' });
  }
}
