import type { Clock } from '#shared/runtime/clock';
import type { Instant, Span } from '#shared/runtime/span';
import { after, between } from '#shared/runtime/span';

import type { EmmCause } from './nas/emm-cause.ts';

/**
 * How a network turns away who wants to attach: with a cause; for it is congested, for that long from now; for it finds
 * the answer to its challenge wrong, whatever it is; by saying nothing at all.
 */
export type NetworkRefusal = EmmCause | { readonly congestion: Span } | 'authentication' | 'noAnswer';

/** What an attach is answered. */
export type Verdict =
  { readonly cause: EmmCause; readonly t3346?: Span } | 'authentication' | 'noAnswer' | undefined;

/** A refusal that holds. */
export interface StandingRefusal {
  /** An IMSI, or `everyone`. */
  readonly who: string;
  readonly how: Exclude<NetworkRefusal, object> | 'congestion';
  /** Undefined: until it is taken back. */
  readonly until: Instant | undefined;
}

/** Whom the network itself turns away, whatever the register says. */
export class Refusals {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #standing = new Map<string, StandingRefusal>();

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** From now on, for that long where it is said; undefined: not any more. */
  set(who: string, refusal: NetworkRefusal | undefined, span?: Span): void {
    if (refusal === undefined) this.#standing.delete(who);
    else {
      const isCongestion = typeof refusal === 'object';
      const how = isCongestion ? 'congestion' : refusal;
      const holds = isCongestion ? refusal.congestion : span;
      const until = holds === undefined ? undefined : after(this.#clock.now(), holds);
      this.#standing.set(who, { who, how, until });
    }
  }

  /** Those that hold now, in the order in which they were given. */
  list(): readonly StandingRefusal[] {
    return [...this.#standing.keys()].map((who) => this.#find(who)).filter((each) => each !== undefined);
  }

  /** What a subscriber is told: what is meant for it, else what is for everyone. */
  of(imsi: string): Verdict {
    return this.#verdict(imsi) ?? this.#verdict('everyone');
  }

  #verdict(who: string): Verdict {
    const found = this.#find(who);
    if (found === undefined) return undefined;
    const { how, until } = found;
    if (typeof how === 'number') return { cause: how };
    if (how !== 'congestion') return how;
    return { cause: 22, ...(until === undefined ? {} : { t3346: between(this.#clock.now(), until) }) };
  }

  /** One whose time is over is let go. */
  #find(who: string): StandingRefusal | undefined {
    const found = this.#standing.get(who);
    if (found?.until === undefined || found.until > this.#clock.now()) return found;
    this.#standing.delete(who);
    return undefined;
  }
}
