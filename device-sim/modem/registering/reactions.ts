import type { Cell } from '#device-sim/network/index';
import type { Plmn } from '#shared/identifiers/plmn';
import type { Span } from '#shared/runtime/span';

import type { Registration, RegistrationCause } from '../registration.ts';
import type { AttachOutcome } from './attach.ts';
import { consequenceOf } from './consequences.ts';
import type { Forbidden, Memory } from './memory.ts';
import type { RetryTimer } from './retry-timer.ts';

export interface ReactionParts {
  readonly memory: Memory;
  readonly retry: RetryTimer;
  readonly report: (registration: Omit<Registration, 'iccid'>) => void;
}

/** What is to be done after a refusal: nothing more, or to look for another cell, anywhere or in the same network. */
export type Next = 'rest' | 'anotherCell' | 'sameNetwork';

/** What a UE does about how an attach ended: what it notes, which timers it sets, where it says it stands. */
export class Reactions {
  readonly #parts: ReactionParts;
  #usimInvalid = false;

  constructor(parts: ReactionParts) {
    this.#parts = parts;
  }

  /** Whether the network has called the USIM invalid since the UE was switched on. */
  get usimInvalid(): boolean {
    return this.#usimInvalid;
  }

  /** As when the UE is switched off. */
  switchedOff(): void {
    this.#usimInvalid = false;
    this.#parts.memory.switchedOff();
    this.#parts.retry.reset();
  }

  /** To an attach that was not accepted. */
  async failed(cell: Cell, outcome: Exclude<AttachOutcome, { end: 'accepted' }>): Promise<Next> {
    if (outcome.end === 'rejected') return this.rejected(cell, outcome.cause, outcome.t3346);
    if (outcome.end === 'authenticationRejected') await this.#invalid(cell.plmn, outcome.cause);
    else this.later(outcome.cause, cell.plmn);
    return 'rest';
  }

  /** To an EMM cause; `wait` is T3346, where the network sets it. */
  async rejected(cell: Cell, cause: number, wait?: Span): Promise<Next> {
    const { memory } = this.#parts;
    const consequence = consequenceOf(cause);
    switch (consequence) {
      case 'usimInvalid':
        await this.#invalid(cell.plmn, cause);
        return 'rest';
      case 'later':
      case 'again':
        this.later(cause, cell.plmn, wait);
        return 'rest';
      case 'muchLater':
        this.#parts.retry.filled();
        memory.forget();
        this.#searching(cause, cell.plmn);
        return 'rest';
      case 'networkAvoided':
        await memory.forbid(cell, 'networkForAWhile');
        memory.forget();
        return 'anotherCell';
      case 'networkForbidden':
      case 'packetsForbidden':
      case 'areaForbidden':
      case 'regionForbidden':
        await memory.forbid(cell, forbidden[consequence]);
        await memory.refused();
        return consequence === 'regionForbidden' ? 'sameNetwork' : 'anotherCell';
    }
  }

  /** Every cell there is is kept away from; what lapses in time is waited for. */
  nowhere(refused: Pick<Registration, 'plmn' | 'cause'>): void {
    const { memory, retry, report } = this.#parts;
    const { nextLapse } = memory;
    if (nextLapse !== undefined) retry.postponed(nextLapse);
    const avoided = typeof refused.cause === 'number' && consequenceOf(refused.cause) === 'networkAvoided';
    report({ state: avoided ? 'searching' : 'denied', ...refused });
  }

  /** Searching until the next attempt, which comes after a while. */
  later(cause: RegistrationCause, plmn: Plmn | undefined, wait?: Span): void {
    const { memory, retry } = this.#parts;
    if (wait !== undefined) retry.postponed(wait);
    else if (retry.failed()) memory.forget();
    this.#searching(cause, plmn);
  }

  #searching(cause: RegistrationCause, plmn: Plmn | undefined): void {
    this.#parts.report({ state: 'searching', ...(plmn === undefined ? {} : { plmn }), cause });
  }

  async #invalid(plmn: Plmn, cause: RegistrationCause): Promise<void> {
    this.#usimInvalid = true;
    await this.#parts.memory.refused();
    this.#parts.report({ state: 'denied', plmn, cause });
  }
}

const forbidden = {
  networkForbidden: 'network',
  packetsForbidden: 'packets',
  areaForbidden: 'area',
  regionForbidden: 'area',
} as const satisfies Record<string, Forbidden>;
