import type { DeskRecord } from '../order-desk/desk-record.ts';
import type { Subscriber } from '../subscribers/index.ts';

/** An order, and whose keys are in its Profile. */
export interface KeptOrder {
  readonly record: DeskRecord;
  /** Undefined where the profile is of somebody else's making. */
  readonly subscriber: Subscriber | undefined;
}

/** Where an operator keeps its orders and subscribers. Once `keep` has resolved, a killed process loses nothing of it. */
export interface OperatorStore {
  /** In the order in which they came. */
  all(): Promise<readonly KeptOrder[]>;
  /** Keeps an order, in place of the one of its ICCID. */
  keep(order: KeptOrder): Promise<void>;
  /** Lets the order of an ICCID go, if there is one. */
  forget(iccid: string): Promise<void>;
  close(): Promise<void>;
}

/** Keeps orders as long as the process lives. */
export function memoryOperatorStore(): OperatorStore {
  const orders = new Map<string, KeptOrder>();
  return {
    all: () => Promise.resolve([...orders.values()]),
    keep: (order) => {
      orders.set(order.record.iccid, order);
      return Promise.resolve();
    },
    forget: (iccid) => {
      orders.delete(iccid);
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
}
