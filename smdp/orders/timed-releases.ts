import type { Clock } from '#shared/runtime/clock';
import type { Instant } from '#shared/runtime/span';
import { between } from '#shared/runtime/span';

/** What the timers of releases need of a clock. */
export type ReleaseClock = Pick<Clock, 'now' | 'sleep' | 'aside' | 'exchange'>;

/** Calls back at the moments at which orders are to be released, beside all other work. Moments are not kept. */
export class TimedReleases {
  readonly #clock: ReleaseClock;
  readonly #release: (order: number) => Promise<void>;
  readonly #fault: (error: unknown) => void;
  /** By order. A moment that is taken back or put off ends its wait. */
  readonly #waits = new Map<number, { readonly at: Instant; readonly end: AbortController }>();

  /** @param release is called when a moment has come; whether it is still wanted is for it to find out */
  constructor(
    clock: ReleaseClock,
    release: (order: number) => Promise<void>,
    fault: (error: unknown) => void,
  ) {
    this.#clock = clock;
    this.#release = release;
    this.#fault = fault;
  }

  /** Waits for the moment of an order, or not any more. */
  set(order: number, at: Instant | undefined): void {
    const before = this.#waits.get(order);
    if (before?.at === at) return;
    before?.end.abort();
    this.#waits.delete(order);
    if (at === undefined) return;
    const wait = { at, end: new AbortController() };
    this.#waits.set(order, wait);
    void this.#clock.aside(async () => this.#wait(order, wait.at, wait.end.signal));
  }

  /** Waits for nothing any more. */
  close(): void {
    for (const { end } of this.#waits.values()) end.abort();
    this.#waits.clear();
  }

  async #wait(order: number, at: Instant, signal: AbortSignal): Promise<void> {
    const what = `the moment at which order ${order} is available`;
    await this.#clock.sleep(between(this.#clock.now(), at), { what, signal }).catch(() => undefined);
    if (signal.aborted) return;
    this.#waits.delete(order);
    try {
      await this.#clock.exchange(`the release of order ${order}`, async () => this.#release(order));
    } catch (error) {
      this.#fault(error);
    }
  }
}
