import { join } from 'node:path';

import type { CardState } from '#device-sim/euicc/index';
import type { Clock } from '#shared/runtime/clock';
import { virtualClock } from '#shared/runtime/clock';
import type { Order } from '#smdp/index';

import type { DeviceSide } from './device-side.ts';
import { openDeviceSide } from './device-side.ts';
import { copyDatabase, newFolder, removeFolder } from './folders.ts';
import { download, isDone, seen } from './person.ts';
import type { Deadly } from './points.ts';
import { Points } from './points.ts';
import type { Prepared } from './prepared.ts';
import { firstMorning, smdpName } from './prepared.ts';
import { readCard, readOrders } from './remains.ts';
import type { ServerSide } from './server-side.ts';
import { openServerSide } from './server-side.ts';

/** Who dies, and at which point in each of its lives but the last. */
export interface Deaths {
  readonly side: 'device' | 'server';
  readonly at: readonly Deadly[];
  /** Where the other side dies meanwhile, likewise. */
  readonly other?: readonly Deadly[];
  /** Whether a server is started again at once, in the middle of a download; if left out, when that has ended. */
  readonly atOnce?: boolean;
}

/** How a download with deaths in it ended, after the dead side was started again and all was retried. */
export interface End {
  /** The points of the side in each of its lives. */
  readonly lives: readonly (readonly string[])[];
  /** How often a side died. */
  readonly deaths: number;
  /** What the person saw of each try. */
  readonly tries: readonly string[];
  /** What lay in the file of the side after its last death; nothing for the other side. */
  readonly left: { readonly card?: CardState; readonly orders?: readonly Order[] };
  readonly card: CardState;
  readonly orders: readonly Order[];
  /** Sequence numbers of the notifications that the server has verified, in all of its lives. */
  readonly heard: readonly number[];
  readonly faults: readonly string[];
}

/** Downloads on copies of what was prepared; a side dies, is started again from what lay on the disk, and all is retried. */
export async function downloadWithDeaths(prepared: Prepared, deaths: Deaths): Promise<End> {
  const folder = newFolder();
  try {
    const lab = new Lab(prepared, deaths);
    await lab.open(folder);
    const tries: string[] = [];
    while (!isDone(tries.at(-1)) && tries.length < 12) tries.push(await lab.try());
    return await lab.end(tries);
  } finally {
    removeFolder(folder);
  }
}

/** Both sides on one clock, each in its lives. */
class Lab {
  readonly #prepared: Prepared;
  readonly #deaths: Deaths;
  readonly #lives: Points[] = [];
  readonly #otherLives: Points[] = [];
  readonly #clock: Clock = virtualClock(firstMorning);
  readonly #names = new Map<string, { readonly host: string; readonly port: number }>();
  readonly #servers: ServerSide[] = [];
  readonly #devices: DeviceSide[] = [];
  #left: End['left'] = {};
  #serverFile = '';
  #serverReturns: Promise<void> = Promise.resolve();

  constructor(prepared: Prepared, deaths: Deaths) {
    this.#prepared = prepared;
    this.#deaths = deaths;
  }

  async open(folder: string): Promise<void> {
    await this.#openServer(copyDatabase(this.#prepared.smdpFile, join(folder, 'smdp')));
    await this.#openDevice(copyDatabase(this.#prepared.cardFile, join(folder, 'device')));
  }

  /** What a person does, again and again: downloads, with whatever died started again. */
  async try(): Promise<string> {
    const { points } = this.#device;
    const result = await Promise.race([
      download(this.#device.lpa, this.#prepared),
      points.died.then(() => seen.died),
    ]);
    if (points.dead) await this.#deviceAgain();
    if (this.#deaths.atOnce !== true && this.#server.points.dead) await this.#serverAgain();
    await this.#serverReturns;
    return result;
  }

  async end(tries: readonly string[]): Promise<End> {
    await this.#close();
    return {
      lives: this.#lives.map(({ passed }) => passed),
      deaths: [...this.#lives, ...this.#otherLives].filter(({ dead }) => dead).length,
      tries,
      left: this.#left,
      card: await readCard(this.#device.file),
      orders: await readOrders(this.#serverFile),
      heard: this.#servers.flatMap(({ heard }) => heard),
      faults: [...this.#devices, ...this.#servers].flatMap(({ faults }) => faults),
    };
  }

  /** A server may die of what it still had to tell while it is closed, and come back. */
  async #close(): Promise<void> {
    const closed = new Set<DeviceSide | ServerSide>();
    for (;;) {
      await this.#serverReturns;
      const open = [...this.#devices, ...this.#servers].filter((side) => !closed.has(side));
      if (open.length === 0) return;
      for (const side of open) {
        await side.close();
        closed.add(side);
      }
    }
  }

  get #server(): ServerSide {
    return last(this.#servers);
  }

  get #device(): DeviceSide {
    return last(this.#devices);
  }

  /** The points of a new life of a side. */
  #newLife(side: Deaths['side']): Points {
    const { at, other = [] } = this.#deaths;
    const [lives, deadly] = side === this.#deaths.side ? [this.#lives, at] : [this.#otherLives, other];
    const points = new Points(deadly[lives.length]);
    lives.push(points);
    return points;
  }

  async #openServer(file: string): Promise<void> {
    this.#serverFile = file;
    const points = this.#newLife('server');
    const clock = this.#clock;
    const onMessage = (what: string): void => {
      if (this.#deaths.side !== 'device') return;
      const device = last(this.#lives);
      device.reach(device.next('at the server', what));
    };
    const server = await openServerSide({ file, clock, points, onMessage });
    if (this.#deaths.atOnce === true) {
      points.onDeath(() => {
        this.#serverReturns = this.#serverAgain();
      });
    }
    this.#servers.push(server);
    this.#names.set(smdpName, { host: '127.0.0.1', port: server.smdp.port });
  }

  async #serverAgain(): Promise<void> {
    const dead = this.#server;
    await dead.close();
    this.#left = { orders: await readOrders(dead.remains) };
    await this.#openServer(dead.remains);
  }

  async #openDevice(file: string): Promise<void> {
    const [clock, names, points] = [this.#clock, this.#names, this.#newLife('device')];
    const ready = (): Promise<void> => this.#serverReturns;
    this.#devices.push(await openDeviceSide({ file, clock, names, points, ready }));
  }

  /** What the server still does for the dead device ends before that comes back. */
  async #deviceAgain(): Promise<void> {
    await this.#clock.settled();
    this.#left = { card: await readCard(this.#device.remains) };
    await this.#openDevice(this.#device.remains);
  }
}

function last<T>(items: readonly T[]): T {
  const item = items.at(-1);
  if (item === undefined) throw new Error('there is none yet');
  return item;
}
