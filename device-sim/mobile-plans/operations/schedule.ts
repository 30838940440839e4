import type { Clock } from '#shared/runtime/clock';
import { between, milliseconds } from '#shared/runtime/span';
import type { Trace } from '#shared/runtime/trace';

import type { Awaited } from './awaited.ts';

/** What the app does later by itself. Its timers are aside: they do not make virtual time move on their own. */
export class Schedule {
  readonly #clock: Clock;
  readonly #trace: Trace;
  readonly #entries = new Map<Awaited, AbortController>();

  constructor(clock: Clock, trace: Trace) {
    this.#clock = clock;
    this.#trace = trace;
  }

  /** The next first. */
  get awaited(): readonly Awaited[] {
    return [...this.#entries.keys()].sort((a, b) => a.due - b.due);
  }

  /** Runs work when its time has come; the returned function takes it back. */
  add(awaited: Awaited, run: () => Promise<void>): () => void {
    const taken = new AbortController();
    this.#entries.set(awaited, taken);
    this.#clock.aside(() => {
      this.#wait(awaited, taken.signal, run).catch((error: unknown) => {
        if (!taken.signal.aborted)
          this.#trace.emit('fault', { where: `mobile-plans ${awaited.what}`, error });
      });
    });
    return () => {
      this.#entries.delete(awaited);
      taken.abort();
    };
  }

  /** Nothing of it happens any more. */
  close(): void {
    for (const taken of this.#entries.values()) taken.abort();
    this.#entries.clear();
  }

  async #wait(awaited: Awaited, signal: AbortSignal, run: () => Promise<void>): Promise<void> {
    const { what, due } = awaited;
    const span = milliseconds(Math.max(0, between(this.#clock.now(), due)));
    await this.#clock.sleep(span, { what: `${whats[what]} of ${awaited.id}`, signal });
    this.#entries.delete(awaited);
    await this.#clock.exchange(whats[what], run);
  }
}

const whats: Readonly<Record<Awaited['what'], string>> = {
  toast: 'the toast',
  retry: 'the next download',
  registration: 'the next registration',
};
