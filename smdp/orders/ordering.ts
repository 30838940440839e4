import type { Bytes } from '#shared/bytes/bytes';
import type { Eid } from '#shared/identifiers/eid';
import type { Instant } from '#shared/runtime/span';
import { after } from '#shared/runtime/span';

import { momentOfRelease } from './availability.ts';
import type { Order } from './order.ts';
import { moved } from './order.ts';

/** What an operator says when it confirms an order. */
export interface Confirmation {
  readonly matchingId: string;
  readonly eid: Eid | undefined;
  readonly hashedConfirmationCode: Bytes | undefined;
  /** Whether it is for download as soon as it is available; if not, releaseProfile alone releases it. */
  readonly released: boolean;
}

/** The Profile with an order: Linked to an EID, or Allocated without one (SGP.22 §5.3.1). */
export function allocated(profile: Order, eid: Eid | undefined, at: Instant): Order {
  const { expiresAfter, expiresAt } = profile;
  const ordered = {
    ...profile,
    eid,
    ordered: profile.ordered + 1,
    orderedAt: at,
    expiresAt: expiresAfter === undefined ? expiresAt : after(at, expiresAfter),
  };
  return moved(ordered, eid === undefined ? 'Allocated' : 'Linked', 'ordered', at);
}

/** The order with all that a download needs: Released where it is available by now, else Confirmed (SGP.22 §5.3.2). */
export function confirmed(order: Order, confirmation: Confirmation, at: Instant): Order {
  const { released, ...terms } = confirmation;
  const { available, orderedAt = at } = order;
  const moment = released ? momentOfRelease(available, { ordered: orderedAt, now: at }) : undefined;
  const to = { ...order, ...terms };
  if (moment !== undefined && moment <= at) return moved(to, 'Released', 'confirmed', at);
  return { ...moved(to, 'Confirmed', 'confirmed', at), releasesAt: moment };
}

/** The order Released by the server itself, if that is due (es2plus.md §3). */
export function releasedWhenDue(order: Order, now: Instant): Order {
  return isDue(order, now) ? moved(order, 'Released', 'available from now on', now) : order;
}

/** Whether the moment has come at which the server releases an order by itself. */
export function isDue({ releasesAt }: Order, now: Instant): boolean {
  return releasesAt !== undefined && releasesAt <= now;
}

/** The Profile back in stock, as if it had never been ordered (SGP.22 §5.3.3). */
export function backInStock(order: Order, at: Instant): Order {
  const bare = {
    ...order,
    matchingId: '',
    eid: undefined,
    orderedAt: undefined,
    expiresAt: order.expiresAfter === undefined ? order.expiresAt : undefined,
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
