import type { Socket } from 'node:net';

import { dial, targetOf } from '#shared/http/dial';
import type { Directions } from '#shared/http/dial';
import { HttpFailure } from '#shared/http/failure';
import { wallTimer } from '#shared/http/limits';
import { isLoopback } from '#shared/http/proxy';
import type { Clock } from '#shared/runtime/clock';
import type { Span } from '#shared/runtime/span';
import { printSpan } from '#shared/runtime/span';
import type { Trace } from '#shared/runtime/trace';

import type { Destination } from './destination.ts';
import type {} from './events.ts';
import type { Traffic } from './traffic.ts';

/** What a host is to a world: one of its names, this machine, or neither. */
export type HostKind = 'world' | 'loopback' | 'foreign';

/** Whether a device may reach a host now. */
export type Allowed = (host: string, kind: HostKind) => boolean;

/** A world is closed: its own names and this machine, nothing else. */
export const closedWorld: Allowed = (_host, kind) => kind !== 'foreign';

/** The connection that was asked for is not made. The message is one line, for the page and the trace. */
export class NoWayOut extends Error {
  override readonly name = 'NoWayOut';
}

/** What decides and counts the connections of one data path. */
export interface WayOutParts {
  readonly device: string;
  readonly clock: Clock;
  readonly trace: Trace;
  readonly directions: Directions;
  readonly allowed: Allowed;
  readonly traffic: Traffic;
  /** For a connection to be taken, in wall time. */
  readonly within: Span;
}

/** The way from the data path to a host: judged, dialled, counted. */
export class WayOut {
  readonly #parts: WayOutParts;
  readonly #open = new Set<Socket>();
  #closed = false;

  constructor(parts: WayOutParts) {
    this.#parts = parts;
  }

  /** A connection to a host; counted until it closes. @throws NoWayOut */
  async open({ host, port }: Destination): Promise<Socket> {
    const { clock, device, trace, traffic } = this.#parts;
    this.#judge(host, port);
    const socket = await clock.aside(async () =>
      clock.exchange(`a connection to ${host}:${port}`, async () => this.#dial(host, port)),
    );
    if (this.#closed) {
      socket.destroy();
      throw new NoWayOut('the data path of this device is closed');
    }
    this.#open.add(socket);
    const ended = traffic.begin(host, socket);
    trace.emit('data.opened', { device, host, port });
    socket.on('error', () => {
      socket.destroy();
    });
    socket.once('close', () => {
      this.#open.delete(socket);
      trace.emit('data.closed', { device, host, port, ...ended() });
    });
    return socket;
  }

  close(): void {
    this.#closed = true;
    for (const socket of this.#open) socket.destroy();
  }

  #judge(host: string, port: number): void {
    const { allowed, device, directions, trace } = this.#parts;
    const kind = kindOf(directions, host, port);
    if (allowed(host, kind)) return;
    const why =
      kind === 'foreign'
        ? `${host} is no name of this world; a device reaches only its names and this machine`
        : `${host} may not be reached by this device now`;
    trace.emit('data.refused', { device, host, port, allowed: false, why });
    throw new NoWayOut(why);
  }

  async #dial(host: string, port: number): Promise<Socket> {
    const { device, directions, trace, within } = this.#parts;
    // The system's resolver need not know the names below localhost (RFC 6761 §6.3).
    const known = host.endsWith('.localhost') && targetOf(directions.names, host, port) === undefined;
    try {
      return await inTime(dial(directions, known ? 'localhost' : host, port), within, `${host}:${port}`);
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error;
      trace.emit('data.refused', { device, host, port, allowed: true, why: error.message });
      throw new NoWayOut(error.message, { cause: error });
    }
  }
}

/** A connection that is taken later is closed again. @throws HttpFailure connect */
async function inTime(dialled: Promise<Socket>, within: Span, where: string): Promise<Socket> {
  let late = false;
  let cancel: () => void = () => undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    cancel = wallTimer(within, () => {
      late = true;
      reject(new HttpFailure('connect', `${where} took no connection within ${printSpan(within)}`));
    });
  });
  dialled.then(
    (socket) => {
      if (late) socket.destroy();
    },
    () => undefined,
  );
  try {
    return await Promise.race([dialled, timeout]);
  } finally {
    cancel();
  }
}

function kindOf({ names }: Directions, host: string, port: number): HostKind {
  if (targetOf(names, host, port) !== undefined) return 'world';
  return isLoopback(host) ? 'loopback' : 'foreign';
}
