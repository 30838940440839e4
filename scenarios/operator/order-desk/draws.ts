import { parseIccid } from '#shared/identifiers/iccid';

import { NumbersUsedUp } from '../subscribers/index.ts';
import type { DeskParts } from './desk-parts.ts';
import type { Plan } from './plan.ts';
import type { DrawnProfile } from './profile-source.ts';
import { drawProfile } from './profile-source.ts';

/** The subscriptions a desk draws: never one that it, or the SM-DP+, has already. */
export class Draws {
  readonly #parts: DeskParts;
  readonly #drawn = new Set<string>();

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /** An ICCID that is in use from before. */
  know(iccid: string): void {
    this.#drawn.add(iccid);
  }

  /** The next Profile of a plan. @throws NumbersUsedUp when its type has no number left */
  draw(plan: Plan): Promise<DrawnProfile> {
    const { entropy, plmn, partners, operatorName, smdp, profileTypes } = this.#parts;
    return drawProfile(plan, {
      numbers: profileTypes.numbersOf(plan),
      entropy,
      plmn,
      partners,
      operatorName,
      notificationAddress: smdp.address,
      isTaken: (iccid) => this.#isTaken(iccid),
    });
  }

  /** Two draws at the same time may meet before either is in the store. */
  async #isTaken(iccid: string): Promise<boolean> {
    if (this.#drawn.has(iccid)) return true;
    this.#drawn.add(iccid);
    return (await this.#parts.smdp.orders.profileOf(parseIccid(iccid))) !== undefined;
  }
}

/** Nothing, where there is none of a type left; what else went wrong is thrown on. */
export function unlessUsedUp(error: unknown): undefined {
  if (!(error instanceof NumbersUsedUp)) throw error;
  return undefined;
}
