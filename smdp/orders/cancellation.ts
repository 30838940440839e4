import type { Eid } from '#shared/identifiers/eid';
import type { CancelSessionReason } from '#shared/rsp/cancel-session';
import type { Instant } from '#shared/runtime/span';

import type { SmdpSettings } from '../settings.ts';
import type { Order } from './order.ts';
import { terminated } from './order.ts';

/** Who cancels, and why. */
export interface Cancellation {
  readonly eid: Eid;
  readonly reason: CancelSessionReason;
  readonly policy: SmdpSettings['cancelPolicy'];
}

/** Reasons after which the same order may be tried again (es9plus.md §4). */
const forNow: readonly CancelSessionReason[] = ['postponed', 'timeout'];

/** The order after an eUICC has cancelled its session: in Error, or as it was. */
export function cancelled(order: Order, { eid, reason, policy }: Cancellation, at: Instant): Order {
  if (forNow.includes(reason)) return order;
  const deliveredElsewhere = order.deliveries.some((delivery) => delivery.eid !== eid);
  const spared = policy === 'lenient' && reason === 'endUserRejection' && order.deliveries.length === 0;
  return deliveredElsewhere || spared ? order : terminated(order, `cancelled: ${reason}`, at);
}
