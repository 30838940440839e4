import type { Eid } from '#shared/identifiers/eid';
import type { CancelSessionReason } from '#shared/rsp/cancel-session';
import type { Instant } from '#shared/runtime/span';

import type { SmdpSettings } from '../settings.ts';
import type { Order } from './order.ts';
import { terminated } from './order.ts';

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

/** The order after an eUICC has cancelled its session: in Error, or as it was. */
export function cancelled(order: Order, cancellation: Cancellation, at: Instant): Order {
  const { eid, ordered, reason, policy } = cancellation;
  if (forNow.includes(reason) || order.ordered !== ordered) return order;
  const deliveredElsewhere = order.deliveries.some((delivery) => delivery.eid !== eid);
  const spared = policy === 'lenient' && reason === 'endUserRejection' && order.deliveries.length === 0;
  return deliveredElsewhere || spared ? order : terminated(order, `cancelled: ${reason}`, at);
}
