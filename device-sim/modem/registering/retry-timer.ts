import type { Clock } from '#shared/runtime/clock';
import type { Span } from '#shared/runtime/span';

import type { ModemTiming } from '../timing.ts';

export interface RetryTimerOptions {
  readonly clock: Clock;
  readonly what: string;
  readonly timing: ModemTiming;
  readonly due: () => void;
}

/** When an attach that failed is tried again: after T3411, and after T3402 each time the attempt counter is full (TS 24.301 §5.5.1.2.6). */
export class RetryTimer {
  readonly #options: RetryTimerOptions;
  #failures = 0;
  #wait: AbortController | undefined;

  constructor(options: RetryTimerOptions) {
    this.#options = options;
  }

  /** An attempt failed: sets the timer, aside. `wait` is what the network asks for. @returns whether the counter is full */
  failed(wait?: Span): boolean {
    const { clock, timing, what, due } = this.#options;
    this.stop();
    this.#failures += 1;
    const full = this.#failures >= timing.attempts;
    if (full) this.#failures = 0;
    const { signal } = (this.#wait = new AbortController());
    const span = wait ?? (full ? timing.t3402 : timing.t3411);
    clock.aside(() => {
      clock.sleep(span, { what, signal }).then(due, () => undefined);
    });
    return full;
  }

  /** Begins to count anew. */
  reset(): void {
    this.#failures = 0;
  }

  stop(): void {
    this.#wait?.abort();
    this.#wait = undefined;
  }
}
