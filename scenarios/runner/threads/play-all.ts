import { brokenResult, Player } from '../player.ts';
import type { ScenarioResult } from '../result.ts';
import type { RunTerms, Task } from '../task.ts';
import type { Numbered } from './queue.ts';
import { Queue } from './queue.ts';
import { Thread } from './thread.ts';

/** How tasks are played. */
export interface PlayAllOptions extends RunTerms {
  /** How many at the same time. */
  readonly parallel: number;
  readonly interrupted?: AbortSignal;
  /** Called as each comes out. More is begun unless it says `stop`. */
  readonly onResult: (index: number, result: ScenarioResult) => 'stop' | undefined;
}

/** Who plays: this thread, or another one. */
interface Hand {
  play(task: Task): Promise<ScenarioResult>;
  /** Closes what it has open. */
  end(): Promise<void>;
  /** Leaves it in the middle of what it does. */
  cutOff(): Promise<void>;
}

/** Plays tasks: several at the same time each in a thread of its own, one after the other in this one. */
export async function playAll(tasks: readonly Task[], options: PlayAllOptions): Promise<void> {
  const { parallel, interrupted, seed, realTime, browser, stories } = options;
  const terms: RunTerms = { seed, realTime, browser, stories };
  const count = Math.min(parallel, tasks.length);
  const openHand = (): Hand => (count <= 1 ? new Player(terms) : new Thread(terms));
  const queue = new Queue(tasks);
  const hands = Array.from({ length: count }, (_each, number) =>
    workThrough(() => queue.next(number), {
      openHand,
      interrupted,
      onResult(index, result) {
        if (options.onResult(index, result) === 'stop') queue.clear();
      },
      broken: (task, error) => brokenResult(task, seed, error),
    }),
  );
  await Promise.all(hands);
}

interface Working {
  readonly openHand: () => Hand;
  readonly interrupted: AbortSignal | undefined;
  readonly onResult: (index: number, result: ScenarioResult) => void;
  readonly broken: (task: Task, error: unknown) => ScenarioResult;
}

/** One hand at work until nothing is left for it; one that broke is replaced. */
async function workThrough(next: () => Numbered | undefined, working: Working): Promise<void> {
  const { openHand, interrupted, onResult, broken } = working;
  const over = (): boolean => interrupted?.aborted === true;
  let hand = openHand();
  const cutOff = (): void => void hand.cutOff();
  interrupted?.addEventListener('abort', cutOff);
  try {
    for (let one = next(); one !== undefined && !over(); one = next()) {
      try {
        onResult(one.index, await hand.play(one.task));
      } catch (error) {
        if (over()) return;
        onResult(one.index, broken(one.task, error));
        await hand.cutOff();
        hand = openHand();
      }
    }
  } finally {
    interrupted?.removeEventListener('abort', cutOff);
    await hand.end();
  }
}
