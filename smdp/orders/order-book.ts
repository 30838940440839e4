import type { Eid } from '#shared/identifiers/eid';
import type { Iccid } from '#shared/identifiers/iccid';
import { iccidCheckDigitIsRight } from '#shared/identifiers/iccid';
import { parseMatchingId } from '#shared/identifiers/matching-id';
import { OneByOne } from '#shared/runtime/one-by-one';
import type { Trace } from '#shared/runtime/trace';

import type { SmdpSettings } from '../settings.ts';
import type { Decision, SmdpStore } from '../store/smdp-store.ts';
import { CostlyRefusal } from './costly-refusal.ts';
import type { Entering, OrderTerms } from './new-order.ts';
import { newOrder } from './new-order.ts';
import type { Order, Ownership, ProfileStock } from './order.ts';
import { hasExpired, moved } from './order.ts';
import { isDue, outOfUse, releasedWhenDue } from './ordering.ts';
import type { ProfileState } from './profile-states.ts';
import { readinessOf, statesThatAre } from './profile-states.ts';
import type { ReleaseClock } from './timed-releases.ts';
import { TimedReleases } from './timed-releases.ts';

/** An order for one Profile, as in real life. */
export interface PlacedOrder extends OrderTerms {
  /** Empty: found by EID alone. */
  readonly matchingId: string;
  readonly profile: ProfileStock;
  /** False: not for download before `release`, whenever it is available. */
  readonly released?: boolean | undefined;
  /** The operator that is told of the download; nobody when left out. */
  readonly ownership?: Ownership | undefined;
}

/** Profiles of an operator that nobody ordered yet. */
export interface StockProfile extends Ownership {
  readonly profile: ProfileStock;
  /** What holds for each order of it; EID and Confirmation Code come with the order. */
  readonly terms?: Omit<OrderTerms, 'eid' | 'confirmationCode'>;
}

/** A MatchingID that never wears out: each eUICC that asks gets an order of its own. */
export interface Offer extends Omit<OrderTerms, 'eid'> {
  readonly matchingId: string;
  /** The operator that is told of the downloads; nobody when left out. */
  readonly ownership?: Ownership | undefined;
  /** Undefined: none is left, and the MatchingID is refused. */
  makeProfile(asked: { readonly eid: Eid }): ProfileStock | undefined | Promise<ProfileStock | undefined>;
}

const live = statesThatAre('ready', 'notYet');
/** Published test profiles come again and again with the same ICCID. */
const over: readonly ProfileState[] = ['Installed', 'Error', 'Unavailable'];

/** The Profiles of an SM-DP+ and their Download Orders. */
export class OrderBook {
  readonly #store: SmdpStore;
  readonly #clock: ReleaseClock;
  readonly #trace: Trace;
  readonly #settings: SmdpSettings;
  readonly #offers = new Map<string, Offer>();
  /** By what is looked for before it is added or given to an order: a MatchingID, an eUICC's offer, an ICCID. */
  readonly #turns = new OneByOne();
  readonly #releases: TimedReleases;

