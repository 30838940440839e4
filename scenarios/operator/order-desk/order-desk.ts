import type { EmmCause } from '#device-sim/network/index';
import { parseIccid } from '#shared/identifiers/iccid';
import { ReleaseProfile } from '#shared/rsp/es2plus';
import { OneByOne } from '#shared/runtime/one-by-one';

import { missed } from './catch-up.ts';
import { DeskBook } from './desk-book.ts';
import type { DeskParts } from './desk-parts.ts';
import { asOf } from './desk-record.ts';
import type { DeskBalance, DeskProgress, DeskRecord } from './desk-record.ts';
import { activationCodeOf, isFromStock, ownershipOf, stockEntryOf, termsOf } from './order-entry.ts';
import type { DeskOffer, DeskOrder, DeskStock, Placed } from './plan.ts';
import type { KeptOrder } from '../store/operator-store.ts';
import { Draws, unlessUsedUp } from './draws.ts';
import { Placement } from './placement.ts';
import type { ToldProgress } from './progress.ts';
import { momentOf, momentOfState, isHeard, progressOf, stateAfter } from './progress.ts';
import { withdrawn } from './provisioning.ts';
import { Subscriptions } from './subscriptions.ts';

/**
 * The operator's desk, its BSS: draws subscriptions, has the SM-DP+ keep their Profiles, orders them over ES2+, tells
 * the network of them and hands out activation codes. The only client of ES2+ and the only one that provisions. What
 * it orders, it orders one after the other.
 */
export class OrderDesk {
  readonly #parts: DeskParts;
  readonly #draws: Draws;
  readonly #book: DeskBook;
  readonly #subscriptions: Subscriptions;
  readonly #placement: Placement;
  readonly #turns: OneByOne;

