import type { Clock } from '#shared/runtime/clock';
import type { Instant } from '#shared/runtime/span';
import { between } from '#shared/runtime/span';
import type { Trace } from '#shared/runtime/trace';

import type {} from './events.ts';

/** What a subscriber has left of data. */
export interface Balance {
  /** Zero or more, whole. */
  readonly octets: number;
  /** From then on nothing is left. */
  readonly expiresAt?: Instant;
}

/** Why a balance is another one: the operator said so, data was used, the last octet was used, its time was over. */
export type BalanceChange = 'set' | 'used' | 'usedUp' | 'expired';

/** Called with the balance after each change of it; with undefined where none is kept any more. */
export type BalanceListener = (imsi: string, balance: Balance | undefined, why: BalanceChange) => void;

interface Kept {
  balance: Balance;
  readonly expiry: AbortController;
}

/** The balances of subscribers. Who has none is not metered. */
export class Balances {
  readonly #clock: Clock;
  readonly #trace: Trace;
  readonly #kept = new Map<string, Kept>();
  readonly #listeners = new Set<BalanceListener>();

  constructor({ clock, trace }: { readonly clock: Clock; readonly trace: Trace }) {
    this.#clock = clock;
    this.#trace = trace;
  }

  of(imsi: string): Balance | undefined {
    return this.#kept.get(imsi)?.balance;
  }

  /** Undefined: not metered any more. @throws TypeError for octets that are no whole number from zero */
  set(imsi: string, balance: Balance | undefined): void {
    if (balance !== undefined && !(Number.isSafeInteger(balance.octets) && balance.octets >= 0)) {
      throw new TypeError(`a balance is a whole number of octets from 0, not ${balance.octets}`);
    }
    this.#kept.get(imsi)?.expiry.abort();
    if (balance === undefined) {
      if (this.#kept.delete(imsi)) this.#changed(imsi, 'set');
      return;
    }
    const kept: Kept = { balance, expiry: new AbortController() };
    this.#kept.set(imsi, kept);
    this.#changed(imsi, 'set');
    if (this.#kept.get(imsi) === kept) this.#expireInTime(imsi, kept);
  }

  /** Octets that are left; infinitely many where none is kept. */
  left(imsi: string): number {
    return this.#kept.get(imsi)?.balance.octets ?? Infinity;
  }

  /** Takes octets away. @returns how many of them there were */
  use(imsi: string, octets: number): number {
    const kept = this.#kept.get(imsi);
    if (kept === undefined) return octets;
    const used = Math.min(octets, kept.balance.octets);
    if (used === 0) return 0;
    kept.balance = { ...kept.balance, octets: kept.balance.octets - used };
    this.#changed(imsi, kept.balance.octets === 0 ? 'usedUp' : 'used');
    return used;
  }

  onChange(listener: BalanceListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Lets no balance expire any more. */
  close(): void {
    for (const { expiry } of this.#kept.values()) expiry.abort();
  }

  #expireInTime(imsi: string, kept: Kept): void {
    const { expiresAt } = kept.balance;
    if (expiresAt === undefined) return;
    const span = between(this.#clock.now(), expiresAt);
    if (span <= 0) {
      this.#expire(imsi, kept);
      return;
    }
    const { signal } = kept.expiry;
    this.#clock.aside(() => {
      this.#clock.sleep(span, { what: `the balance of ${imsi} to expire`, signal }).then(
        () => {
          this.#expire(imsi, kept);
        },
        () => undefined,
      );
    });
  }

  #expire(imsi: string, kept: Kept): void {
    kept.balance = { ...kept.balance, octets: 0 };
    this.#changed(imsi, 'expired');
  }

  #changed(imsi: string, why: BalanceChange): void {
    const balance = this.of(imsi);
    if (why !== 'used') this.#trace.emit('network.balance', { imsi, why, ...balance });
    for (const listener of [...this.#listeners]) {
      try {
        listener(imsi, balance, why);
      } catch (error) {
        this.#trace.emit('fault', { where: 'a listener of balances', error });
      }
    }
  }
}
