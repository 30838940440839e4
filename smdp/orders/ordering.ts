import type { Bytes } from '#shared/bytes/bytes';
import type { Eid } from '#shared/identifiers/eid';
import type { Instant } from '#shared/runtime/span';

import type { Order } from './order.ts';
import { moved } from './order.ts';

/** What an operator says when it confirms an order. */
export interface Confirmation {
  readonly matchingId: string;
  readonly eid: Eid | undefined;
  readonly hashedConfirmationCode: Bytes | undefined;
  /** Whether it is for download at once. */
  readonly released: boolean;
}

/** The Profile with an order: Linked to an EID, or Allocated without one (SGP.22 §5.3.1). */
export function allocated(profile: Order, eid: Eid | undefined, at: Instant): Order {
  const ordered = { ...profile, eid, ordered: profile.ordered + 1 };
  return moved(ordered, eid === undefined ? 'Allocated' : 'Linked', 'ordered', at);
}

/** The order with all that a download needs: Confirmed, or Released at once (SGP.22 §5.3.2). */
export function confirmed(order: Order, confirmation: Confirmation, at: Instant): Order {
  const { released, ...terms } = confirmation;
  return moved({ ...order, ...terms }, released ? 'Released' : 'Confirmed', 'confirmed', at);
}

/** The Profile back in stock, as if it had never been ordered (SGP.22 §5.3.3). */
export function backInStock(order: Order, at: Instant): Order {
  const bare = {
    ...order,
    matchingId: '',
    eid: undefined,
    hashedConfirmationCode: undefined,
    attempts: { download: 0, confirmationCode: 0 },
  };
  return moved(bare, 'Available', 'cancelled by the operator', at);
}

/** The Profile out of use for good: its keys and packages are let go (SGP.22 §5.3.3). */
export function outOfUse(order: Order, at: Instant, why = 'cancelled by the operator'): Order {
  const profile = { ...order.profile, upp: new Uint8Array() };
  const withdrawn = moved(order, 'Unavailable', why, at);
  return { ...withdrawn, profile, binding: undefined };
}
