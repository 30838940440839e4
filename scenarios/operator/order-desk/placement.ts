import { parseEid } from '#shared/identifiers/eid';
import type { Iccid } from '#shared/identifiers/iccid';
import { parseIccid } from '#shared/identifiers/iccid';
import { parseMatchingId } from '#shared/identifiers/matching-id';
import { CancelOrder, ConfirmOrder, DownloadOrder } from '#shared/rsp/es2plus';
import type { Order } from '#smdp/index';

import type { KeptOrder } from '../store/operator-store.ts';
import type { DeskBook } from './desk-book.ts';
import type { DeskParts } from './desk-parts.ts';
import type { Draws } from './draws.ts';
import { unlessUsedUp } from './draws.ts';
import { drawMatchingId } from './matching-id.ts';
import { entryOf, iccidOf, ownershipOf, profileTypeOf, termsOf } from './order-entry.ts';
import type { Ordered } from './order-entry.ts';
import type { DeskOrder, Placed } from './plan.ts';
import type { DrawnProfile } from './profile-source.ts';
import type { Subscriptions } from './subscriptions.ts';

interface With {
  readonly draws: Draws;
  readonly book: DeskBook;
  readonly subscriptions: Subscriptions;
}

/** How an order comes about: over ES2+, in the book, in the network; and how it is undone where it does not. */
export class Placement {
  readonly #parts: DeskParts;
  readonly #with: With;

  constructor(parts: DeskParts, parties: With) {
    this.#parts = parts;
    this.#with = parties;
  }

  /** Until the Profile is ordered nobody else may be given it. @throws as the desk's `order` does */
  async order(asked: DeskOrder): Promise<Placed> {
    const { smdp, profileTypes } = this.#parts;
    const wanted = profileTypes.planOf(asked);
    const placed = await smdp.stock
      .alone(ownershipOf(wanted, this.#parts.es2plus), async () => this.#orderAlone(wanted))
      .catch(unlessUsedUp);
    return placed ?? this.#orderOfType(wanted);
  }

  /** Where a type has no number left: what has come back into stock, on the terms it lies there with, or the SM-DP+'s refusal. */
  async #orderOfType(wanted: DeskOrder): Promise<Placed> {
    const { es2plus, entropy } = this.#parts;
    const matchingId = parsedMatchingId(wanted.matchingId ?? drawMatchingId(entropy));
    const eid = wanted.eid === undefined ? undefined : parseEid(wanted.eid);
    const profileType = profileTypeOf(wanted);
    const { iccid } = await es2plus.ask(DownloadOrder, profileType, { profileType, eid });
    try {
      await this.#confirm(wanted, { iccid, eid, matchingId });
    } catch (error) {
      await this.cancel(iccid, 'Available').catch(() => undefined);
      throw error;
    }
    const placed = await this.#recordAtSmdp(iccid);
    const subscriber = this.#with.book.kept(iccid)?.subscriber;
    const order = this.entryOf(wanted, { profile: placed.profile, subscriber }, matchingId);
    // The network may know it from an order before this one.
    this.#with.subscriptions.forget(order);
    await this.#with.book.add(order);
    return this.#placed(order, placed);
  }

  async #orderAlone(wanted: DeskOrder): Promise<Placed> {
    const { smdp, entropy } = this.#parts;
    const matchingId = parsedMatchingId(wanted.matchingId ?? drawMatchingId(entropy));
    const eid = wanted.eid === undefined ? undefined : parseEid(wanted.eid);
    const drawn = await this.#with.draws.draw(wanted);
    await smdp.stock.add({
      ...ownershipOf(wanted, this.#parts.es2plus),
      profile: drawn.profile,
      terms: termsOf(wanted),
    });
    const order = this.entryOf(wanted, drawn, matchingId);
    const iccid = iccidOf(drawn);
    const before = this.#with.book.kept(iccid);
    try {
      await this.#with.book.prepare(order);
      await this.#askFor(wanted, { iccid, eid, matchingId });
      this.#with.book.enter(order);
      return await this.#placed(order, await this.#recordAtSmdp(iccid));
    } catch (error) {
      // What went wrong first is what the caller is told.
      await this.takeBack(order, before).catch(() => undefined);
      throw error;
    }
  }

  /** What follows when the SM-DP+ has an order: the network hears of it. */
  async #placed({ record, subscriber }: KeptOrder, order: Order): Promise<Placed> {
    this.#with.subscriptions.tell({ record, subscriber });
    const { iccid, releasesAt } = order;
    if (releasesAt !== undefined) await this.#with.book.change(iccid, { availableAt: releasesAt });
    return { activationCode: record.activationCode, order, subscriber };
  }

  async #askFor(wanted: DeskOrder, ordered: Ordered): Promise<void> {
    const { iccid, eid } = ordered;
    await this.#parts.es2plus.ask(DownloadOrder, iccid, { iccid, eid });
    await this.#confirm(wanted, ordered);
  }

  async #confirm(wanted: DeskOrder, { iccid, eid, matchingId }: Ordered): Promise<void> {
    const { es2plus } = this.#parts;
    const { confirmationCode, released: releaseFlag = true } = wanted;
    await es2plus.ask(ConfirmOrder, iccid, { iccid, eid, matchingId, confirmationCode, releaseFlag });
  }

  /** Undoes what there is of an order that did not come about: at the SM-DP+, in the network, in the book. */
  async takeBack(order: KeptOrder, before?: KeptOrder): Promise<void> {
    this.#with.subscriptions.forget(order);
    const iccid = parseIccid(order.record.iccid);
    try {
      const { state } = await this.#recordAtSmdp(iccid);
      if (state === 'Available') await this.#parts.smdp.stock.remove(iccid);
      else await this.cancel(iccid, 'Unavailable');
    } finally {
      await this.#with.book.takeBack(iccid, before);
    }
  }

  /** CancelOrder (SGP.22 §5.3.3). @throws DeskRefused, HttpFailure */
  async cancel(iccid: Iccid, finalProfileStatusIndicator: 'Available' | 'Unavailable'): Promise<void> {
    await this.#parts.es2plus.ask(CancelOrder, iccid, { iccid, finalProfileStatusIndicator });
  }

  /** The SM-DP+'s own record. */
  async #recordAtSmdp(iccid: Iccid): Promise<Order> {
    const order = await this.#parts.smdp.orders.profileOf(iccid);
    if (order === undefined) throw new Error(`the SM-DP+ has no Profile ${iccid}`);
    return order;
  }

  /** An order as it is to stand in the book. */
  entryOf(wanted: DeskOrder, drawn: DrawnProfile, matchingId: string): KeptOrder {
    const { network, smdp, clock } = this.#parts;
    const place = { matchingId, address: smdp.address, hasNetwork: network !== undefined, now: clock.now() };
    return entryOf(wanted, drawn, place);
  }
}

const parsedMatchingId = (text: string): string => (text === '' ? text : parseMatchingId(text));
