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

  async where(filter: OrderFilter): Promise<readonly Order[]> {
    return this.#filter((order) => fits(order, filter));
  }

  async withTransactionId(transactionId: Bytes): Promise<Order | undefined> {
    return this.#filter(({ deliveries }) =>
      deliveries.some((delivery) => sameBytes(delivery.transactionId, transactionId)),
    ).at(-1);
  }

  async change<T>(id: number, decide: (order: Order) => Decision<T>): Promise<T> {
    const before = this.#orders.get(id);
    if (before === undefined) throw new Error(`there is no order ${id}`);
    return this.#decide(before, decide);
  }

  async changeFirst<T>(filter: OrderFilter, decide: (order: Order) => Decision<T>): Promise<T | undefined> {
    for (const order of this.#orders.values()) if (fits(order, filter)) return this.#decide(order, decide);
    return undefined;
  }

  async ownersOf(profileType: string): Promise<readonly string[]> {
    const owners = this.#filter((order) => fits(order, { profileType })).map(
      ({ ownership }) => ownership?.owner ?? '',
    );
    return [...new Set(owners)];
  }

  async close(): Promise<void> {
    // Nothing is held open.
  }

  #decide<T>(before: Order, decide: (order: Order) => Decision<T>): T {
    const { order, result } = decide(before);
    if (order !== before) this.#commit(order);
    return result;
  }

  #filter(wanted: (order: Order) => boolean): readonly Order[] {
    return [...this.#orders.values()].filter(wanted);
  }

  #commit(order: Order): void {
    this.#commits += 1;
    const number = this.#commits;
    this.#onCommit?.({ when: 'before', number });
    this.#orders.set(order.id, order);
    this.#onCommit?.({ when: 'after', number });
  }
}

function fits(order: Order, filter: OrderFilter): boolean {
  const { matchingId, eid, iccid, owner, profileType, states } = filter;
  return (
    (matchingId === undefined || order.matchingId === matchingId) &&
    (eid === undefined || order.eid === eid) &&
    (iccid === undefined || order.iccid === iccid) &&
    (owner === undefined || order.ownership?.owner === owner) &&
    (profileType === undefined || order.ownership?.profileType === profileType) &&
    (states?.includes(order.state) ?? true)
  );
}
