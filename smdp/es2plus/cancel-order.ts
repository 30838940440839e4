import type { RequestOf } from '#shared/http/contract';
import type { CancelOrder } from '#shared/rsp/es2plus';
import { Refusal } from '#shared/rsp/refusals';

import type { Check } from '../es9plus/check.ts';
import { verifyAll } from '../es9plus/check.ts';
import type { SmdpParts } from '../es9plus/smdp-parts.ts';
import { eidOf } from '../orders/order.ts';
import { backInStock, outOfUse } from '../orders/ordering.ts';
import { mayBecome } from '../orders/profile-states.ts';
import type { Asked, Es2plusFunction } from './es2plus-function.ts';
import { expectKnown, profileIsTheRequesters } from './es2plus-function.ts';

/** An order that is to be cancelled. */
export interface Cancelling extends Asked {
  readonly request: RequestOf<typeof CancelOrder>;
}

/** "If the EID is given, verify that it is that of the order" (SGP.22 §5.3.3). */
export const eidIsThatOfTheOrder: Check<Cancelling> = ({ request: { eid }, profile }) => {
  if (eid !== undefined && eid !== eidOf(profile))
    throw new Refusal('eidOtherBound', `linked to ${eidOf(profile) ?? 'none'}`);
};

/** "If the MatchingID is given, verify that it is that of the order" (SGP.22 §5.3.3). */
export const matchingIdIsThatOfTheOrder: Check<Cancelling> = ({ request: { matchingId }, profile }) => {
  if (matchingId !== undefined && matchingId !== profile.matchingId)
    throw new Refusal('matchingIdOtherBound', `bound to "${profile.matchingId}"`);
};

/** What was downloaded never goes back into stock, what is installed stays so, stock has no order (es2plus.md §2.3, §3). */
export const orderMayBeCancelled: Check<Cancelling> = ({ request, profile: { state } }) => {
  const wanted = request.finalProfileStatusIndicator;
  if (state === 'Available' || !mayBecome(state, wanted))
    throw new Refusal('iccidInUse', `${state} cannot become ${wanted}`);
};

/** The checks of SGP.22 §5.3.3 in order, once the ICCID is known. */
export const cancelOrderChecks = [
  profileIsTheRequesters,
  eidIsThatOfTheOrder,
  matchingIdIsThatOfTheOrder,
  orderMayBeCancelled,
] as const;

/** ES2+.CancelOrder (SGP.22 §5.3.3): the Profile goes back into stock, or out of use for good. */
export function cancelOrder(smdp: SmdpParts): Es2plusFunction<typeof CancelOrder> {
  return async (request, { functionRequesterIdentifier: requester }) => {
    const { id } = await expectKnown(smdp, request.iccid);
    return smdp.orders.change(id, (profile) => {
      verifyAll(cancelOrderChecks, { profile, requester, request });
      const cancelled = request.finalProfileStatusIndicator === 'Available' ? backInStock : outOfUse;
      return { order: cancelled(profile, smdp.clock.now()), result: {} };
    });
  };
}
