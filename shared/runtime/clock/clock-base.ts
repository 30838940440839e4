import type { Clock, SleepOptions } from './contract.ts';
import { after } from '../span.ts';
import type { Instant, Span } from '../span.ts';
import { Exchanges } from './exchanges.ts';
import { QuietTurns } from './quiet-turns.ts';
import { Timers } from './timers.ts';
import type { Timer } from './timers.ts';

/** What the three clocks have in common: exchanges, timers, and the moment at which all is quiet. */
export abstract class ClockBase implements Clock {
  abstract readonly mode: Clock['mode'];
  protected readonly timers = new Timers();
  protected readonly turns: QuietTurns;
  protected readonly exchanges: Exchanges;
  readonly #settlers: (() => void)[] = [];

  constructor() {
    this.turns = new QuietTurns(
      () => this.exchanges.quiet(),
      () => this.#actOnQuiet(),
    );
    this.exchanges = new Exchanges(() => {
      this.stirred();
    });
  }

  abstract now(): Instant;
  abstract advance(span: Span): Promise<void>;

  /** What the mode does of its own when all is quiet and no timer is due: whether it did something. */
  protected abstract whenQuiet(): boolean;

  /** Whether the moment of quiet matters now. */
  protected mindsQuiet(): boolean {
    return this.#settlers.length > 0;
  }

  async sleep(span: Span, options: SleepOptions = {}): Promise<void> {
    const { signal, what = 'a timer' } = options;
    signal?.throwIfAborted();
    const wait = this.exchanges.wait(what);
    await new Promise<void>((resolve, reject) => {
      const timer = this.timers.add(after(this.now(), span), wait, () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      });
      const abort = (): void => {
        this.timers.remove(timer);
        this.exchanges.arrive(wait);
        this.timersChanged();
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', abort, { once: true });
      this.timersChanged();
    });
  }

  alarm(span: Span, what: string, ring: () => void): () => void {
    const wait = this.exchanges.waitAside(what);
    let over = false;
    const timer = this.timers.add(after(this.now(), span), wait, () => {
      over = true;
      ring();
    });
    this.timersChanged();
    return () => {
      if (over) return;
      over = true;
      this.timers.remove(timer);
      this.exchanges.arrive(wait);
      this.timersChanged();
    };
  }

  async until<T>(what: string, event: Promise<T>): Promise<T> {
    const wait = this.exchanges.wait(what);
    try {
      return await event;
    } finally {
      this.exchanges.arrive(wait);
    }
  }

  exchange<T>(what: string, run: () => Promise<T>): Promise<T> {
    return this.exchanges.run(what, run);
  }

  join<T>(token: string, run: () => Promise<T>): Promise<T> {
    return this.exchanges.run(`the far end of ${token}`, run, token);
  }

  currentExchange(): string | undefined {
    return this.exchanges.current();
  }

  aside<T>(run: () => T): T {
    return this.exchanges.aside(run);
  }

  async settled(): Promise<void> {
    await this.until(
      'quiet',
      new Promise<void>((resolve) => {
        this.#settlers.push(resolve);
      }),
    );
  }

  async run<T>(main: () => Promise<T>): Promise<T> {
    return main();
  }

  /** Something changed that may make the world quiet. */
  protected stirred(): void {
    if (this.mindsQuiet()) this.turns.stir();
  }

  /** A timer was set or taken back. */
  protected timersChanged(): void {
    this.stirred();
  }

  protected fire(timer: Timer): void {
    this.timers.remove(timer);
    this.exchanges.arrive(timer.wait);
    timer.fire();
  }

  #actOnQuiet(): boolean {
    const next = this.timers.first;
    if (next !== undefined && next.at <= this.now()) {
      this.fire(next);
      return true;
    }
    const settlers = this.#settlers.splice(0);
    for (const settle of settlers) settle();
    return settlers.length > 0 || this.whenQuiet();
  }
}
