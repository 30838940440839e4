import { parseEid } from '#shared/identifiers/eid';
import type { Iccid } from '#shared/identifiers/iccid';
import { parseIccid } from '#shared/identifiers/iccid';
import { parseMatchingId } from '#shared/identifiers/matching-id';
import { CancelOrder, ConfirmOrder, DownloadOrder, ReleaseProfile } from '#shared/rsp/es2plus';
import { OneByOne } from '#shared/runtime/one-by-one';
import type { Order } from '#smdp/index';

import { missed } from './catch-up.ts';
import { DeskBook } from './desk-book.ts';
import type { DeskParts } from './desk-parts.ts';
import type { DeskProgress, DeskRecord } from './desk-record.ts';
import {
  activationCodeOf,
  entryOf,
  iccidOf,
  isFromStock,
  profileTypeOf,
  stockEntryOf,
  termsOf,
} from './order-entry.ts';
import type { Ordered } from './order-entry.ts';
import type { DeskOffer, DeskOrder, DeskStock, Placed, Plan } from './plan.ts';
import type { KeptOrder } from '../store/operator-store.ts';
import { drawMatchingId } from './matching-id.ts';
import type { DrawnProfile } from './profile-source.ts';
import { drawProfile } from './profile-source.ts';
import type { ToldProgress } from './progress.ts';
import { progressOf, stateAfter } from './progress.ts';

/**
 * The operator's desk, its BSS: draws subscriptions, has the SM-DP+ keep their Profiles, orders them over ES2+, tells
 * the network of them and hands out activation codes. The only client of ES2+ and the only one that provisions. What
 * it orders, it orders one after the other.
 */
export class OrderDesk {
  readonly #parts: DeskParts;
  readonly #drawn = new Set<string>();
  readonly #book: DeskBook;
  readonly #turns: OneByOne;

  constructor(parts: DeskParts) {
    this.#parts = parts;
    this.#turns = new OneByOne((turn) => parts.clock.until('an earlier order at the desk', turn));
    this.#book = new DeskBook(parts.store);
  }

  /**
   * Knows again what was ordered before, as the SM-DP+ has it by now, and has the network know it: a network keeps
   * nothing.
   */
  async restore(): Promise<void> {
    for (const order of await this.#book.restore()) {
      const { iccid } = order.record;
      this.#drawn.add(iccid);
      await this.#catchUp(order);
      const now = this.#book.kept(iccid);
      if (now !== undefined) this.#provision(now);
    }
  }

  /**
   * Orders one Profile, as in real life: into stock, downloadOrder, confirmOrder, the network. An order that fails leaves
   * none: what was ordered is cancelled.
   * @throws TypeError when a value has another shape; DeskRefused when the SM-DP+ refuses; HttpFailure
   */
  async order(wanted: DeskOrder): Promise<Placed> {
    return this.#inTurn('an order at the desk', async () => this.#order(wanted));
  }

  /** Offers a Profile to everybody behind one code: each eUICC gets an order of its own. Returns the code. */
  offer(wanted: DeskOffer): string {
    const { matchingId } = wanted;
    const activationCode = activationCodeOf(wanted, { matchingId, address: this.#parts.smdp.address });
    this.#parts.smdp.orders.offer({
      ...wanted,
      ownership: this.#ownership(wanted),
      makeProfile: async ({ eid }) => {
        const drawn = await this.#draw(wanted);
        const order = this.#entry({ ...wanted, eid }, drawn, matchingId);
        await this.#book.add(order);
        this.#provision(order);
        return drawn.profile;
      },
    });
    return activationCode;
  }

