import type { Eid } from '#shared/identifiers/eid';
import type { DeviceInfo } from '#shared/rsp/authenticate-server';
import type { EuiccInfo2 } from '#shared/rsp/euicc-info';
import { Refusal } from '#shared/rsp/refusals';
import type { Instant } from '#shared/runtime/span';

import { ineligibility } from '../eligibility/eligibility.ts';
import { missingMemory } from '../eligibility/memory.ts';
import { CostlyRefusal } from '../orders/costly-refusal.ts';
import type { Order } from '../orders/order.ts';
import { eidOf, hasExpired, terminated } from '../orders/order.ts';
import { readinessOf } from '../orders/profile-states.ts';
import type { SmdpSettings } from '../settings.ts';
import type { Check } from './check.ts';

/** An order, and the eUICC and device that ask for it. */
export interface Claimed {
  readonly order: Order;
  /** Which order of the Profile was found for the eUICC. */
  readonly ordered: number;
  readonly eid: Eid;
  readonly euiccInfo2: EuiccInfo2;
  readonly deviceInfo: DeviceInfo;
  readonly settings: SmdpSettings;
  readonly now: Instant;
}

/** What was cancelled since it was found is no order any more, even if the Profile has another one. */
export const orderIsTheOneFound: Check<Claimed> = ({ order, ordered }) => {
  if (order.ordered !== ordered) throw new Refusal('matchingIdRefused', 'the order was cancelled');
};

/** "If the order carries an EID, verify that it is that of the eUICC" (SGP.22 §5.6.3). */
export const eidIsTheOneOrdered: Check<Claimed> = ({ order, eid }) => {
  const expected = eidOf(order);
  if (expected !== undefined && expected !== eid) throw new Refusal('eidMismatch', `ordered for ${expected}`);
};

/** "Verify that the Profile is Released or Downloaded" (SGP.22 §5.6.3). */
export const profileIsReleased: Check<Claimed> = ({ order: { state }, settings }) => {
  if (readinessOf(state) === 'notYet') throw new Refusal(settings.notYetReleased, state);
  if (readinessOf(state) === 'none') throw new Refusal('matchingIdRefused', state);
};

/** "Verify that the Download Order has not expired" (SGP.22 §5.6.3). */
export const orderHasNotExpired: Check<Pick<Claimed, 'order' | 'now'>> = ({ order, now }) => {
  if (hasExpired(order, now)) throw new Refusal('downloadOrderExpired');
};

/** "Verify that the number of download attempts is not exceeded", else the Profile goes to Error (SGP.22 §5.6.3). */
export const downloadAttemptsAreLeft: Check<Claimed> = ({ order, now }) => {
  const { attempts, limits } = order;
  if (attempts.download < limits.download) return;
  const why = `${attempts.download} download attempts`;
  throw new CostlyRefusal('downloadRetriesExceeded', why, terminated(order, why, now));
};

/** "Perform the eligibility check" (SGP.22 §5.6.3, es9plus.md §4.3). */
export const profileIsEligible: Check<Claimed> = (claimed) => {
  const reason = ineligibility(claimed);
  if (reason !== undefined) throw new Refusal('noEligibleProfile', reason);
};

/** "Verify that the eUICC has enough memory" (SGP.22 §5.6.3, es9plus.md §4.3). */
export const memorySuffices: Check<Claimed> = ({ order, euiccInfo2, settings }) => {
  if (!settings.checksMemory) return;
  const missing = missingMemory(order.profile.upp, euiccInfo2.extCardResource);
  if (missing > 0) throw new Refusal('insufficientMemory', `${missing} octets too few`);
};

/** The checks of SGP.22 §5.6.3 that are about the order, in order. */
export const orderChecks = [
  orderIsTheOneFound,
  eidIsTheOneOrdered,
  profileIsReleased,
  orderHasNotExpired,
  downloadAttemptsAreLeft,
  profileIsEligible,
  memorySuffices,
] as const;
