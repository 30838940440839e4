import { decode } from '#shared/asn1/index';
import { hashedConfirmationCode } from '#shared/crypto/digest';
import type { Eid } from '#shared/identifiers/eid';
import { parseEid } from '#shared/identifiers/eid';
import { iccidCheckDigitIsRight, iccidFromBytes } from '#shared/identifiers/iccid';
import type { Tac } from '#shared/identifiers/imei';
import { parseMatchingId } from '#shared/identifiers/matching-id';
import { StoreMetadataRequest } from '#shared/rsp/store-metadata';
import type { Clock } from '#shared/runtime/clock';
import { OneByOne } from '#shared/runtime/one-by-one';
import type { Instant } from '#shared/runtime/span';
import type { Trace } from '#shared/runtime/trace';

import type { SmdpSettings } from '../settings.ts';
import type { Decision, SmdpStore } from '../store/smdp-store.ts';
import { CostlyRefusal } from './costly-refusal.ts';
import type { Order, ProfileStock } from './order.ts';
import { hasExpired, moved } from './order.ts';
import type { ProfileState } from './profile-states.ts';
import { readiness, statesThatAre } from './profile-states.ts';

/** The terms of an order; what is left out is as the settings have it. */
export interface OrderTerms {
  /** Digits; only this eUICC gets the Profile. */
  readonly eid?: string | undefined;
  readonly confirmationCode?: string | undefined;
  readonly expiresAt?: Instant | undefined;
  readonly downloadAttempts?: number | undefined;
  readonly confirmationCodeAttempts?: number | undefined;
  /** Device types it is for; any when left out. */
  readonly tacs?: readonly Tac[] | undefined;
  readonly rebinding?: Order['rebinding'] | undefined;
}

/** An order for one Profile, as in real life. */
export interface PlacedOrder extends OrderTerms {
  /** Empty: found by EID alone. */
  readonly matchingId: string;
  readonly profile: ProfileStock;
  /** False: not for download before `release`. */
  readonly released?: boolean | undefined;
}

/** A MatchingID that never wears out: each eUICC that asks gets an order of its own. */
export interface Offer extends Omit<OrderTerms, 'eid'> {
  readonly matchingId: string;
  makeProfile(asked: { readonly eid: Eid }): ProfileStock | Promise<ProfileStock>;
}

const ready = statesThatAre('ready');
const live = statesThatAre('ready', 'notYet');

/** The Download Orders of an SM-DP+. */
export class OrderBook {
  readonly #store: SmdpStore;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #trace: Trace;
  readonly #settings: SmdpSettings;
  readonly #offers = new Map<string, Offer>();
  /** By what an order is looked for before one is added. */
  readonly #turns = new OneByOne();

  constructor(store: SmdpStore, clock: Pick<Clock, 'now'>, trace: Trace, settings: SmdpSettings) {
    this.#store = store;
    this.#clock = clock;
    this.#trace = trace;
    this.#settings = settings;
  }

  /**
   * Places an order; it is Released unless told otherwise.
   * @throws TypeError when a value has another shape, or a live order or an offer has the MatchingID.
   */
  async place(placed: PlacedOrder): Promise<Order> {
    if (placed.matchingId === '') {
      if (placed.eid === undefined) throw new TypeError('an order without a MatchingID needs an EID');
      return this.#add(placed);
    }
    const matchingId = parseMatchingId(placed.matchingId);
    return this.#turns.run(matchingId, async () => {
      await this.#expectFree(matchingId);
      return this.#add(placed);
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

  async find(id: number): Promise<Order | undefined> {
    return this.#store.find(id);
  }

  async list(): Promise<readonly Order[]> {
    return this.#store.where({});
  }

  /** The order that a device means: by MatchingID, or by EID when it names none (SGP.22 §5.6.3). */
  async orderFor(matchingId: string, eid: Eid): Promise<Order | undefined> {
    const offer = this.#offers.get(matchingId);
    if (offer !== undefined)
      return this.#turns.run(`${matchingId} ${eid}`, async () => this.#orderOfOffer(offer, eid));
    const wanted = matchingId === '' ? { eid } : { matchingId };
    const orders = await this.#store.where({ ...wanted, states: live });
    const now = this.#clock.now();
    const begins = ({ state }: Order): boolean => readiness[state] === 'ready';
    return orders.find((order) => begins(order) && !hasExpired(order, now)) ?? orders[0];
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
    const { from, to, result } = await this.#store.change(id, (order) => {
      const decision = decideAtCost(order, decide);
      return { order: decision.order, result: { from: order, to: decision.order, result: decision.result } };
    });
    if (from.state !== to.state) this.#moved(from.state, to);
    if (result instanceof CostlyRefusal) throw result;
    return result;
  }

  async #orderOfOffer(offer: Offer, eid: Eid): Promise<Order> {
    const now = this.#clock.now();
    const orders = await this.#store.where({ matchingId: offer.matchingId, eid, states: ready });
    const begun = orders.findLast((order) => !hasExpired(order, now));
    return begun ?? this.#add({ ...offer, eid, profile: await offer.makeProfile({ eid }) });
  }

  async #expectFree(matchingId: string): Promise<void> {
    const others = await this.#store.where({ matchingId, states: live });
    if (others.length > 0 || this.#offers.has(matchingId)) {
      throw new TypeError(`${matchingId} is in use by another order`);
    }
  }

  async #add(placed: PlacedOrder): Promise<Order> {
    const { profile, eid, confirmationCode, released = true } = placed;
    const state: ProfileState = released ? 'Released' : 'Confirmed';
    const why = 'ordered';
    const order = await this.#store.add({
      iccid: iccidFromBytes(decode(StoreMetadataRequest, profile.metadata).iccid),
      matchingId: placed.matchingId,
      eid: eid === undefined ? undefined : parseEid(eid),
      state,
      hashedConfirmationCode:
        confirmationCode === undefined ? undefined : hashedConfirmationCode(confirmationCode),
      attempts: { download: 0, confirmationCode: 0 },
      limits: {
        download: placed.downloadAttempts ?? this.#settings.downloadAttempts,
        confirmationCode: placed.confirmationCodeAttempts ?? this.#settings.confirmationCodeAttempts,
      },
      expiresAt: placed.expiresAt,
      tacs: placed.tacs ?? [],
      rebinding: placed.rebinding ?? this.#settings.rebinding,
      profile: { upp: profile.upp, metadata: profile.metadata },
      binding: undefined,
      deliveries: [],
      history: [{ at: this.#clock.now(), state, why }],
    });
    this.#moved(undefined, order);
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