  /**
   * Puts one Profile into stock, for others to order over ES2+ in the operator's name; the network knows its subscriber
   * at once. What fails leaves nothing. @throws TypeError when a Profile with its ICCID is there
   */
  async stock(wanted: DeskStock): Promise<DeskRecord> {
    const { smdp, network } = this.#parts;
    const drawn = await this.#draw(wanted);
    const entry = stockEntryOf(wanted, drawn, { hasNetwork: network !== undefined });
    const before = this.#book.kept(entry.record.iccid);
    try {
      await this.#book.prepare(entry);
      this.#provision(entry);
      await smdp.stock.add({ ...this.#ownership(wanted), profile: drawn.profile, terms: termsOf(wanted) });
    } catch (error) {
      await this.#forget(entry, before).catch(() => undefined);
      throw error;
    }
    this.#book.enter(entry);
    return entry.record;
  }

  /** Has the SM-DP+ ask for one more Profile of a plan whenever one is ordered by its type and none is in stock. */
  stockWhenAsked(wanted: Omit<DeskStock, 'profile'>): void {
    const make = async (): Promise<void> => {
      await this.stock(wanted);
    };
    this.#parts.smdp.stock.makeWhenAsked({ ...this.#ownership(wanted), make });
  }

  /** Releases an order that was placed unreleased (SGP.22 §5.3.4). @throws DeskRefused, HttpFailure */
  async release(iccid: string): Promise<void> {
    await this.#inTurn(`the release of ${iccid}`, async () => {
      await this.#parts.es2plus.ask(ReleaseProfile, iccid, { iccid: parseIccid(iccid) });
      await this.#book.change(iccid, { state: 'Released' });
    });
  }

