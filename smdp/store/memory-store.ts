import type { Bytes } from '#shared/bytes/bytes';
import { sameBytes } from '#shared/bytes/bytes';

import type { NewOrder, Order } from '../orders/order.ts';
import type { CommitHook, Decision, OrderFilter, SmdpStore } from './smdp-store.ts';

/** Keeps orders as long as the process lives. */
export function memorySmdpStore(options: { readonly onCommit?: CommitHook } = {}): SmdpStore {
  return new MemorySmdpStore(options.onCommit);
}

class MemorySmdpStore implements SmdpStore {
  readonly #orders = new Map<number, Order>();
  readonly #onCommit: CommitHook | undefined;
  #commits = 0;

  constructor(onCommit: CommitHook | undefined) {
    this.#onCommit = onCommit;
  }

  async add(order: NewOrder): Promise<Order> {
    const added: Order = { ...order, id: this.#orders.size + 1 };
    this.#commit(added);
    return added;
  }

  async find(id: number): Promise<Order | undefined> {
    return this.#orders.get(id);
  }

  async where({ matchingId, eid, iccid, states }: OrderFilter): Promise<readonly Order[]> {
    return this.#filter(
      (order) =>
        (matchingId === undefined || order.matchingId === matchingId) &&
        (eid === undefined || order.eid === eid) &&
        (iccid === undefined || order.iccid === iccid) &&
        (states?.includes(order.state) ?? true),
    );
  }

  async withTransactionId(transactionId: Bytes): Promise<Order | undefined> {
    return this.#filter(({ deliveries }) =>
      deliveries.some((delivery) => sameBytes(delivery.transactionId, transactionId)),
    ).at(-1);
  }

  async change<T>(id: number, decide: (order: Order) => Decision<T>): Promise<T> {
    const before = this.#orders.get(id);
    if (before === undefined) throw new Error(`there is no order ${id}`);
    const { order, result } = decide(before);
    if (order !== before) this.#commit(order);
    return result;
  }

  async close(): Promise<void> {
    // Nothing is held open.
  }

  #filter(fits: (order: Order) => boolean): readonly Order[] {
    return [...this.#orders.values()].filter(fits);
  }

  #commit(order: Order): void {
    this.#commits += 1;
    const number = this.#commits;
    this.#onCommit?.({ when: 'before', number });
    this.#orders.set(order.id, order);
    this.#onCommit?.({ when: 'after', number });
  }
}
