import { after, instant } from '../span.ts';
import type { Instant, Span } from '../span.ts';
import { ClockBase } from './clock-base.ts';
import type { Timer } from './timers.ts';

/** The longest wait setTimeout takes, in milliseconds. */
const LONGEST = 2 ** 31 - 1;

/** How long, in wall milliseconds, what a timer began is waited for before time goes on over it. */
const PATIENCE = 2_000;

export class SystemClock extends ClockBase {
  override readonly mode = 'system';
  readonly #begun = performance.now();
  #start: number;
  #alarm: NodeJS.Timeout | undefined;
  #armedFor: Timer | undefined;

  constructor(start: Instant) {
    super();
    this.#start = start;
  }

  override now(): Instant {
    return instant(Math.floor(this.#start + performance.now() - this.#begun));
  }

  override async advance(span: Span): Promise<void> {
    const target = after(this.now(), span);
    let next = this.timers.first;
    while (next !== undefined && next.at <= target) {
      this.#leap(next.at);
      this.fire(next);
      await this.#drained();
      next = this.timers.first;
    }
    this.#leap(target);
    this.#armedFor = undefined;
    this.#arm();
    this.stirred();
  }

  protected override whenQuiet(): boolean {
    return false;
  }

  protected override timersChanged(): void {
    this.stirred();
    this.#arm();
  }

  /** What a timer began is not to time out only because time is wound on. */
  async #drained(): Promise<void> {
    let alarm: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      alarm = setTimeout(resolve, PATIENCE);
    });
    await this.until('advance', Promise.race([this.settled(), patience]));
    clearTimeout(alarm);
  }

  #leap(to: Instant): void {
    this.#start += Math.max(0, to - this.now());
  }

  /** One alarm for the first timer; only timers that are not aside keep the process alive. */
  #arm(): void {
    const next = this.timers.first;
    if (next !== this.#armedFor) {
      this.#armedFor = next;
      clearTimeout(this.#alarm);
      this.#alarm =
        next &&
        setTimeout(
          () => {
            this.#ring();
          },
          Math.min(LONGEST, Math.max(0, Math.ceil(next.at - this.now()))),
        );
    }
    if (this.timers.inFront > 0) this.#alarm?.ref();
    else this.#alarm?.unref();
  }

  #ring(): void {
    this.#armedFor = undefined;
    let next = this.timers.first;
    while (next !== undefined && next.at <= this.now()) {
      this.fire(next);
      next = this.timers.first;
    }
    this.#arm();
  }
}
