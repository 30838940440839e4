import { join } from 'node:path';

import type { CardState } from '#device-sim/euicc/index';
import { openCardStore } from '#device-sim/euicc/index';
import { acceptingHost, DownloadFailed } from '#device-sim/lpa/index';
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

/** Who dies at which of its points, from 1; and whether a server is there again at once, or after the download has ended. */
export interface Death {
  readonly side: 'device' | 'server' | 'nobody';
  readonly point?: number;
  readonly serverReturns?: 'atOnce' | 'later';
}

/** How a download with a death in it ended, after everything was started again and retried. */
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
    const lab = await Lab.open(prepared, death, folder);
    const tries = [await lab.firstTry()];
    await lab.startAgain();
    while (tries.at(-1)?.endsWith(allDone) !== true && tries.length < 4) tries.push(await lab.retry());
    return await lab.end(tries);
  } finally {
    removeFolder(folder);
  }
}

const allDone = 'nothing waits';
const firstMorning = instant('2026-11-23T09:00:00Z');

/** Both sides on one clock, each in its lives. */
class Lab {
  readonly #prepared: Prepared;
  readonly #clock: Clock = virtualClock(firstMorning);
  readonly #names = new Map<string, { readonly host: string; readonly port: number }>();
  readonly #points: Points;
  readonly #servers: ServerSide[] = [];
  readonly #devices: DeviceSide[] = [];
  readonly #death: Death;
  #serverReturning: Promise<unknown> = Promise.resolve();

  private constructor(prepared: Prepared, death: Death) {
    this.#prepared = prepared;
    this.#death = death;
    this.#points = new Points(death.point);
  }

  static async open(prepared: Prepared, death: Death, folder: string): Promise<Lab> {
    const lab = new Lab(prepared, death);
    const { side } = death;
    const points = lab.#points;
    await lab.#openServer(copyDatabase(prepared.smdpFile, join(folder, 'smdp')), side === 'device' ? undefined : points);
    await lab.#openDevice(copyDatabase(prepared.cardFile, join(folder, 'device')), side === 'device' ? points : undefined);
    if (side === 'server' && death.serverReturns === 'atOnce') {
      points.onDeath(() => {
        lab.#serverReturning = lab.#serverAgain();
      });
    }
    return lab;
  }
}
