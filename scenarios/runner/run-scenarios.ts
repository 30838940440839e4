import type { ReadFile } from './files/read-scenarios.ts';
import { skipped } from './player.ts';
import type { RunResult, ScenarioResult } from './result.ts';
import { seedOf } from './seeds.ts';
import { sumUp } from './sum-up.ts';
import type { RunTerms } from './task.ts';
import { taskOf } from './task-of.ts';
import { playAll } from './threads/play-all.ts';
import { wallWatch } from './wall-watch.ts';

/** How scenarios are run. */
export interface RunOptions extends RunTerms {
  /** How many play at the same time. */
  readonly parallel: number;
  /** Nothing more is begun once one has failed. */
  readonly bail: boolean;
  /** Ctrl-C: what is played is cut off, nothing more is begun. */
  readonly interrupted?: AbortSignal;
  /** Called with each scenario as soon as all before it have come out too, in the order of the files. */
  readonly onResult?: (result: ScenarioResult) => void;
}

/** Plays scenarios. It comes out the same however many play at the same time. */
export async function runScenarios(files: readonly ReadFile[], options: RunOptions): Promise<RunResult> {
  const passed = wallWatch();
  const results: (ScenarioResult | undefined)[] = files.map(() => undefined);
  const line = new InLine(files.length, options.onResult);
  await playAll(
    files.map((file) => taskOf(file)),
    {
      ...options,
      onResult(index, result) {
        results[index] = result;
        line.put(index, result);
        return options.bail && result.outcome === 'failed' ? 'stop' : undefined;
      },
    },
  );
  const all = files.map((file, index) => results[index] ?? notPlayed(file, options));
  all.forEach((result, index) => {
    line.put(index, result);
  });
  return sumUp(all, options.seed, passed());
}

function notPlayed({ scenario }: ReadFile, { seed, interrupted }: RunOptions): ScenarioResult {
  const reason = interrupted?.aborted === true ? 'interrupted' : 'one before it has failed (--bail)';
  return skipped(scenario, seedOf(seed, scenario.name), reason);
}

/** Hands results on in the order of their numbers, each once. */
class InLine {
  readonly #waiting = new Map<number, ScenarioResult>();
  readonly #count: number;
  readonly #hand: (result: ScenarioResult) => void;
  #next = 0;

  constructor(count: number, hand: (result: ScenarioResult) => void = () => undefined) {
    this.#count = count;
    this.#hand = hand;
  }

  put(index: number, result: ScenarioResult): void {
    if (index < this.#next) return;
    this.#waiting.set(index, result);
    while (this.#next < this.#count) {
      const next = this.#waiting.get(this.#next);
      if (next === undefined) return;
      this.#waiting.delete(this.#next);
      this.#next += 1;
      this.#hand(next);
    }
  }
}
