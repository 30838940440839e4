import type { Bytes } from '#shared/bytes/bytes';

import type { CallStore, ProgressCall } from '../es2plus/progress-call.ts';
import type { NewOrder, Order } from '../orders/order.ts';
import type { ProfileState } from '../orders/profile-states.ts';

/** What deciding about an order gives: the order as it is to be kept, and what the caller wanted to know. */
export interface Decision<T> {
  readonly order: Order;
  readonly result: T;
  /** What an operator is to be told of it, kept with it. */
  readonly calls?: readonly ProgressCall[] | undefined;
}

/** Which orders are meant. */
export interface OrderFilter {
  readonly matchingId?: string;
  /** The EID that was ordered for. */
  readonly eid?: string;
  readonly iccid?: string;
  /** The operator whose Profile it is. */
  readonly owner?: string;
  readonly profileType?: string;
  /** Those that the server is to release by itself, whenever that is. */
  readonly releasesByItself?: true;
  /** One of these. */
  readonly states?: readonly ProfileState[];
}

/** Keeps the Profiles and orders of an SM-DP+. Each change is one transaction; a promise resolves after it has been committed. */
export interface SmdpStore {
  /** Gives the order its id. */
  add(order: NewOrder): Promise<Order>;
  find(id: number): Promise<Order | undefined>;
  /** The orders that fit every member given, in the order in which they were added; all for no member. */
  where(filter: OrderFilter): Promise<readonly Order[]>;
  /** The order of which a package was delivered under that transactionId. */
  withTransactionId(transactionId: Bytes): Promise<Order | undefined>;
  /**
   * Reads, decides and keeps in one transaction. When `decide` throws, or returns the order it was given and no calls,
   * nothing is written.
   * @throws Error when there is no such order.
   */
  change<T>(id: number, decide: (order: Order) => Decision<T>): Promise<T>;
  /** The same for the first order that fits; undefined, and nothing is decided, when none does. */
  changeFirst<T>(filter: OrderFilter, decide: (order: Order) => Decision<T>): Promise<T | undefined>;
  /** The operators that have a Profile of that type, in whatever state. */
  ownersOf(profileType: string): Promise<readonly string[]>;
  /** What operators are still to be told. */
  readonly calls: CallStore;
  close(): Promise<void>;
}

/** Hears of each commit, before and after it is made; the number counts from 1. */
export type CommitHook = (commit: { readonly when: 'before' | 'after'; readonly number: number }) => void;
