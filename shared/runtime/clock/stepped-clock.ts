import { after, instant } from '../span.ts';
import type { Instant, Span } from '../span.ts';
import { ClockBase } from './clock-base.ts';

export class SteppedClock extends ClockBase {
  override readonly mode = 'stepped';
  #now: Instant;
  #steps: Promise<void> = Promise.resolve();

  constructor(start: Instant) {
    super();
    this.#now = start;
  }

  override now(): Instant {
    return this.#now;
  }

  override async advance(span: Span): Promise<void> {
    this.#steps = this.#steps.then(() => this.#step(span));
    await this.until('advance', this.#steps);
  }

  protected override mindsQuiet(): boolean {
    return super.mindsQuiet() || (this.timers.first?.at ?? Infinity) <= this.#now;
  }

  protected override whenQuiet(): boolean {
    return false;
  }

  async #step(span: Span): Promise<void> {
    await this.settled();
    const target = after(this.#now, span);
    let next = this.timers.first;
    while (next !== undefined && next.at <= target) {
      this.#now = instant(Math.max(this.#now, next.at));
      this.fire(next);
      await this.settled();
      next = this.timers.first;
    }
    this.#now = target;
  }
}
