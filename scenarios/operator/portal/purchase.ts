import type { Instant } from '#shared/runtime/span';
import type { Launch } from './launch.ts';

/** Who buys. `how` becomes the userAccount of the purchase's metadata (mobile-plans.md §3). */
export interface Account {
  readonly name: string;
  readonly how: 'existing' | 'new' | 'none';
}

/** What the desk gave for a purchase. */
export interface PlacedOrder {
  readonly activationCode: string;
  readonly iccid: string;
  /** When the profile can be downloaded, where that is not at once. */
  readonly availableAt?: Instant;
}

interface Bought {
  readonly account: Account;
  readonly order: PlacedOrder;
}

interface Installed extends Bought {
  /** The registration state last told; undefined before the first. */
  readonly registration: string | undefined;
}

/** The state of a purchase and what belongs to it. */
export type Stage =
  | { readonly state: 'opened' }
  | { readonly state: 'signedIn'; readonly account: Account }
  | ({ readonly state: 'ordered' } & Bought)
  /** The device downloads it later; `operation` is what it calls that. */
  | ({ readonly state: 'scheduled'; readonly operation: string | undefined } & Bought)
  | ({ readonly state: 'downloading' } & Bought)
  | ({ readonly state: 'failed'; readonly result: string } & Bought)
  | ({ readonly state: 'installed' } & Installed)
  | ({ readonly state: 'connected' } & Installed)
  | {
      readonly state: 'cancelled';
      readonly account: Account | undefined;
      /** What the device still has to let go. */
      readonly operation: string | undefined;
    };

export type PurchaseState = Stage['state'];

/** A customer's way through the portal, from the launch on. */
export type Purchase = {
  readonly id: string;
  /** What the plan is called at the desk: the one proposed, or the one chosen. */
  readonly plan: string;
  readonly openedAt: Instant;
  /** The launch that shows it now. */
  readonly launch: Launch;
} & Stage;

/** A purchase for which the desk has given a code that is not known to be installed. */
export type Unfinished = Extract<
  Purchase,
  { readonly state: 'ordered' | 'scheduled' | 'downloading' | 'failed' }
>;

/** A purchase the desk has given a code for. */
export type BoughtPurchase = Exclude<
  Purchase,
  { readonly state: 'opened' } | { readonly state: 'signedIn' } | { readonly state: 'cancelled' }
>;

/** Which state may follow which. Callbacks come from outside: `downloading` may be skipped when its report was lost. */
export const mayBecome = {
  opened: ['signedIn', 'cancelled'],
  signedIn: ['signedIn', 'ordered', 'cancelled'],
  ordered: ['scheduled', 'downloading', 'failed', 'installed', 'cancelled'],
  scheduled: ['ordered', 'downloading', 'failed', 'installed', 'cancelled'],
  downloading: ['ordered', 'failed', 'installed', 'cancelled'],
  failed: ['ordered', 'scheduled', 'downloading', 'failed', 'installed', 'cancelled'],
  installed: ['installed', 'connected'],
  connected: ['installed', 'connected'],
  cancelled: [],
} as const satisfies Record<PurchaseState, readonly PurchaseState[]>;

/** Whether a purchase waits for its profile: its code is offered again instead of a new one. */
export function isUnfinished(purchase: Purchase): purchase is Unfinished {
  return ['ordered', 'scheduled', 'downloading', 'failed'].includes(purchase.state);
}

/** Whether the desk has given a code. */
export function isBought(purchase: Purchase): purchase is BoughtPurchase {
  return isUnfinished(purchase) || purchase.state === 'installed' || purchase.state === 'connected';
}
