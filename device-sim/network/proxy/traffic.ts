import type { Socket } from 'node:net';

/** Octets that went to a host and came from it, TLS included. */
export interface Octets {
  readonly up: number;
  readonly down: number;
}

/** Octets and connections by host. */
export interface HostTraffic extends Octets {
  readonly connections: number;
}

/** Counts octets by host: those of connections that have ended, and those of the open ones as they are now. */
export class Traffic {
  readonly #ended = new Map<string, HostTraffic>();
  readonly #open = new Map<Socket, string>();

  /** A connection begins to count; the returned function ends that and tells what it was. */
  begin(host: string, socket: Socket): () => Octets {
    this.#open.set(socket, host);
    return () => {
      this.#open.delete(socket);
      const octets = octetsOf(socket);
      this.#ended.set(host, sum(this.#ended.get(host), octets));
      return octets;
    };
  }

  /** By host, in the order in which hosts were first reached. */
  byHost(): ReadonlyMap<string, HostTraffic> {
    const all = new Map(this.#ended);
    for (const [socket, host] of this.#open) all.set(host, sum(all.get(host), octetsOf(socket)));
    return all;
  }
}

function octetsOf(socket: Socket): Octets {
  return { up: socket.bytesWritten, down: socket.bytesRead };
}

function sum(before: HostTraffic | undefined, { up, down }: Octets): HostTraffic {
  return {
    up: (before?.up ?? 0) + up,
    down: (before?.down ?? 0) + down,
    connections: (before?.connections ?? 0) + 1,
  };
}
