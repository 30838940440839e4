import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { basename, dirname, join } from 'node:path';

import { openWorld } from '#scenarios/world/index';
import type { Clock } from '#shared/runtime/clock';
import type { TraceRecord } from '#shared/runtime/trace';
import type { Smdp } from '#smdp/index';
import { openSmdpStore } from '#smdp/index';

import { copyDatabase } from './folders.ts';
import { Points } from './points.ts';
import { seed, web } from './prepared.ts';

/** An SM-DP+ that can die: its connections are cut, and it listens no more. */
export interface ServerSide {
  readonly smdp: Smdp;
  readonly points: Points;
  /** Its file as it lay on the disk when it died; only then. */
  readonly remains: string;
  /** Bugs of ours that it told of before it died, and notifications that it did not believe. */
  readonly faults: readonly string[];
  /** Sequence numbers of the notifications that it has verified. */
  readonly heard: readonly number[];
  close(): Promise<void>;
}

export interface ServerSideOptions {
  readonly file: string;
  readonly clock: Clock;
  readonly points?: Points;
  /** Told of each whole request that has come, and each answer that is on its way. */
  readonly onMessage?: (what: string) => void;
}

/** Opens the SM-DP+ of an order file. */
export async function openServerSide(options: ServerSideOptions): Promise<ServerSide> {
  const { file, clock, points = new Points(), onMessage } = options;
  const store = await openSmdpStore(file, {
    clock,
    onCommit: ({ when, number }) => {
      points.reach(`${when} commit ${number}`);
    },
  });
  const world = await openWorld({ clock, seed, web, smdp: { store }, network: false, devices: [] });
  const faults: string[] = [];
  const heard: number[] = [];
  world.trace.onAny((record) => {
    if (points.dead) return;
    if (record.name === 'notification.received') heard.push(record.event.sequenceNumber);
    if (record.name === 'fault') faults.push(`${record.event.where}: ${String(record.event.error)}`);
    if (record.name === 'finding') faults.push(`${record.event.where}: ${record.event.what}`);
    if (record.name === 'wire') {
      // What operators are told goes on beside the download: its messages come in no order that could be listed.
      if (record.event.lane === 'ES2+') return;
      onMessage?.(record.event.direction);
    }
    points.reach(points.next('event', nameOf(record)));
  });
  const connections = watchConnections(world.smdp.port, points);
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    connections.cut();
    closed ??= world.close();
    return closed;
  };
  const remains = join(dirname(file), 'remains');
  points.onDeath(() => {
    copyDatabase(file, remains);
    void close();
  });
  return { smdp: world.smdp, points, remains: join(remains, basename(file)), faults, heard, close };
}

/** What happens on the connections of a server; and a way to end them all at once, as the end of its process does. */
function watchConnections(port: number, points: Points): { cut(): void } {
  const sockets = new Set<Socket>();
  const accepted = (message: unknown): void => {
    const { socket } = message as { readonly socket: Socket };
    if (socket.localPort !== port) return;
    sockets.add(socket);
    points.reach(points.next('connection', 'accepted'));
    if (points.dead) socket.destroy();
  };
  const begun = (message: unknown): void => {
    const { socket, response } = message as { readonly socket: Socket; readonly response: ServerResponse };
    if (socket.localPort !== port) return;
    points.reach(points.next('request', 'its header has come'));
    watchAnswer(response, points);
  };
  const sent = (message: unknown): void => {
    const { socket } = message as { readonly socket: Socket };
    if (socket.localPort === port) points.reach(points.next('answer', 'all of it is out'));
  };
  subscribe('net.server.socket', accepted);
  subscribe('http.server.request.start', begun);
  subscribe('http.server.response.finish', sent);
  return {
    cut() {
      unsubscribe('net.server.socket', accepted);
      unsubscribe('http.server.request.start', begun);
      unsubscribe('http.server.response.finish', sent);
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Lets a server die when half of an answer is out. */
function watchAnswer(response: ServerResponse, points: Points): void {
  const end = response.end.bind(response);
  const divided = (body: Uint8Array): void => {
    const name = points.next('half of answer', 'is out');
    const half = (): void => {
      points.reach(name);
    };
    if (points.endsAt(name)) response.write(body.slice(0, body.length / 2), half);
    else {
      half();
      end(body);
    }
  };
  Object.defineProperty(response, 'end', {
    value(body?: Uint8Array): void {
      if (body === undefined) end();
      else divided(body);
    },
  });
}

function nameOf({ name, event }: TraceRecord): string {
  if (name === 'wire') return `${event.lane} ${event.direction}`;
  if (name === 'session.moved') return `session ${event.to}`;
  if (name === 'order.moved') return `order ${event.to}`;
  if (name === 'order.progress') return `${event.point} ${event.status}`;
  if (name === 'notification.received') return `${event.operation} received`;
  return name;
}
