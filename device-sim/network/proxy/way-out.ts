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

import type { DataSession } from '../data/data-session.ts';
import type { Destination } from './destination.ts';
import type {} from './events.ts';
import { Metered } from './metered.ts';
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
  /** The data session that carries; undefined while something else does, such as Wi-Fi. */
  readonly session: () => DataSession | undefined;
  /** For a connection to be taken, in wall time. */
  readonly within: Span;
}

/** A connection to a host, judged and counted. */
export interface Way {
  readonly socket: Socket;
  /** To be called when octets have moved: a connection that is not carried any more is cut. */
  readonly moved: () => void;
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
  async open({ host, port }: Destination): Promise<Way> {
    const { clock, device, trace, traffic } = this.#parts;
    this.#judge(host, port);
    const session = this.#parts.session();
    if (session !== undefined) this.#expectCarried(session, host, port);
    const socket = await clock.aside(async () =>
      clock.exchange(`a connection to ${host}:${port}`, async () => this.#dial(host, port)),
    );
    if (this.#closed) {
      socket.destroy();
      throw new NoWayOut('the data path of this device is closed');
    }
    this.#open.add(socket);
    const ended = traffic.begin(host, socket);
    const metered = session && new Metered(socket, host, session);
    trace.emit('data.opened', { device, host, port });
    socket.on('error', () => {
      socket.destroy();
    });
    socket.once('close', () => {
      this.#open.delete(socket);
      metered?.end();
      trace.emit('data.closed', { device, host, port, ...ended() });
    });
    return { socket, moved: () => metered?.count() };
  }

  close(): void {
    this.#closed = true;
    for (const socket of this.#open) socket.destroy();
  }

  #judge(host: string, port: number): void {
    const { allowed, directions } = this.#parts;
    const kind = kindOf(directions, host, port);
    if (allowed(host, kind)) return;
    const why =
      kind === 'foreign'
        ? `${host} is no name of this world; a device reaches only its names and this machine`
        : `${host} may not be reached by this device now`;
    this.#refuse(host, port, why);
  }

  /** @throws NoWayOut where the data session would not carry it */
  #expectCarried(session: DataSession, host: string, port: number): void {
    const outcome = session.judge(host);
    if (outcome === 'carried') return;
    session.tell(host, { outcome, octets: 0 });
    const { device } = this.#parts;
    if (outcome === 'noSession') this.#refuse(host, port, `${device} is registered in no network`);
    this.#refuse(
      host,
      port,
      `nothing is left of the balance of ${device}, and ${host} is not in the walled garden`,
    );
  }

  #refuse(host: string, port: number, why: string): never {
    const { device, trace } = this.#parts;
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
