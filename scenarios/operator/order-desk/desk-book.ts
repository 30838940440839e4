import { OneByOne } from '#shared/runtime/one-by-one';

import type { KeptOrder, OperatorStore } from '../store/operator-store.ts';
import type { DeskProgress, DeskRecord } from './desk-record.ts';

/** What is kept of the progress of one order: the latest. */
const mostProgress = 100;

type Listener = (record: DeskRecord, progress: DeskProgress) => void;

/** The orders of a desk by ICCID, in the order in which they came. What is changed is read at once, and kept once the promise resolves. */
export class DeskBook {
  readonly #store: OperatorStore;
  readonly #orders = new Map<string, KeptOrder>();
  readonly #listeners = new Set<Listener>();
  readonly #turns = new OneByOne();

  constructor(store: OperatorStore) {
    this.#store = store;
  }

  /** What the store has from before. */
  async restore(): Promise<readonly KeptOrder[]> {
    const kept = await this.#store.all();
    for (const order of kept) this.#orders.set(order.record.iccid, order);
    return kept;
  }

  async add(order: KeptOrder): Promise<void> {
    this.enter(order);
    await this.prepare(order);
  }

  /** Keeps an order that is about to be placed; it is seen once it is entered. */
  async prepare(order: KeptOrder): Promise<void> {
    await this.#turns.run(order.record.iccid, async () => this.#store.keep(order));
  }

  enter(order: KeptOrder): void {
    this.#orders.set(order.record.iccid, order);
  }

  /** An order that did not come about is forgotten; what the book had of its ICCID before is there again. */
  async takeBack(iccid: string, before: KeptOrder | undefined): Promise<void> {
    if (before !== undefined) return this.add(before);
    this.#orders.delete(iccid);
    await this.#turns.run(iccid, async () => this.#store.forget(iccid));
  }

  /** An order with its subscriber. */
  kept(iccid: string): KeptOrder | undefined {
    return this.#orders.get(iccid);
  }

  all(): readonly DeskRecord[] {
    return [...this.#orders.values()].map(({ record }) => record);
  }

  find(iccid: string): DeskRecord | undefined {
    return this.#orders.get(iccid)?.record;
  }

  /** An ICCID that is not here is let go. */
  async change(iccid: string, members: Partial<DeskRecord>): Promise<void> {
    const order = this.#orders.get(iccid);
    if (order !== undefined) await this.add({ ...order, record: { ...order.record, ...members } });
  }

  /** Keeps what was told, and tells it on. */
  async progressed(record: DeskRecord, progress: DeskProgress, members: Partial<DeskRecord>): Promise<void> {
    const { iccid } = record;
    const told = [...record.progress, progress].slice(-mostProgress);
    const kept = this.change(iccid, { ...members, progress: told });
    const now = this.find(iccid) ?? record;
    for (const listener of [...this.#listeners]) listener(now, progress);
    await kept;
  }

  onProgress(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
