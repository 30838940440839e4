import type { Eid } from '#shared/identifiers/eid';
import type { CancelSessionReason } from '#shared/rsp/cancel-session';
import type { Instant } from '#shared/runtime/span';

import type { SmdpSettings } from '../settings.ts';
import type { Order } from './order.ts';
import { terminated } from './order.ts';
import { readinessOf } from './profile-states.ts';

/** Who cancels, and why. */
export interface Cancellation {
  readonly eid: Eid;
  /** Which order of the Profile the session was for. */
  readonly ordered: number;
  readonly reason: CancelSessionReason;
  readonly policy: SmdpSettings['cancelPolicy'];
}

/** Reasons after which the same order may be tried again (es9plus.md §4). */
const forNow: readonly CancelSessionReason[] = ['postponed', 'timeout'];

/**
 * Whether the order is still the one that the session was for: not another one of the Profile, not with another eUICC,
 * and not over. What becomes of such a session is no news of the order.
 */
export function isStillFor(order: Order, { eid, ordered }: Pick<Cancellation, 'eid' | 'ordered'>): boolean {
  const deliveredElsewhere = order.deliveries.some((delivery) => delivery.eid !== eid);
  return order.ordered === ordered && !deliveredElsewhere && readinessOf(order.state) === 'ready';
}

/** The order after an eUICC has cancelled its session: in Error, or as it was. */
export function cancelled(order: Order, cancellation: Cancellation, at: Instant): Order {
  const { reason, policy } = cancellation;
  if (forNow.includes(reason) || !isStillFor(order, cancellation)) return order;
  const spared = policy === 'lenient' && reason === 'endUserRejection' && order.deliveries.length === 0;
  return spared ? order : terminated(order, `cancelled: ${reason}`, at);
}
