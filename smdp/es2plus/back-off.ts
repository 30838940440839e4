import type { Clock } from '#shared/runtime/clock';
import type { Span } from '#shared/runtime/span';
import { milliseconds } from '#shared/runtime/span';

/** How often, and how far apart, a call is made that brings no answer. */
export interface BackOff {
  /** The pause after the first call; each further one is twice as long. */
  readonly first: Span;
  /** No pause is longer. */
  readonly longest: Span;
  /** Calls in all, from 1. */
  readonly calls: number;
}

/** Makes one call. `pause` is how long until the next one, undefined at the last; `again` asks for that. */
export type Attempt = (pause: Span | undefined) => Promise<'over' | 'again'>;

/** What is to be done of one line. */
interface Line {
  readonly work: (() => Attempt)[];
  /** Resolves when all is done, or has a pause; undefined meanwhile. */
  busy: { readonly over: Promise<void>; readonly end: () => void } | undefined;
}

/**
 * Work in the background: one after the other in each line, with pauses between the calls of one piece, no line in the
 * way of another.
 */
export class BackOffLines {
  readonly #clock: Pick<Clock, 'sleep' | 'aside'>;
  readonly #pauses: readonly Span[];
  readonly #lines = new Map<number, Line>();
  readonly #closing = new AbortController();

  constructor(clock: Pick<Clock, 'sleep' | 'aside'>, { first, longest, calls }: BackOff) {
    this.#clock = clock;
    const pause = (index: number): Span => milliseconds(Math.min(first * 2 ** index, longest));
    this.#pauses = Array.from({ length: calls - 1 }, (_, index) => pause(index));
  }

  /** Pieces of work that are not over. */
  get left(): number {
    return [...this.#lines.values()].reduce((sum, { work }) => sum + work.length, 0);
  }

  /** Adds to a line; returns at once. `begin` is called when its turn has come. An attempt never throws. */
  add(of: number, begin: () => Attempt): void {
    const line = this.#lines.get(of);
    if (line !== undefined) {
      line.work.push(begin);
      return;
    }
    const begun: Line = { work: [begin], busy: undefined };
    this.#lines.set(of, begun);
    // Aside, for it is no part of the exchange that it came from, which may end long before.
    void this.#clock.aside(() => this.#run(of, begun));
  }

  /** Until each line is over, or pauses. */
  async atRest(): Promise<void> {
    const busy = [...this.#lines.values()].map((line) => line.busy?.over);
    await Promise.all(busy.filter((over) => over !== undefined));
  }

  /** Begins nothing more. */
  close(): void {
    this.#closing.abort();
  }

  async #run(of: number, line: Line): Promise<void> {
    begin(line);
    for (let [next] = line.work; next !== undefined && !this.#isClosed(); [next] = line.work) {
      await this.#carryOut(next(), line);
      line.work.shift();
    }
    this.#lines.delete(of);
    line.busy?.end();
  }

  async #carryOut(attempt: Attempt, line: Line): Promise<void> {
    for (const pause of this.#pauses) {
      if ((await attempt(pause)) === 'over' || this.#isClosed()) return;
      line.busy?.end();
      const what = 'the pause before another call';
      await this.#clock.sleep(pause, { what, signal: this.#closing.signal }).catch(() => undefined);
      if (this.#isClosed()) return;
      begin(line);
    }
    await attempt(undefined);
  }

  #isClosed(): boolean {
    return this.#closing.signal.aborted;
  }
}

function begin(line: Line): void {
  let resolve: () => void = () => undefined;
  const over = new Promise<void>((resolved) => {
    resolve = resolved;
  });
  const end = (): void => {
    line.busy = undefined;
    resolve();
  };
  line.busy = { over, end };
}
