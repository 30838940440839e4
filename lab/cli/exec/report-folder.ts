import { createWriteStream, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';

import type { World } from '#scenarios/world/index';
import { toIso } from '#shared/runtime/span';

import { traceJson } from '../../control/index.ts';

/** What a run leaves behind when it failed: what happened, in order, and where everything stood at the end. */
export class ReportFolder {
  readonly #folder: string;
  readonly #world: World;
  readonly #trace: WriteStream;
  readonly #detach: () => void;

  /** Begins to write into a new folder. */
  constructor(folder: string, world: World) {
    // What an earlier run left here is of no use.
    for (const file of ['trace.jsonl', 'summary.json']) rmSync(join(folder, file), { force: true });
    mkdirSync(folder, { recursive: true });
    this.#folder = folder;
    this.#world = world;
    this.#trace = createWriteStream(join(folder, 'trace.jsonl'));
    // A report that cannot be written is no reason to fail the run.
    this.#trace.on('error', () => undefined);
    this.#detach = world.trace.onAny((record) => {
      this.#trace.write(`${traceJson(record)}\n`);
    });
  }

  /** The run was well: nothing is left behind. */
  async discard(): Promise<void> {
    await this.#end();
    rmSync(join(this.#folder, 'trace.jsonl'), { force: true });
    // A folder of the user's own, with other things in it, stays.
    if (readdirSync(this.#folder).length === 0) rmSync(this.#folder, { recursive: true, force: true });
  }

  /** The run failed: says where everything stood. */
  async keep(command: readonly string[], code: number): Promise<void> {
    const devices = await Promise.all(
      this.#world.devices().map(async ({ name, eid, lpa, registration }) => ({
        name,
        eid,
        registration,
        profiles: (await lpa.profiles()).map(({ iccid, state }) => ({ iccid, state })),
      })),
    );
    const summary = {
      command,
      exitCode: code,
      now: toIso(this.#world.clock.now()),
      devices,
      orders: this.#world.desk.orders(),
    };
    writeFileSync(join(this.#folder, 'summary.json'), `${JSON.stringify(summary, undefined, 2)}\n`);
    await this.#end();
  }

  async #end(): Promise<void> {
    this.#detach();
    this.#trace.end();
    await finished(this.#trace).catch(() => undefined);
  }
}
