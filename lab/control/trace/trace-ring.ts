import type { Trace } from '#shared/runtime/trace';

import { traceJson } from './trace-json.ts';

/** How much of the past is kept for readers that come later or were away. */
export interface RingLimits {
  readonly events: number;
  /** Of all messages together. */
  readonly octets: number;
}

const standard: RingLimits = { events: 10_000, octets: 64 * 1_048_576 };

/** The latest events of a trace, numbered from 1, as the messages that readers get. */
export class TraceRing {
  readonly #limits: RingLimits;
  readonly #messages = new Map<number, string>();
  readonly #listeners = new Set<() => void>();
  readonly #detach: () => void;
  #oldest = 1;
  #newest = 0;
  #octets = 0;

  constructor(trace: Trace, limits: Partial<RingLimits> = {}) {
    this.#limits = { ...standard, ...limits };
    this.#detach = trace.onAny((record) => {
      if (this.#newest === 0) this.#oldest = record.number;
      this.#add(record.number, traceJson(record));
    });
  }

  /** The number of the oldest event that is kept. */
  get oldest(): number {
    return this.#oldest;
  }

  /** The number of the newest event; 0 before the first. */
  get newest(): number {
    return this.#newest;
  }

  /** The message of an event; undefined once it is gone, and before it comes. */
  at(number: number): string | undefined {
    return this.#messages.get(number);
  }

  /** Calls `listener` after each event; the returned function ends it. */
  onMore(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  close(): void {
    this.#detach();
    this.#listeners.clear();
  }

  #add(number: number, message: string): void {
    this.#messages.set(number, message);
    this.#newest = number;
    this.#octets += message.length;
    while (this.#messages.size > this.#limits.events || this.#octets > this.#limits.octets) {
      this.#octets -= this.#messages.get(this.#oldest)?.length ?? 0;
      this.#messages.delete(this.#oldest);
      this.#oldest += 1;
    }
    for (const listener of this.#listeners) listener();
  }
}
