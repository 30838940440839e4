import { between } from '#shared/runtime/span';
import type { Instant } from '#shared/runtime/span';

import type { PortalPlan } from './plan.ts';
import type { OrderRecord } from './portal-options.ts';
import type { ShownState } from './progress-texts.ts';
import type { BoughtPurchase } from './purchase.ts';
import { wholeMinutes } from './waits.ts';

/** A purchase as its page shows it. */
export interface Shown {
  readonly state: ShownState;
  /** How it failed, or where the modem stands. */
  readonly detail: string;
  /** Until the profile can be downloaded; 0 where it can. */
  readonly minutes: number;
}

/** What a purchase is shown from: its plan, what the desk knows of the order, and the time. */
export interface Seen {
  readonly plan: PortalPlan;
  readonly record: OrderRecord | undefined;
  readonly now: Instant;
}

export function shownOf(purchase: BoughtPurchase, seen: Seen): Shown {
  const { availableAt } = purchase.order;
  const minutes = availableAt === undefined ? 0 : wholeMinutes(between(seen.now, availableAt));
  if (purchase.state === 'failed') return { state: 'failed', detail: purchase.result, minutes };
  if (purchase.state !== 'installed' && purchase.state !== 'connected')
    return { state: purchase.state, detail: '', minutes };
  const detail = purchase.registration ?? '';
  if (purchase.state === 'installed' && isLineOn(seen)) return { state: 'provisioned', detail, minutes };
  const denied = purchase.state === 'installed' && detail === 'denied';
  return { state: denied ? 'denied' : purchase.state, detail, minutes };
}

/** Whether a line that comes after its eSIM is there. */
function isLineOn({ plan, record }: Seen): boolean {
  return plan.delivery.path === 'delayedConnectivity' && record?.provisioned === true;
}