  constructor(store: SmdpStore, clock: ReleaseClock, trace: Trace, settings: SmdpSettings) {
    this.#store = store;
    this.#clock = clock;
    this.#trace = trace;
    this.#settings = settings;
    this.#releases = new TimedReleases(
      clock,
      async (id) => {
        await this.#releaseIfDue(id);
      },
      (error) => {
        trace.emit('fault', { where: 'the release of an order', error });
      },
    );
  }

  /** Releases what became available while the server was away, and waits for what has not yet. */
  async resume(): Promise<void> {
    for (const { id } of await this.#store.where({ releasesByItself: true })) {
      const { releasesAt } = await this.#releaseIfDue(id);
      this.#releases.set(id, releasesAt);
    }
  }

  /** Releases nothing by itself any more. */
  close(): void {
    this.#releases.close();
  }

  /**
   * Places an order; it is Released unless told otherwise.
   * @throws TypeError when a value has another shape, or a live order or an offer has the MatchingID.
   */
  async place(placed: PlacedOrder): Promise<Order> {
    if (placed.matchingId === '') {
      if (placed.eid === undefined) throw new TypeError('an order without a MatchingID needs an EID');
      return this.#place(placed);
    }
    const matchingId = parseMatchingId(placed.matchingId);
    return this.inTurn(matchingId, async () => {
      if (!(await this.isFree(matchingId))) throw new TypeError(`${matchingId} is in use by another order`);
      return this.#place(placed);
    });
  }

  /**
   * Puts a Profile into stock: Available, for its owner to order over ES2+.
   * @throws TypeError when an operator has a Profile with its ICCID here that may still be given out
   */
  async stock({ profile, profileType, owner, terms = {} }: StockProfile): Promise<Order> {
    const ownership = { owner, profileType };
    const entering = { ...terms, profile, ownership, matchingId: '', state: 'Available' } as const;
    const { iccid } = newOrder(entering, this.#settings, this.#clock.now());
    return this.#turns.run(`ICCID ${iccid}`, async () => {
      const known = await this.profileOf(iccid);
      if (known?.ownership !== undefined && !over.includes(known.state))
        throw new TypeError(`a Profile with the ICCID ${iccid} is here`);
      return this.#add(entering);
    });
  }

  /** Takes a Profile out of stock for good. @throws TypeError when none of that ICCID is there */
  async takeOut(iccid: Iccid): Promise<void> {
    const profile = await this.profileOf(iccid);
    if (profile === undefined) throw new TypeError(`no Profile with the ICCID ${iccid} is in stock`);
    await this.change(profile.id, (order) => {
      if (order.state !== 'Available')
        throw new TypeError(`the Profile ${iccid} is ${order.state}, not in stock`);
      return { order: outOfUse(order, this.#clock.now(), 'taken out of stock'), result: undefined };
    });
  }

  /** Offers a Profile to everybody. Offers are not kept: a server that starts again offers them again. */
  offer(offer: Offer): void {
    this.#offers.set(parseMatchingId(offer.matchingId), offer);
  }

  /** Releases an order that was placed unreleased (SGP.22 §5.3.4). */
  async release(id: number): Promise<Order> {
    return this.change(id, (order) => {
      const released = moved(order, 'Released', 'released by the operator', this.#clock.now());
      return { order: released, result: released };
    });
  }

  /** Calls that are about one MatchingID come one after the other. */
  async inTurn<T>(matchingId: string, work: () => Promise<T>): Promise<T> {
    return this.#turns.run(matchingId, work);
  }

  /** Whether no offer and no live order, but for the one of that id, has a MatchingID. Asked within its turn. */
  async isFree(matchingId: string, but?: number): Promise<boolean> {
    if (this.#offers.has(matchingId)) return false;
    const others = await this.#store.where({ matchingId, states: live });
    return others.every(({ id }) => id === but);
  }

  /** The Profile of an ICCID, an operator's before one that was placed for nobody. */
  async profileOf(iccid: Iccid): Promise<Order | undefined> {
    const profiles = await this.#store.where({ iccid });
    return profiles.findLast(({ ownership }) => ownership !== undefined) ?? profiles.at(-1);
  }

  /** Which operators have, or had, Profiles of a type. */
  async ownersOf(profileType: string): Promise<readonly string[]> {
    return this.#store.ownersOf(profileType);
  }

  async find(id: number): Promise<Order | undefined> {
    return this.#store.find(id);
  }

  async list(): Promise<readonly Order[]> {
    return this.#store.where({});
  }

  /**
   * The order that a device means: by MatchingID, or by EID when it names none (SGP.22 §5.6.3); of several first one
   * that has no MatchingID either.
   */
  async orderFor(matchingId: string, eid: Eid): Promise<Order | undefined> {
    const offer = this.#offers.get(matchingId);
    if (offer !== undefined)
      return this.#turns.run(`${matchingId} ${eid}`, async () => this.#orderOfOffer(offer, eid));
    const wanted = matchingId === '' ? { eid } : { matchingId };
    const orders = await this.#store.where({ ...wanted, states: live });
    const now = this.#clock.now();
    const begins = (order: Order): boolean => readinessOf(order.state) === 'ready' || isDue(order, now);
    const found = orders.filter((order) => begins(order) && !hasExpired(order, now));
    const meant = found.find((order) => order.matchingId === matchingId) ?? found[0] ?? orders[0];
    // Its timer may not have had its turn in this very moment.
    return meant !== undefined && isDue(meant, now) ? this.#releaseIfDue(meant.id) : meant;
  }

  /** The order that a notification is about: by the session of the package, else by Profile and eUICC. */
  async orderOfResult(transactionId: Uint8Array, iccid: string | undefined): Promise<Order | undefined> {
    const found = await this.#store.withTransactionId(transactionId);
    if (found !== undefined || iccid === undefined) return found;
    return (await this.#store.where({ iccid })).findLast(({ deliveries }) => deliveries.length > 0);
  }

  /**
   * Reads, decides and keeps in one transaction, and tells of a new state after the commit.
   * @throws what `decide` throws; a CostlyRefusal after its order has been kept.
   */
  async change<T>(id: number, decide: (order: Order) => Decision<T>): Promise<T> {
    return this.#tell(await this.#store.change(id, watched(decide)));
  }

  /** The same for the first Profile in stock of an operator and type; undefined when none is left. */
  async changeInStock<T>(
    { owner, profileType }: Ownership,
    decide: (order: Order) => Decision<T>,
  ): Promise<T | undefined> {
    const filter = { owner, profileType, states: ['Available'] } as const;
    const changed = await this.#store.changeFirst(filter, watched(decide));
    return changed === undefined ? undefined : this.#tell(changed);
  }

  #tell<T>({ from, to, result }: Changed<T>): T {
    if (from.state !== to.state) this.#moved(from.state, to);
    if (from.releasesAt !== to.releasesAt) this.#releases.set(to.id, to.releasesAt);
    if (result instanceof CostlyRefusal) throw result;
    return result;
  }

  async #orderOfOffer(offer: Offer, eid: Eid): Promise<Order | undefined> {
    const now = this.#clock.now();
    const orders = await this.#store.where({ matchingId: offer.matchingId, eid, states: live });
    const begun = orders.findLast((order) => !hasExpired(order, now));
    if (begun !== undefined) return isDue(begun, now) ? this.#releaseIfDue(begun.id) : begun;
    const profile = await offer.makeProfile({ eid });
    return profile === undefined ? undefined : this.#place({ ...offer, eid, profile });
  }

  async #releaseIfDue(id: number): Promise<Order> {
    return this.change(id, (order) => {
      const released = releasedWhenDue(order, this.#clock.now());
      return { order: released, result: released };
    });
  }

  async #place({ released = true, ...placed }: PlacedOrder): Promise<Order> {
    return this.#add({ ...placed, state: released ? 'Released' : 'Confirmed' });
  }

  async #add(entering: Entering): Promise<Order> {
    const order = await this.#store.add(newOrder(entering, this.#settings, this.#clock.now()));
    this.#moved(undefined, order);
    if (order.releasesAt !== undefined) this.#releases.set(order.id, order.releasesAt);
    this.#lint(order);
    return order;
  }

  #lint({ iccid }: Order): void {
    if (iccidCheckDigitIsRight(iccid)) return;
    this.#trace.emit('finding', { where: 'order', what: `the check digit of the ICCID ${iccid} is wrong` });
  }

  #moved(from: ProfileState | undefined, { id, iccid, matchingId, state, history }: Order): void {
    const why = history.at(-1)?.why ?? '';
    this.#trace.emit('order.moved', { order: id, iccid, matchingId, from, to: state, why });
  }
}

/** What a change came to: a refusal that costs has been kept like any other change. */
interface Changed<T> {
  readonly from: Order;
  readonly to: Order;
  readonly result: T | CostlyRefusal;
}

function watched<T>(decide: (order: Order) => Decision<T>): (order: Order) => Decision<Changed<T>> {
  return (from) => {
    const { order: to, result, calls } = decideAtCost(from, decide);
    return { order: to, result: { from, to, result }, calls };
  };
}

function decideAtCost<T>(
  order: Order,
  decide: (order: Order) => Decision<T>,
): Decision<T> | Decision<CostlyRefusal> {
  try {
    return decide(order);
  } catch (error) {
    if (!(error instanceof CostlyRefusal)) throw error;
    return { order: error.order, result: error };
  }
}
