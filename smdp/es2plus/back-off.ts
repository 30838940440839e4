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

/**
 * Makes one call, the `made`-th of its kind from 1. `pause` is how long until the next one, undefined at the last;
 * `again` asks for that. It never throws.
 */
export type Attempt = (pause: Span | undefined, made: number) => Promise<'over' | 'again'>;

/** A piece of work, and how many calls were made of it before. */
interface Work {
  readonly attempt: Attempt;
  readonly made: number;
}

/** What is to be done of one line. */
interface Line {
  readonly work: Work[];
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

  /** Adds to a line; returns at once. */
  add(of: number, attempt: Attempt): void {
    this.#add(of, { attempt, made: 0 }, undefined);
  }

  /** Adds work of which so many calls were made before; a line that begins with it begins with a pause. */
  addForLater(of: number, attempt: Attempt, made: number): void {
    this.#add(of, { attempt, made }, this.#pauses[0]);
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

  #add(of: number, work: Work, pause: Span | undefined): void {
    const line = this.#lines.get(of);
    if (line !== undefined) {
      line.work.push(work);
      return;
    }
    const begun: Line = { work: [work], busy: undefined };
    this.#lines.set(of, begun);
    // Aside, for it is no part of the exchange that it came from, which may end long before.
    void this.#clock.aside(() => this.#run(of, begun, pause));
  }

  async #run(of: number, line: Line, before: Span | undefined): Promise<void> {
    if (before !== undefined) await this.#sleep(before);
    begin(line);
    for (let [next] = line.work; next !== undefined && !this.#isClosed(); [next] = line.work) {
      await this.#carryOut(next, line);
      line.work.shift();
    }
    this.#lines.delete(of);
    line.busy?.end();
  }

  async #carryOut({ attempt, made }: Work, line: Line): Promise<void> {
    let calls = made;
    for (const pause of this.#pauses.slice(made)) {
      calls += 1;
      if ((await attempt(pause, calls)) === 'over' || this.#isClosed()) return;
      line.busy?.end();
      await this.#sleep(pause);
      if (this.#isClosed()) return;
      begin(line);
    }
    await attempt(undefined, calls + 1);
  }

  async #sleep(pause: Span): Promise<void> {
    const what = 'the pause before another call';
    await this.#clock.sleep(pause, { what, signal: this.#closing.signal }).catch(() => undefined);
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
