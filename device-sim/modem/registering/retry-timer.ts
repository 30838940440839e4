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

  /** An attempt failed. @returns whether the counter is full, and T3402 runs */
  failed(): boolean {
    const { timing } = this.#options;
    this.#failures += 1;
    if (this.#failures >= timing.attempts) {
      this.filled();
      return true;
    }
    this.#after(timing.t3411);
    return false;
  }

  /** An attempt failed so that others would too: the counter is full at once. */
  filled(): void {
    this.#failures = 0;
    this.#after(this.#options.timing.t3402);
  }

  /** To be tried again after a span of its own; the counter begins anew. */
  postponed(span: Span): void {
    this.#failures = 0;
    this.#after(span);
  }

  /** Begins to count anew. */
  reset(): void {
    this.#failures = 0;
  }

  stop(): void {
    this.#wait?.abort();
    this.#wait = undefined;
  }

  #after(span: Span): void {
    const { clock, what, due } = this.#options;
    this.stop();
    const { signal } = (this.#wait = new AbortController());
    clock.aside(() => {
      clock.sleep(span, { what, signal }).then(due, () => undefined);
    });
  }
}
