import { days } from '../span.ts';
import type { Instant, Span } from '../span.ts';
import { ClockBase } from './clock-base.ts';
import { NothingCanHappen } from './contract.ts';
import { inFront } from './exchanges.ts';

/** Wall milliseconds in which work that nobody declared may still turn up before a run is called stuck. */
const LAST_CHANCE = 100;
/** How long a run may live on timers aside (polls, expiries) alone before it is called stuck. */
const ASIDE_ONLY = days(31);

export class VirtualClock extends ClockBase {
  override readonly mode = 'virtual';
  readonly #runs = new Set<(error: NothingCanHappen) => void>();
  #now: Instant;
  #lastInFront: Instant;

  constructor(start: Instant) {
    super();
    this.#now = start;
    this.#lastInFront = start;
  }

  override now(): Instant {
    return this.#now;
  }

  override async advance(span: Span): Promise<void> {
    await this.sleep(span, { what: 'advance' });
    await this.settled();
  }

  override async run<T>(main: () => Promise<T>): Promise<T> {
    let stuck: (error: NothingCanHappen) => void = () => undefined;
    const whenStuck = new Promise<never>((_resolve, reject) => {
      stuck = reject;
    });
    this.#runs.add(stuck);
    this.#lastInFront = this.#now;
    this.stirred();
    try {
      return await Promise.race([main(), whenStuck]);
    } finally {
      this.#runs.delete(stuck);
    }
  }

  protected override mindsQuiet(): boolean {
    return true;
  }

  protected override whenQuiet(): boolean {
    if (this.#runs.size === 0 && !this.exchanges.noticed()) return false;
    const foreground = this.timers.some((timer) => inFront(timer.wait));
    if (foreground) this.#lastInFront = this.#now;
    const next = this.timers.first;
    if (next === undefined || (!foreground && next.at - this.#lastInFront > ASIDE_ONLY)) {
      this.#lastChance();
      return false;
    }
    this.#now = next.at;
    this.fire(next);
    return true;
  }

  #lastChance(): void {
    const { stirs } = this.turns;
    setTimeout(() => {
      if (this.turns.stirs !== stirs) return;
      for (const reject of this.#runs) reject(new NothingCanHappen(this.exchanges.waitingFor()));
    }, LAST_CHANCE);
  }
}
