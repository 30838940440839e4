import type { Bytes } from '#shared/bytes/bytes';
import { toHex } from '#shared/bytes/bytes';

import type { CallStore, ProgressCall } from '../es2plus/progress-call.ts';
import type { NewOrder, Order } from '../orders/order.ts';
import type { CommitHook, Decision, OrderFilter, SmdpStore } from './smdp-store.ts';

/** Keeps orders as long as the process lives. */
export function memorySmdpStore(options: { readonly onCommit?: CommitHook } = {}): SmdpStore {
  return new MemorySmdpStore(options.onCommit);
}

class MemorySmdpStore implements SmdpStore {
  readonly calls: CallStore = {
    all: async () => [...this.#calls.values()].sort((a, b) => a.id - b.id),
    keep: async (calls) => {
      this.#commit(() => {
        this.#keep(calls);
      });
    },
    forget: async (id) => {
      this.#commit(() => {
        this.#calls.delete(id);
      });
    },
  };
  readonly #calls = new Map<number, ProgressCall>();
  readonly #orders = new Map<number, Order>();
  /** Which orders have, or had, a value: `iccid 89…`, `transactionId 0A…`. */
  readonly #ids = new Map<string, Set<number>>();
  readonly #onCommit: CommitHook | undefined;
  #commits = 0;

  constructor(onCommit: CommitHook | undefined) {
    this.#onCommit = onCommit;
  }

  async add(order: NewOrder): Promise<Order> {
    const added: Order = { ...order, id: this.#orders.size + 1 };
    this.#commit(() => {
      this.#put(added);
    });
    return added;
  }

  async find(id: number): Promise<Order | undefined> {
    return this.#orders.get(id);
  }

  async where(filter: OrderFilter): Promise<readonly Order[]> {
    return this.#candidates(filter).filter((order) => fits(order, filter));
  }

  async withTransactionId(transactionId: Bytes): Promise<Order | undefined> {
    return this.#thatHad(`transactionId ${toHex(transactionId)}`).at(-1);
  }

  async change<T>(id: number, decide: (order: Order) => Decision<T>): Promise<T> {
    const before = this.#orders.get(id);
    if (before === undefined) throw new Error(`there is no order ${id}`);
    return this.#decide(before, decide);
  }

  async changeFirst<T>(filter: OrderFilter, decide: (order: Order) => Decision<T>): Promise<T | undefined> {
    const first = this.#candidates(filter).find((order) => fits(order, filter));
    return first === undefined ? undefined : this.#decide(first, decide);
  }

  async ownersOf(profileType: string): Promise<readonly string[]> {
    const orders = await this.where({ profileType });
    return [...new Set(orders.map(({ ownership }) => ownership?.owner ?? ''))];
  }

  async close(): Promise<void> {
    // Nothing is held open.
  }

  #decide<T>(before: Order, decide: (order: Order) => Decision<T>): T {
    const { order, result, calls = [] } = decide(before);
    if (order !== before || calls.length > 0)
      this.#commit(() => {
        this.#put(order);
        this.#keep(calls);
      });
    return result;
  }

  /** Among which those that fit a filter are, oldest first. */
  #candidates({ matchingId, iccid, eid }: OrderFilter): readonly Order[] {
    if (matchingId !== undefined) return this.#thatHad(`matchingId ${matchingId}`);
    if (iccid !== undefined) return this.#thatHad(`iccid ${iccid}`);
    if (eid !== undefined) return this.#thatHad(`eid ${eid}`);
    return [...this.#orders.values()];
  }

  #thatHad(value: string): readonly Order[] {
    const ids = [...(this.#ids.get(value) ?? [])].sort((a, b) => a - b);
    return ids.map((id) => this.#orders.get(id)).filter((order) => order !== undefined);
  }

  #note(order: Order): void {
    const { id, matchingId, iccid, eid, deliveries } = order;
    const sessions = deliveries.map(({ transactionId }) => `transactionId ${toHex(transactionId)}`);
    for (const value of [`matchingId ${matchingId}`, `iccid ${iccid}`, `eid ${eid ?? ''}`, ...sessions]) {
      const ids = this.#ids.get(value) ?? new Set();
      this.#ids.set(value, ids.add(id));
    }
  }

  #put(order: Order): void {
    this.#orders.set(order.id, order);
    this.#note(order);
  }

  #keep(calls: readonly ProgressCall[]): void {
    for (const call of calls) this.#calls.set(call.id, call);
  }

  #commit(write: () => void): void {
    this.#commits += 1;
    const number = this.#commits;
    this.#onCommit?.({ when: 'before', number });
    write();
    this.#onCommit?.({ when: 'after', number });
  }
}

function fits(order: Order, filter: OrderFilter): boolean {
  const { matchingId, eid, iccid, owner, profileType, releasesByItself, states } = filter;
  return (
    (matchingId === undefined || order.matchingId === matchingId) &&
    (eid === undefined || order.eid === eid) &&
    (iccid === undefined || order.iccid === iccid) &&
    (owner === undefined || order.ownership?.owner === owner) &&
    (profileType === undefined || order.ownership?.profileType === profileType) &&
    (releasesByItself === undefined || order.releasesAt !== undefined) &&
    (states?.includes(order.state) ?? true)
  );
}