  /**
   * Cancels an order (SGP.22 §5.3.3): its Profile goes back into stock, and the network still knows its subscriber, or both
   * go out of use. @throws DeskRefused, HttpFailure
   */
  async cancel(iccid: string, final: 'Available' | 'Unavailable' = 'Unavailable'): Promise<void> {
    await this.#inTurn(`the cancellation of ${iccid}`, async () => {
      await this.#cancel(parseIccid(iccid), final);
      const subscriber = this.#book.kept(iccid)?.subscriber;
      const gone = final === 'Unavailable';
      if (gone && subscriber !== undefined) this.#parts.network?.withdraw(subscriber.imsi);
      await this.#book.change(iccid, { state: final, ...(gone ? { provisioned: false } : {}) });
    });
  }

  /** Tells the network of the subscriber of an order. @throws Error when this desk does not know it, or there is no network */
  async provision(iccid: string): Promise<void> {
    const { network } = this.#parts;
    const subscriber = this.#book.kept(iccid)?.subscriber;
    if (subscriber === undefined) throw new Error(`the desk knows no subscriber with the ICCID ${iccid}`);
    if (network === undefined) throw new Error('this world has no network to provision in');
    network.provision(subscriber);
    await this.#book.change(iccid, { provisioned: true });
  }

  /** All orders of this desk, in the order in which they came. */
  orders(): readonly DeskRecord[] {
    return this.#book.all();
  }

  /** The order of an ICCID, if this desk placed it. */
  record(iccid: string): DeskRecord | undefined {
    return this.#book.find(iccid);
  }

  /** Calls `listener` for each thing the SM-DP+ tells of a download; the returned function ends it. */
  onProgress(listener: (record: DeskRecord, progress: DeskProgress) => void): () => void {
    return this.#book.onProgress(listener);
  }

  /** What the SM-DP+ tells of a download, as the operator API got it (SGP.22 §5.3.5). */
  async told(info: ToldProgress): Promise<void> {
    const record = this.#book.find(info.iccid);
    if (record === undefined) return;
    const progress = progressOf(info);
    await this.#book.progressed(record, progress, { state: stateAfter(record.state, info) });
  }

  /**
   * One after the other, and not before the operator has heard what the SM-DP+ had to tell: so what goes over ES2+ has
   * one order, however fast the operator is.
   */
  async #inTurn<T>(what: string, work: () => Promise<T>): Promise<T> {
    const { clock, smdp } = this.#parts;
    return clock.exchange(what, async () =>
      this.#turns.run('', async () => {
        await clock.until('the SM-DP+ to tell of downloads', smdp.allTold());
        return work();
      }),
    );
  }

  /** Until the Profile is ordered nobody else may be given it. */
  async #order(wanted: DeskOrder): Promise<Placed> {
    return this.#parts.smdp.stock.alone(this.#ownership(wanted), async () => this.#orderAlone(wanted));
  }

  async #orderAlone(wanted: DeskOrder): Promise<Placed> {
    const { smdp, entropy } = this.#parts;
    const matchingId = parsedMatchingId(wanted.matchingId ?? drawMatchingId(entropy));
    const eid = wanted.eid === undefined ? undefined : parseEid(wanted.eid);
    const drawn = await this.#draw(wanted);
    await smdp.stock.add({ ...this.#ownership(wanted), profile: drawn.profile, terms: termsOf(wanted) });
    const order = this.#entry(wanted, drawn, matchingId);
    const iccid = iccidOf(drawn);
    const before = this.#book.kept(iccid);
    try {
      await this.#book.prepare(order);
      await this.#askFor(wanted, { iccid, eid, matchingId });
      this.#book.enter(order);
      this.#provision(order);
      const { activationCode } = order.record;
      return { activationCode, order: await this.#recordAtSmdp(iccid), subscriber: drawn.subscriber };
    } catch (error) {
      // What went wrong first is what the caller is told.
      await this.#takeBack(order, before).catch(() => undefined);
      throw error;
    }
  }

  async #askFor(wanted: DeskOrder, { iccid, eid, matchingId }: Ordered): Promise<void> {
    const { es2plus } = this.#parts;
    const { confirmationCode, released: releaseFlag = true } = wanted;
    await es2plus.ask(DownloadOrder, iccid, { iccid, eid });
    await es2plus.ask(ConfirmOrder, iccid, { iccid, eid, matchingId, confirmationCode, releaseFlag });
  }

  /** Undoes what there is of an order that did not come about: at the SM-DP+, in the network, in the book. */
  async #takeBack({ record, subscriber }: KeptOrder, before?: KeptOrder): Promise<void> {
    if (subscriber !== undefined) this.#parts.network?.withdraw(subscriber.imsi);
    const iccid = parseIccid(record.iccid);
    try {
      const { state } = await this.#recordAtSmdp(iccid);
      if (state === 'Available') await this.#parts.smdp.stock.remove(iccid);
      else await this.#cancel(iccid, 'Unavailable');
    } finally {
      await this.#book.takeBack(iccid, before);
    }
  }

  /** Undoes what there is of a Profile that did not come into stock: in the network, in the book. */
  async #forget({ record, subscriber }: KeptOrder, before?: KeptOrder): Promise<void> {
    if (subscriber !== undefined) this.#parts.network?.withdraw(subscriber.imsi);
    await this.#book.takeBack(record.iccid, before);
  }

  /** What became of an order while nobody was at the desk. */
  async #catchUp(order: KeptOrder): Promise<void> {
    const { iccid } = order.record;
    const profile = await this.#parts.smdp.orders.profileOf(parseIccid(iccid));
    if (profile?.ownership?.owner !== this.#parts.es2plus.requester) {
      // It was on its way into stock when the operator was killed.
      if (isFromStock(order.record)) await this.#forget(order);
      return;
    }
    const news = missed(order.record, profile);
    if (news === 'neverPlaced') await this.#takeBack(order).catch(() => undefined);
    else if (Object.keys(news).length > 0) await this.#book.change(iccid, news);
  }

  async #cancel(iccid: Iccid, finalProfileStatusIndicator: 'Available' | 'Unavailable'): Promise<void> {
    await this.#parts.es2plus.ask(CancelOrder, iccid, { iccid, finalProfileStatusIndicator });
  }

  /** The SM-DP+'s own record. */
  async #recordAtSmdp(iccid: Iccid): Promise<Order> {
    const order = await this.#parts.smdp.orders.profileOf(iccid);
    if (order === undefined) throw new Error(`the SM-DP+ has no Profile ${iccid}`);
    return order;
  }

  #entry(wanted: DeskOrder, drawn: DrawnProfile, matchingId: string): KeptOrder {
    const { network, smdp } = this.#parts;
    return entryOf(wanted, drawn, { matchingId, address: smdp.address, hasNetwork: network !== undefined });
  }

  /** Has the network know the subscriber of an order, where the order says so. */
  #provision({ record, subscriber }: KeptOrder): void {
    if (record.provisioned && subscriber !== undefined) this.#parts.network?.provision(subscriber);
  }

  #draw(plan: Plan): Promise<DrawnProfile> {
    const { entropy, plmn, operatorName, smdp } = this.#parts;
    return drawProfile(plan, {
      entropy,
      plmn,
      operatorName,
      notificationAddress: smdp.address,
      isTaken: (iccid) => this.#isTaken(iccid),
    });
  }

  /** Two draws at the same time may meet before either is in the store. */
  async #isTaken(iccid: string): Promise<boolean> {
    if (this.#drawn.has(iccid)) return true;
    this.#drawn.add(iccid);
    return (await this.#parts.smdp.orders.profileOf(parseIccid(iccid))) !== undefined;
  }

  #ownership(plan: Plan) {
    return { owner: this.#parts.es2plus.requester, profileType: profileTypeOf(plan) };
  }
}

const parsedMatchingId = (text: string): string => (text === '' ? text : parseMatchingId(text));
