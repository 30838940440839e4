import { basename, dirname, join } from 'node:path';

import { openCardStore } from '#device-sim/euicc/index';
import type { Lpa } from '#device-sim/lpa/index';
import { openLpa } from '#device-sim/lpa/index';
import { openWorld } from '#scenarios/world/index';
import { toHex } from '#shared/bytes/bytes';
import type { HttpClient } from '#shared/http/client';
import { httpClient } from '#shared/http/client';
import type { Names } from '#shared/http/dial';
import { CiStore } from '#shared/pki/ci-store';
import type { Clock } from '#shared/runtime/clock';
import type { TraceRecord } from '#shared/runtime/trace';

import { copyDatabase } from './folders.ts';
import { Points } from './points.ts';
import { deviceName, seed, web } from './prepared.ts';

/** A device that can die: it answers nothing any more, and its connections are cut. */
export interface DeviceSide {
  readonly lpa: Lpa;
  readonly points: Points;
  readonly file: string;
  /** Its file as it lay on the disk when it died; only then. */
  readonly remains: string;
  /** Bugs of ours that it told of before it died. */
  readonly faults: readonly string[];
  close(): Promise<void>;
}

export interface DeviceSideOptions {
  readonly file: string;
  readonly clock: Clock;
  readonly names: Names;
  readonly points?: Points;
  /** Waited for before each call of a server. */
  readonly ready?: () => Promise<unknown>;
}

/** Opens the device of a card file. */
export async function openDeviceSide(options: DeviceSideOptions): Promise<DeviceSide> {
  const { file, clock, names, points = new Points(), ready } = options;
  const remains = join(dirname(file), 'remains');
  points.onDeath(() => {
    copyDatabase(file, remains);
  });
  const store = await openCardStore(file, {
    onCommit: ({ when, number }) => {
      points.reach(`${when} commit ${number}`);
    },
  });
  const world = await openWorld({
    clock,
    seed,
    web,
    smdp: false,
    network: false,
    devices: [{ name: deviceName, store }],
  });
  const faults: string[] = [];
  world.trace.onAny((record) => {
    if (record.name === 'fault' && !points.dead)
      faults.push(`${record.event.where}: ${String(record.event.error)}`);
    const what = messageOf(record);
    if (what !== undefined) points.reach(points.next('message', what));
  });
  const stopIfDead = async (): Promise<void> => {
    if (points.dead) await clock.until('a dead device', new Promise<never>(() => undefined));
  };
  const alive = async <T>(work: () => Promise<T>): Promise<T> => {
    await stopIfDead();
    try {
      const result = await work();
      await stopIfDead();
      return result;
    } catch (error) {
      await stopIfDead();
      throw error;
    }
  };
  const { card } = world.device();
  const clients: HttpClient[] = [];
  const lpa = openLpa({
    name: deviceName,
    card: { transmit: (command) => alive(() => card.transmit(command)) },
    clock,
    trace: world.trace,
    http: (judge) => {
      const client = httpClient({ clock, names, judge });
      clients.push(client);
      const post = async (...call: Parameters<HttpClient['post']>): ReturnType<HttpClient['post']> => {
        await ready?.();
        return client.post(...call);
      };
      return { ...client, post: (url, call) => alive(() => post(url, call)) };
    },
    options: { cis: new CiStore(world.cis.trusted), ours: [...names.keys()] },
  });
  const cut = (): void => {
    for (const client of clients) client.close();
  };
  points.onDeath(cut);
  return {
    lpa,
    points,
    file,
    faults,
    remains: join(remains, basename(file)),
    async close() {
      cut();
      await world.close();
    },
  };
}

/** The messages of the device: each command and answer of its card, each call and answer of the server. */
function messageOf({ name, event }: TraceRecord): string | undefined {
  if (name !== 'wire') return undefined;
  const { lane, direction, octets } = event;
  return lane.endsWith('/ES10') ? `APDU ${direction} ${toHex(octets.slice(0, 8))}` : `ES9+ ${direction}`;
}
