import { HttpFailure } from '#shared/http/failure';
import type { Clock } from '#shared/runtime/clock';
import { OneByOne } from '#shared/runtime/one-by-one';
import type { Trace } from '#shared/runtime/trace';
import { DeskRefused } from '../es2plus/desk-refused.ts';
import type { PortalPlan } from './plan.ts';
import type { PortalDesk } from './portal-options.ts';
import { Problem } from './problem.ts';
import type { PurchaseBook } from './purchase-book.ts';
import { isBought, isUnfinished } from './purchase.ts';
import type { Account, BoughtPurchase, Purchase } from './purchase.ts';
import type { Report } from './report.ts';
import { isConnected } from './sentences.ts';

interface Parts {
  readonly book: PurchaseBook;
  readonly desk: PortalDesk;
  readonly clock: Clock;
  readonly trace: Trace;
  /** The plan of an id. */
  readonly planOf: (id: string) => PortalPlan;
}

/** Where customers buy: each step of a purchase, one at a time for each purchase. */
export class Counter {
  readonly #parts: Parts;
  readonly #oneByOne: OneByOne;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { clock } = parts;
    this.#oneByOne = new OneByOne((turn) => clock.until('an earlier request of the same purchase', turn));
  }

  /** @throws Problem 409 when the plan has been bought or the purchase cancelled */
  signIn({ id }: Purchase, account: Account): void {
    if (this.#parts.book.move(id, { state: 'signedIn', account }) === undefined) throw tooLate();
  }

  /** @throws Problem 409 when the plan has been bought or the purchase cancelled */
  choose({ id }: Purchase, { id: plan }: PortalPlan): void {
    if (this.#parts.book.choose(id, plan) === undefined) throw tooLate();
  }

  /**
   * Orders the plan at the desk; a purchase that has been ordered stays as it is.
   * @throws Problem 409 when nobody has signed in, or the purchase is cancelled
   * @throws OrderFailed when the desk does not take the order
   */
  async order({ id }: Purchase): Promise<void> {
    await this.#alone(id, async (purchase) => {
      if (isBought(purchase)) return;
      if (purchase.state !== 'signedIn') throw tooLate();
      const { account } = purchase;
      const order = await this.#buy(purchase);
      this.#parts.book.move(id, { state: 'ordered', account, order });
    });
  }

  /**
   * Gives the purchase up, and takes the order back.
   * @throws Problem 409 when the profile is on the device already, or on its way there
   */
  async cancel({ id }: Purchase): Promise<void> {
    await this.#alone(id, async (purchase) => {
      if (purchase.state === 'cancelled') return;
      if (purchase.state === 'installed' || purchase.state === 'connected') throw alreadyInstalled();
      if (this.#isBeingInstalled(purchase)) throw beingInstalled();
      if (isUnfinished(purchase)) await this.#takeBack(purchase);
      const account = purchase.state === 'opened' ? undefined : purchase.account;
      const operation = this.#operationToCancel(purchase);
      this.#parts.book.move(id, { state: 'cancelled', account, operation });
    });
  }

  /** The same code is offered once more. */
  offerAgain({ id }: Purchase): void {
    const purchase = this.#parts.book.find(id);
    if (purchase === undefined || !isUnfinished(purchase)) return;
    const { account, order } = purchase;
    this.#parts.book.move(id, { state: 'ordered', account, order });
  }

  /** What the page says that the device said. Reports that come late or twice change nothing. */
  report({ id }: Purchase, report: Report): void {
    const purchase = this.#parts.book.find(id);
    if (purchase === undefined || !isBought(purchase)) return;
    const { account, order } = purchase;
    const { kind } = report;
    if (kind === 'handedOver' || kind === 'scheduled') {
      if (kind === 'handedOver') this.#parts.book.move(id, { state: 'downloading', account, order });
      else this.#parts.book.move(id, { state: 'scheduled', account, order, operation: report.operation });
      return;
    }
    const { result, iccid } = report;
    this.#parts.trace.emit('portal.callback', { purchase: id, kind, result, iccid });
    if (!isOf(order.iccid, iccid)) return;
    if (kind === 'registration') this.#registered(purchase, result);
    else if (result === 'success') this.#installed(purchase);
    else this.#parts.book.move(id, { state: 'failed', account, order, result });
  }

  /** Catches up with what the desk knows: a window may have been closed before its callback came. */
  catchUp({ id }: Purchase): Purchase | undefined {
    const purchase = this.#parts.book.find(id);
    if (purchase === undefined || !isUnfinished(purchase)) return purchase;
    if (!/^installed$/i.test(this.#parts.desk.record(purchase.order.iccid)?.state ?? '')) return purchase;
    return this.#installed(purchase);
  }

  #installed({ id, account, order }: BoughtPurchase): Purchase | undefined {
    const installed = { state: 'installed', account, order, registration: undefined } as const;
    const before = this.#parts.book.find(id);
    // A repeated success does not undo a registration.
    if (before?.state === 'installed' || before?.state === 'connected') return before;
    return this.#parts.book.move(id, installed);
  }

  #registered({ id, account, order, state }: BoughtPurchase, registration: string): void {
    if (state !== 'installed' && state !== 'connected') return;
    const next = isConnected(registration) ? 'connected' : 'installed';
    this.#parts.book.move(id, { state: next, account, order, registration });
  }

  async #buy({ plan, launch: { eid, imei, transactionId } }: Purchase): ReturnType<PortalDesk['buy']> {
    try {
      return await this.#parts.desk.buy({
        plan: this.#parts.planOf(plan),
        ...(eid === undefined ? {} : { eid }),
        ...(imei === undefined ? {} : { imei }),
        ...(transactionId === undefined ? {} : { transactionId }),
      });
    } catch (error) {
      throw new OrderFailed(expected(error).message, { cause: error });
    }
  }

  /** What the device still means to do: once it has told its user that the profile is ready it can no longer be called off. */
  #operationToCancel(purchase: Purchase): string | undefined {
    if (purchase.state !== 'scheduled') return undefined;
    const { availableAt } = purchase.order;
    const isStillToCome = availableAt !== undefined && availableAt > this.#parts.clock.now();
    return isStillToCome ? purchase.operation : undefined;
  }

  /** The device has the package and says nothing yet: without its order it would be left with a dead profile. */
  #isBeingInstalled(purchase: Purchase): boolean {
    if (purchase.state !== 'downloading' && purchase.state !== 'scheduled') return false;
    return this.#parts.desk.record(purchase.order.iccid)?.state === 'Downloaded';
  }

  async #takeBack(purchase: BoughtPurchase): Promise<void> {
    try {
      await this.#parts.desk.cancel(purchase.order.iccid);
    } catch (error) {
      const { message } = expected(error);
      const where = `portal, purchase ${purchase.id}`;
      this.#parts.trace.emit('finding', { where, what: `the order was not taken back: ${message}` });
      throw error instanceof HttpFailure ? deskAway(error) : alreadyInstalled({ cause: error });
    }
  }

  /** The purchase as it is once all that was asked before is done. */
  async #alone(id: string, work: (purchase: Purchase) => Promise<void>): Promise<void> {
    await this.#oneByOne.run(id, async () => {
      const purchase = this.#parts.book.find(id);
      if (purchase !== undefined) await work(purchase);
    });
  }
}

