import type { PprIds } from '#shared/rsp/common';
import type { ProfileClass } from '#shared/rsp/store-metadata';
import type { Span } from '#shared/runtime/span';
import type { Order, OrderTerms, ProfileStock } from '#smdp/index';

import type { Algorithm, Subscriber } from '../subscribers/index.ts';

/**
 * When the network hears of a subscriber that it does not know from the order on. `order` counts from the order (from
 * when it was put there, where a Profile lies in stock for others), `download` and `install` from when the SM-DP+ has told
 * of the first of them that went well.
 */
export interface LaterProvision {
  readonly after: Span;
  readonly from: 'order' | 'download' | 'install';
  /** Not before the ProfileInstallationResult has said that the Profile is installed, however late that comes. */
  readonly onlyIfInstalled?: boolean;
}

/** What a subscriber may use. */
export interface PlanBalance {
  readonly octets: number;
  /** Counted from when the network hears of the subscriber; for ever when left out. */
  readonly validFor?: Span;
}

/** A plan as people know it. */
export interface Plan {
  /** The operator's name unless given. */
  readonly serviceProviderName?: string;
  readonly profileName?: string;
  /** What the SM-DP+ has the plan's Profiles in stock as; the profile's name unless given. */
  readonly profileType?: string;
  readonly profileClass?: ProfileClass;
  readonly profilePolicyRules?: PprIds;
  /** How network and USIM authenticate each other; Milenage unless given. */
  readonly algorithm?: Algorithm;
  /** A profile of somebody else's making, instead of one built here: its subscriber is not known to the network. */
  readonly profile?: ProfileStock;
  /** False: the network is not told of the subscriber before `provision`; at once when left out. */
  readonly provision?: boolean | LaterProvision;
  /** What the subscriber may use once the network knows it; not metered when left out. */
  readonly balance?: PlanBalance;
}

/** An order at the desk. */
export interface DeskOrder extends Plan, OrderTerms {
  /** Drawn unless given; empty: found by EID. */
  readonly matchingId?: string;
  /** False: not for download before `release`. */
  readonly released?: boolean;
}

/** A code for everybody, which never wears out. */
export interface DeskOffer extends Plan, Omit<OrderTerms, 'eid'> {
  readonly matchingId: string;
  readonly released?: boolean;
}

/** A Profile in stock, for others to order over ES2+; EID and Confirmation Code come with their order. */
export interface DeskStock extends Plan, Omit<OrderTerms, 'eid' | 'confirmationCode'> {}

/** An order with what the subscriber is given. */
export interface Placed {
  readonly activationCode: string;
  /** The SM-DP+'s own record of it. */
  readonly order: Order;
  /** Undefined where the profile is of somebody else's making. */
  readonly subscriber: Subscriber | undefined;
}

/** What a plan's Profiles are called where nothing else is said. */
export const usualProfileName = 'esimlab test plan';
