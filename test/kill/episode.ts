import { join } from 'node:path';

import type { CardState } from '#device-sim/euicc/index';
import { openCardStore } from '#device-sim/euicc/index';
import { acceptingHost, DownloadFailed, toResult } from '#device-sim/lpa/index';
import type { Clock } from '#shared/runtime/clock';
import { virtualClock } from '#shared/runtime/clock';
import { instant } from '#shared/runtime/span';
import type { Order } from '#smdp/index';

import type { DeviceSide } from './device-side.ts';
import { openDeviceSide } from './device-side.ts';
import { copyDatabase, newFolder, removeFolder } from './folders.ts';
import { Points } from './points.ts';
import type { Prepared } from './prepared.ts';
import type { ServerSide } from './server-side.ts';
import { openServerSide } from './server-side.ts';

/** Who dies, and at which of its points, from 1; no point: nobody. */
export interface Death {
  readonly side: 'device' | 'server';
  readonly point?: number;
  /** Whether the server is started again at once, in the middle of the download; if left out, when that has ended. */
  readonly atOnce?: boolean;
}

/** How a download with a death in it ended, after the dead side was started again and all was retried. */
export interface End {
  /** The points that the side came by until its death. */
  readonly points: readonly string[];
  /** What the person saw of each try. */
  readonly tries: readonly string[];
  readonly card: CardState;
  readonly orders: readonly Order[];
  /** Sequence numbers of the notifications that the server has verified, in all of its lives. */
  readonly heard: readonly number[];
  readonly faults: readonly string[];
}

/** Downloads on copies of what was prepared; one side dies, is started again from what lay on the disk, and all is retried. */
export async function downloadWithDeath(prepared: Prepared, death: Death): Promise<End> {
  const folder = newFolder();
  try {
    const lab = new Lab(prepared, death);
    await lab.open(folder);
    const tries = [await lab.firstTry()];
    while (tries.at(-1) !== installed && tries.length < 4) tries.push(await lab.retry());
    return await lab.end(tries);
  } finally {
    removeFolder(folder);
  }
}

const installed = 'installed, nothing waits';
const firstMorning = instant('2026-11-23T09:00:00Z');

/** Both sides on one clock, each in its lives. */
class Lab {
  readonly #prepared: Prepared;
  readonly #death: Death;
  readonly #points: Points;
  readonly #clock: Clock = virtualClock(firstMorning);
  readonly #names = new Map<string, { readonly host: string; readonly port: number }>();
  readonly #servers: ServerSide[] = [];
  readonly #devices: DeviceSide[] = [];
  #serverReturns: Promise<void> = Promise.resolve();

  constructor(prepared: Prepared, death: Death) {
    this.#prepared = prepared;
    this.#death = death;
    this.#points = new Points(death.point);
  }

  async open(folder: string): Promise<void> {
    const { side, atOnce } = this.#death;
    const of = (each: Death['side']): Points | undefined => (each === side ? this.#points : undefined);
    await this.#openServer(copyDatabase(this.#prepared.smdpFile, join(folder, 'smdp')), of('server'));
    await this.#openDevice(copyDatabase(this.#prepared.cardFile, join(folder, 'device')), of('device'));
    if (atOnce !== true) return;
    this.#points.onDeath(() => {
      this.#serverReturns = this.#serverAgain();
    });
  }

  /** The download in which somebody dies, and what of the dead is to be done before a retry. */
  async firstTry(): Promise<string> {
    const died = this.#points.died.then(() => 'the device died');
    const seen = await (this.#death.side === 'device' ? Promise.race([this.#download(), died]) : this.#download());
    if (!this.#points.dead) return seen;
    if (this.#death.side === 'device') {
      await this.#clock.settled();
      await this.#openDevice(this.#device.remains);
    } else if (this.#death.atOnce === true) await this.#serverReturns;
    else await this.#serverAgain();
    return seen;
  }

  /** What a person does: the same again. */
  async retry(): Promise<string> {
    return this.#download();
  }

  async end(tries: readonly string[]): Promise<End> {
    const orders = await this.#server.smdp.orders.list();
    for (const side of [...this.#devices, ...this.#servers]) if (!side.points.dead) await side.close();
    return {
      points: this.#points.passed,
      tries,
      card: await readCard(this.#device.file),
      orders,
      heard: this.#servers.flatMap(({ heard }) => heard),
      faults: [...this.#devices, ...this.#servers].flatMap(({ faults }) => faults),
    };
  }

  get #server(): ServerSide {
    return last(this.#servers);
  }

  get #device(): DeviceSide {
    return last(this.#devices);
  }

  async #openServer(file: string, points?: Points): Promise<void> {
    const onMessage = (what: string): void => {
      if (this.#death.side === 'device') this.#points.reach(`at the server: ${what}`);
    };
    const server = await openServerSide({ file, clock: this.#clock, onMessage, ...(points && { points }) });
    this.#servers.push(server);
    this.#names.set('smdp.operator.test', { host: '127.0.0.1', port: server.smdp.port });
  }

  async #serverAgain(): Promise<void> {
    const dead = this.#server;
    await dead.close();
    await this.#openServer(dead.remains);
  }

  async #openDevice(file: string, points?: Points): Promise<void> {
    const ready = (): Promise<void> => this.#serverReturns;
    const [clock, names] = [this.#clock, this.#names];
    this.#devices.push(await openDeviceSide({ file, clock, names, ready, ...(points && { points }) }));
  }

  /** Where the code is used up and its Profile lies on the card, a person enables it. */
  async #download(): Promise<string> {
    const { lpa } = this.#device;
    const { activationCode, iccid } = this.#prepared;
    try {
      const { notifications } = await lpa.download({ activationCode, enable: true, host: acceptingHost });
      return notifications.pending === 0 ? installed : 'installed, notifications wait';
    } catch (error) {
      if (!(error instanceof DownloadFailed)) throw error;
      const there = (await lpa.profiles()).find((profile) => profile.iccid === iccid);
      if (toResult(error).refusal?.name !== 'matchingIdRefused' || there === undefined) return error.message;
      const { kept } = there.state === 'enabled' ? await lpa.deliverNotifications() : await lpa.enable(iccid);
      return kept.length === 0 ? installed : 'installed, notifications wait';
    }
  }
}

async function readCard(file: string): Promise<CardState> {
  const store = await openCardStore(file);
  try {
    const card = await store.read();
    if (card === undefined) throw new Error(`there is no card in ${file}`);
    return card;
  } finally {
    await store.close();
  }
}

function last<T>(items: readonly T[]): T {
  const item = items.at(-1);
  if (item === undefined) throw new Error('there is none yet');
  return item;
}