/** The desk did not take an order: the SM-DP+ refuses, or is not there. */
export class OrderFailed extends Error {
  override readonly name = 'OrderFailed';
}

function tooLate(): Problem {
  return new Problem(
    409,
    'That step is behind you',
    'This purchase has moved on. Go back to where you were; nothing is lost.',
  );
}

function alreadyInstalled(options: ErrorOptions = {}): Problem {
  return new Problem(
    409,
    'Your eSIM is already on its way',
    'The device has begun to install it, so the order can no longer be cancelled.',
    options,
  );
}

function beingInstalled(): Problem {
  return new Problem(
    409,
    'Your eSIM is being installed',
    'The device has it already, so the order can no longer be cancelled. Wait until it is ready; you can remove it in the settings then.',
  );
}

function isOf(ordered: string, told: string | undefined): boolean {
  return told === undefined || told === '' || told.replace(/[fF]+$/, '') === ordered.replace(/[fF]+$/, '');
}

function deskAway(cause: HttpFailure): Problem {
  return new Problem(503, 'We could not reach our own order desk', 'Please try again in a moment.', {
    cause,
  });
}

/** What a desk may well say. @throws anything else */
function expected(error: unknown): Error {
  if (error instanceof DeskRefused || error instanceof HttpFailure) return error;
  throw error;
}
