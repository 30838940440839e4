import type { EmmCause } from '#device-sim/network/index';
import type { Instant } from '#shared/runtime/span';
import { between } from '#shared/runtime/span';

import type { KeptOrder } from '../store/operator-store.ts';
import type { DeskBook } from './desk-book.ts';
import type { DeskParts, SubscriberDoor } from './desk-parts.ts';
import type { DeskBalance } from './desk-record.ts';
import { NoSubscriber } from './no-subscriber.ts';
import { countedFrom, dueOf, provisionedAt } from './provisioning.ts';

type Parts = Pick<DeskParts, 'clock' | 'network' | 'trace'>;

/**
 * The subscribers of the desk's orders as the network is told of them: at once or later, barred, with a balance. What
 * is told is in the book first; after a restart all of it is told again, and what is overdue happens at once.
 */
export class Subscriptions {
  readonly #parts: Parts;
  readonly #book: DeskBook;
  readonly #iccidOf = new Map<string, string>();
  readonly #timers = new Map<string, AbortController>();
  readonly #endBalances: (() => void) | undefined;

  constructor(parts: Parts, book: DeskBook) {
    this.#parts = parts;
    this.#book = book;
    this.#endBalances = parts.network?.onBalance((imsi, balance, why) => {
      if (why !== 'set') this.#used(imsi, balance);
    });
  }

  /** Tells the network what the record of an order says, and waits for what it says of later. */
  tell({ record, subscriber }: KeptOrder): void {
    const { network } = this.#parts;
    if (subscriber === undefined || network === undefined) return;
    const { imsi } = subscriber;
    const { iccid, provisioned, barred, balance } = record;
    this.#iccidOf.set(imsi, iccid);
    if (barred !== undefined) network.bar(imsi, barred);
    if (provisioned) network.provision(subscriber);
    if (provisioned && balance !== undefined) network.setBalance(imsi, balance);
    this.watch(iccid);
  }

  /** The network forgets the subscriber of an order, and nothing is waited for any more. */
  forget({ record, subscriber }: KeptOrder): void {
    this.#stop(record.iccid);
    if (subscriber === undefined) return;
    this.#iccidOf.delete(subscriber.imsi);
    this.#parts.network?.withdraw(subscriber.imsi);
  }

  /** The SM-DP+ has told of a download or an installation that went well. */
  async reached(iccid: string, moment: 'download' | 'install', at: Instant): Promise<void> {
    const awaited = this.#book.find(iccid)?.provision;
    if (awaited === undefined) return;
    const counted = countedFrom(moment, awaited, at);
    if (counted !== awaited) await this.#book.change(iccid, { provision: counted });
    this.watch(iccid);
  }

  /** @throws NoSubscriber when this desk knows no such subscriber, or there is no network */
  async provision(iccid: string): Promise<void> {
    const { order } = this.#known(iccid);
    this.#stop(iccid);
    const { clock, trace } = this.#parts;
    const kept = this.#book.change(iccid, provisionedAt(order.record, clock.now()));
    const now = this.#book.kept(iccid);
    if (now !== undefined) this.tell(now);
    trace.emit('operator.provisioned', { iccid, imsi: order.subscriber.imsi });
    await kept;
  }

  /** @throws as `provision` does */
  async bar(iccid: string, cause: EmmCause): Promise<void> {
    const { network, order } = this.#known(iccid);
    network.bar(order.subscriber.imsi, cause);
    await this.#book.change(iccid, { barred: cause });
  }

  /** @throws as `provision` does */
  async unbar(iccid: string): Promise<void> {
    const { network, order } = this.#known(iccid);
    network.unbar(order.subscriber.imsi);
    await this.#book.change(iccid, { barred: undefined });
  }

  /** @throws as `provision` does */
  async setBalance(iccid: string, balance: DeskBalance | undefined): Promise<void> {
    const { network, order } = this.#known(iccid);
    if (order.record.provisioned) network.setBalance(order.subscriber.imsi, balance);
    await this.#book.change(iccid, { balance, planned: undefined });
  }

  /** What is left of the subscriber now. @throws as `provision` does */
  balance(iccid: string): DeskBalance | undefined {
    const { network, order } = this.#known(iccid);
    return order.record.provisioned ? network.balanceOf(order.subscriber.imsi) : order.record.balance;
  }

  /** Nothing is waited for any more. */
  close(): void {
    this.#endBalances?.();
    for (const iccid of [...this.#timers.keys()]) this.#stop(iccid);
  }

  /** Provisions what is due of an order in the book, or has a timer do it. */
  watch(iccid: string): void {
    const { clock, network } = this.#parts;
    const record = this.#book.find(iccid);
    if (network === undefined || record === undefined) return;
    const due = dueOf(record, clock.now());
    if (due !== undefined) this.#aside(iccid, due === 'now' ? clock.now() : due);
  }

  #aside(iccid: string, due: Instant): void {
    const { clock, trace } = this.#parts;
    this.#stop(iccid);
    const timer = new AbortController();
    this.#timers.set(iccid, timer);
    const what = `the network to hear of ${iccid}`;
    const done = clock.aside(async () => {
      if (due > clock.now()) await clock.sleep(between(clock.now(), due), { what, signal: timer.signal });
      await clock.exchange(what, () => this.#happen(iccid));
    });
    done.catch((error: unknown) => {
      if (!timer.signal.aborted) trace.emit('fault', { where: 'provisioning', error });
    });
  }

  /** What was gated may still have to wait; what was cancelled meanwhile is let go. */
  async #happen(iccid: string): Promise<void> {
    const record = this.#book.find(iccid);
    if (record !== undefined && dueOf(record, this.#parts.clock.now()) === 'now') await this.provision(iccid);
  }

  #stop(iccid: string): void {
    this.#timers.get(iccid)?.abort();
    this.#timers.delete(iccid);
  }

  #used(imsi: string, balance: DeskBalance | undefined): void {
    const { clock, trace } = this.#parts;
    const iccid = this.#iccidOf.get(imsi);
    if (iccid === undefined) return;
    clock
      .exchange('the desk keeps a balance', () => this.#book.change(iccid, { balance }))
      .catch((error: unknown) => {
        trace.emit('fault', { where: 'balance', error });
      });
  }

  #known(iccid: string): { readonly network: SubscriberDoor; readonly order: Known } {
    const { network } = this.#parts;
    const order = this.#book.kept(iccid);
    if (order?.subscriber === undefined)
      throw new NoSubscriber(`the desk knows no subscriber with the ICCID ${iccid}`);
    if (network === undefined) throw new NoSubscriber('this world has no network to provision in');
    return { network, order: { record: order.record, subscriber: order.subscriber } };
  }
}

type Known = KeptOrder & { readonly subscriber: NonNullable<KeptOrder['subscriber']> };
