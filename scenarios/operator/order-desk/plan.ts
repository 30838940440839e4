import type { PprIds } from '#shared/rsp/common';
import type { ProfileClass } from '#shared/rsp/store-metadata';
import type { Order, OrderTerms, ProfileStock } from '#smdp/index';

import type { Subscriber } from '../subscribers/index.ts';

/** A plan as people know it. */
export interface Plan {
  /** The operator's name unless given. */
  readonly serviceProviderName?: string;
  readonly profileName?: string;
  /** What the SM-DP+ has the plan's Profiles in stock as; the profile's name unless given. */
  readonly profileType?: string;
  readonly profileClass?: ProfileClass;
  readonly profilePolicyRules?: PprIds;
  /** A profile of somebody else's making, instead of one built here: its subscriber is not known to the network. */
  readonly profile?: ProfileStock;
  /** False: the network is not told of the subscriber before `provision`. */
  readonly provision?: boolean;
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
