import { printSpan } from '../span.ts';
import type { Instant, Span } from '../span.ts';

export interface SleepOptions {
  /** What is waited for, for the list of a run that is stuck. */
  readonly what?: string;
  readonly signal?: AbortSignal;
}

/**
 * Where all time of a world comes from (design.md §3, "The clock parks").
 *
 * An exchange (an HTTP call, an APDU, a database call) is busy from start to end except while it waits in `sleep`,
 * `until`, `advance` or `settled`. Virtual time jumps only while no exchange is busy.
 */
export interface Clock {
  readonly mode: 'virtual' | 'stepped' | 'system';
  now(): Instant;
  /**
   * Waits for a span of this clock; the current exchange is parked meanwhile. A timer beside the work of an
   * exchange (an expiry, a poll) is started inside `aside`.
   * @throws the reason of `signal` when that aborts.
   */
  sleep(span: Span, options?: SleepOptions): Promise<void>;
  /** Calls `ring` once after a span of this clock, as `sleep` inside `aside` would, unless the returned function is called before. */
  alarm(span: Span, what: string, ring: () => void): () => void;
  /** Waits for something that is not a timer (an event, an answer of a person); the current exchange is parked meanwhile. */
  until<T>(what: string, event: Promise<T>): Promise<T>;
  /** Runs work that keeps the clock from jumping. Inside another exchange it is a part of that one. */
  exchange<T>(what: string, run: () => Promise<T>): Promise<T>;
  /** The far end of an exchange: work done for the exchange of that token, wherever it was begun. An unknown token begins one. */
  join<T>(token: string, run: () => Promise<T>): Promise<T>;
  /** The token of the exchange this code runs in, to hand over to the far end. */
  currentExchange(): string | undefined;
  /** Runs code outside the current exchange: its timers neither park that exchange nor make virtual time move on their own. */
  aside<T>(run: () => T): T;
  /** Moves the clock by a span; the timers on the way fire in order. */
  advance(span: Span): Promise<void>;
  /** Until no exchange is busy and no timer is due. */
  settled(): Promise<void>;
  /**
   * Runs a whole scenario. In virtual mode time moves whenever nothing is busy; work of the main itself that
   * takes wall time (starting a browser, reading files) therefore stands in `exchange`.
   * @throws NothingCanHappen when everything waits and no timer is left (virtual mode).
   */
  run<T>(main: () => Promise<T>): Promise<T>;
}

/** Everything waits, and nothing is left that could end the waiting. */
export class NothingCanHappen extends Error {
  override readonly name = 'NothingCanHappen';
  readonly waitingFor: readonly string[];

  constructor(waitingFor: readonly string[]) {
    super(`nothing can happen any more: waiting for ${waitingFor.join(', ') || 'the end of the run'}`);
    this.waitingFor = waitingFor;
  }
}

/** A wait took longer than it was given. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut';
  readonly what: string;
  readonly span: Span;

  constructor(what: string, span: Span) {
    super(`${what} took longer than ${printSpan(span)}`);
    this.what = what;
    this.span = span;
  }
}
