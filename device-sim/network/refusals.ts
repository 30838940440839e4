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

type Kept = Exclude<NetworkRefusal, object> | { readonly congestedUntil: Instant };

/** Whom the network itself turns away, whatever the register says. */
export class Refusals {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #kept = new Map<string, Kept>();

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** From now on; undefined: not any more. */
  set(who: string, refusal: NetworkRefusal | undefined): void {
    if (refusal === undefined) this.#kept.delete(who);
    else if (typeof refusal !== 'object') this.#kept.set(who, refusal);
    else this.#kept.set(who, { congestedUntil: after(this.#clock.now(), refusal.congestion) });
  }

  /** What a subscriber is told: what is meant for it, else what is for everyone. */
  of(imsi: string): Verdict {
    return this.#verdict(imsi) ?? this.#verdict('everyone');
  }

  #verdict(who: string): Verdict {
    const kept = this.#kept.get(who);
    if (typeof kept === 'number') return { cause: kept };
    if (typeof kept !== 'object') return kept;
    const left = between(this.#clock.now(), kept.congestedUntil);
    if (left > 0) return { cause: 22, t3346: left };
    this.#kept.delete(who);
    return undefined;
  }
}