  constructor(parts: DeskParts) {
    this.#parts = parts;
    this.#turns = new OneByOne((turn) => parts.clock.until('an earlier order at the desk', turn));
    this.#draws = new Draws(parts);
    this.#book = new DeskBook(parts.store);
    this.#subscriptions = new Subscriptions(parts, this.#book);
    this.#placement = new Placement(parts, {
      draws: this.#draws,
      book: this.#book,
      subscriptions: this.#subscriptions,
    });
  }

  /**
   * Knows again what was ordered before, as the SM-DP+ has it by now, and has the network know it: a network keeps
   * nothing.
   */
  async restore(): Promise<void> {
    for (const order of await this.#book.restore()) {
      const { iccid } = order.record;
      this.#draws.know(iccid);
      await this.#catchUp(order);
      const now = this.#book.kept(iccid);
      if (now !== undefined) this.#subscriptions.tell(now);
    }
  }

  /**
   * Orders one Profile, as in real life: into stock, downloadOrder, confirmOrder, the network. An order that fails leaves
   * none: what was ordered is cancelled.
   * @throws TypeError when a value has another shape; DeskRefused when the SM-DP+ refuses; HttpFailure
   */
  async order(wanted: DeskOrder): Promise<Placed> {
    return this.#inTurn('an order at the desk', async () => this.#placement.order(wanted));
  }

  /** Offers a Profile to everybody behind one code: each eUICC gets an order of its own. Returns the code. */
  offer(asked: DeskOffer): string {
    const wanted = this.#parts.profileTypes.planOf(asked);
    const { matchingId } = wanted;
    const activationCode = activationCodeOf(wanted, { matchingId, address: this.#parts.smdp.address });
    this.#parts.smdp.orders.offer({
      ...wanted,
      ownership: ownershipOf(wanted, this.#parts.es2plus),
      makeProfile: async ({ eid }) => {
        const drawn = await this.#draws.draw(wanted).catch(unlessUsedUp);
        if (drawn === undefined) return undefined;
        const order = this.#placement.entryOf({ ...wanted, eid }, drawn, matchingId);
        await this.#book.add(order);
        this.#subscriptions.tell(order);
        return drawn.profile;
      },
    });
    return activationCode;
  }

  /**
   * Puts one Profile into stock, for others to order over ES2+ in the operator's name; the network knows its subscriber
   * at once. What fails leaves nothing. @throws TypeError when a Profile with its ICCID is there; NumbersUsedUp
   */
  async stock(asked: DeskStock): Promise<DeskRecord> {
    const wanted = this.#parts.profileTypes.planOf(asked);
    const { smdp, network, clock } = this.#parts;
    const drawn = await this.#draws.draw(wanted);
    const entry = stockEntryOf(wanted, drawn, { hasNetwork: network !== undefined, now: clock.now() });
    const before = this.#book.kept(entry.record.iccid);
    try {
      await this.#book.prepare(entry);
      this.#subscriptions.tell(entry);
      await smdp.stock.add({
        ...ownershipOf(wanted, this.#parts.es2plus),
        profile: drawn.profile,
        terms: termsOf(wanted),
      });
    } catch (error) {
      await this.#forget(entry, before).catch(() => undefined);
      throw error;
    }
    this.#book.enter(entry);
    this.#subscriptions.watch(entry.record.iccid);
    return entry.record;
  }

  /** Has the SM-DP+ ask for one more Profile of a plan whenever one is ordered by its type and none is in stock. */
  stockWhenAsked(wanted: Omit<DeskStock, 'profile'>): void {
    const make = async (): Promise<void> => {
      await this.stock(wanted).catch(unlessUsedUp);
    };
    this.#parts.smdp.stock.makeWhenAsked({ ...ownershipOf(wanted, this.#parts.es2plus), make });
  }

  /** The same for each type of the operator, by its name. */
  stockTypes(): void {
    for (const profileType of this.#parts.profileTypes.names) this.stockWhenAsked({ profileType });
  }

  /** Releases an order that was placed unreleased (SGP.22 §5.3.4). @throws DeskRefused, HttpFailure */
  async release(iccid: string): Promise<void> {
    await this.#inTurn(`the release of ${iccid}`, async () => {
      await this.#parts.es2plus.ask(ReleaseProfile, iccid, { iccid: parseIccid(iccid) });
      await this.#book.change(iccid, { state: 'Released', availableAt: undefined });
    });
  }

  /**
   * Cancels an order (SGP.22 §5.3.3): its Profile goes back into stock, and the network still knows its subscriber, or both
   * go out of use. @throws DeskRefused, HttpFailure
   */
  async cancel(iccid: string, final: 'Available' | 'Unavailable' = 'Unavailable'): Promise<void> {
    await this.#inTurn(`the cancellation of ${iccid}`, async () => {
      await this.#placement.cancel(parseIccid(iccid), final);
      const order = this.#book.kept(iccid);
      const gone = final === 'Unavailable';
      if (gone && order !== undefined) this.#subscriptions.forget(order);
      const members = { state: final, availableAt: undefined };
      await this.#book.change(iccid, gone ? { ...withdrawn, ...members } : members);
    });
  }

  /** Tells the network of the subscriber of an order. @throws NoSubscriber when this desk does not know it, or there is no network */
  async provision(iccid: string): Promise<void> {
    await this.#subscriptions.provision(iccid);
  }

  /** Has the network keep a subscriber out with an EMM cause, until it is unbarred; kept over a restart. @throws as `provision` does */
  async bar(iccid: string, cause: EmmCause = 8): Promise<void> {
    await this.#subscriptions.bar(iccid, cause);
  }

  /** @throws as `provision` does */
  async unbar(iccid: string): Promise<void> {
    await this.#subscriptions.unbar(iccid);
  }

  /** What a subscriber may use from now on; undefined: as much as it wants. @throws as `provision` does; TypeError */
  async setBalance(iccid: string, balance: DeskBalance | undefined): Promise<void> {
    await this.#subscriptions.setBalance(iccid, balance);
  }

  /** What a subscriber has left; undefined where it is not metered. @throws as `provision` does */
  balance(iccid: string): DeskBalance | undefined {
    return this.#subscriptions.balance(iccid);
  }

  /** All orders of this desk, in the order in which they came. */
  orders(): readonly DeskRecord[] {
    return this.#book.all().map((record) => asOf(record, this.#parts.clock.now()));
  }

  /** The order of an ICCID, if this desk placed it. */
  record(iccid: string): DeskRecord | undefined {
    const record = this.#book.find(iccid);
    return record === undefined ? undefined : asOf(record, this.#parts.clock.now());
  }

  /** The IMSI in the Profile of an ICCID, if the desk knows its subscriber. */
  imsiOf(iccid: string): string | undefined {
    return this.#book.kept(iccid)?.subscriber?.imsi;
  }

  /** Calls `listener` for each thing the SM-DP+ tells of a download; the returned function ends it. */
  onProgress(listener: (record: DeskRecord, progress: DeskProgress) => void): () => void {
    return this.#book.onProgress(listener);
  }

  /** What the SM-DP+ tells of a download, as the operator API got it (SGP.22 §5.3.5). */
  async told(info: ToldProgress): Promise<void> {
    const { clock } = this.#parts;
    const record = this.record(info.iccid);
    if (record === undefined) return;
    const progress = progressOf(info);
    if (isHeard(progress, record.progress)) return;
    await this.#book.progressed(record, progress, { state: stateAfter(record.state, info) });
    const moment = momentOf(progress);
    if (moment !== undefined) await this.#subscriptions.reached(info.iccid, moment, clock.now());
  }

  /** Does nothing of its own any more. */
  close(): void {
    this.#subscriptions.close();
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

  /** Undoes what there is of a Profile that did not come into stock: in the network, in the book. */
  async #forget(order: KeptOrder, before?: KeptOrder): Promise<void> {
    this.#subscriptions.forget(order);
    await this.#book.takeBack(order.record.iccid, before);
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
    if (news === 'neverPlaced') await this.#placement.takeBack(order).catch(() => undefined);
    else if (Object.keys(news).length > 0) await this.#book.change(iccid, news);
    for (const { state, at } of profile.history) {
      const moment = momentOfState(state);
      if (moment !== undefined) await this.#subscriptions.reached(iccid, moment, at);
    }
  }
}
