import { toHex, toUtf8 } from '#shared/bytes/bytes';
import type { Clock } from '#shared/runtime/clock';
import type { Entropy } from '#shared/runtime/entropy';
import type { Trace } from '#shared/runtime/trace';
import { createHash } from 'node:crypto';
import type { Launch } from './launch.ts';
import { isBought, isUnfinished, mayBecome } from './purchase.ts';
import type { Purchase, PurchaseState, Stage } from './purchase.ts';

/** Purchases kept at a time; then the oldest that nothing was bought in are forgotten. */
const kept = 5_000;

/** All purchases of a portal, and the session that shows each. */
export class PurchaseBook {
  readonly #entropy: Entropy;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #trace: Trace;
  readonly #purchases = new Map<string, Purchase>();
  readonly #sessions = new Map<string, string>();

  constructor(parts: {
    readonly entropy: Entropy;
    readonly clock: Pick<Clock, 'now'>;
    readonly trace: Trace;
  }) {
    this.#entropy = parts.entropy.at('operator/portal');
    this.#clock = parts.clock;
    this.#trace = parts.trace;
  }

  all(): readonly Purchase[] {
    return [...this.#purchases.values()];
  }

  find(id: string): Purchase | undefined {
    return this.#purchases.get(id);
  }

  /** What was bought for that eSIM: the newest whose code has not been used up, else the newest. */
  boughtOf(eid: string | undefined): Purchase | undefined {
    if (eid === undefined) return undefined;
    const bought = this.all().filter((purchase) => purchase.launch.eid === eid && isBought(purchase));
    return bought.findLast((purchase) => isUnfinished(purchase)) ?? bought.at(-1);
  }

  /** A purchase that begins with this launch. */
  open(launch: Launch, plan: string): Purchase {
    const id = this.#draw('purchase', launch, 12);
    this.#forget();
    const purchase = { id, plan, launch, openedAt: this.#clock.now(), state: 'opened' } as const;
    this.#purchases.set(id, purchase);
    this.#trace.emit('portal.purchase', { purchase: id, from: 'none', to: 'opened' });
    return purchase;
  }

  /** The same purchase, shown by another launch. */
  relaunch(purchase: Purchase, launch: Launch): Purchase {
    return this.#keep({ ...purchase, launch });
  }

  /** Another plan in its place; undefined, and nothing is changed, once it is bought. */
  choose(id: string, plan: string): Purchase | undefined {
    const purchase = this.#purchases.get(id);
    return purchase?.state === 'signedIn' ? this.#keep({ ...purchase, plan }) : undefined;
  }

  /** Moves a purchase; undefined, and nothing is changed, when its state does not lead there. */
  move(id: string, stage: Stage): Purchase | undefined {
    const purchase = this.#purchases.get(id);
    const next: readonly PurchaseState[] = purchase === undefined ? [] : mayBecome[purchase.state];
    if (purchase === undefined || !next.includes(stage.state)) return undefined;
    const { plan, openedAt, launch } = purchase;
    if (purchase.state !== stage.state)
      this.#trace.emit('portal.purchase', { purchase: id, from: purchase.state, to: stage.state });
    return this.#keep({ id, plan, openedAt, launch, ...stage });
  }

  /** A fresh session for a purchase; the one before is no longer valid. */
  beginSession({ id, launch }: Purchase): string {
    const session = this.#draw('session', launch, 16);
    this.#sessions.set(id, session);
    return session;
  }

  isSession(id: string, session: string | undefined): boolean {
    return session !== undefined && this.#sessions.get(id) === session;
  }

  #keep(purchase: Purchase): Purchase {
    this.#purchases.set(purchase.id, purchase);
    return purchase;
  }

  /** Drawn at the launch's own address, so that portals opened side by side draw the same each time. */
  #draw(purpose: string, { eid = '', transactionId = '' }: Launch, octets: number): string {
    const digest = createHash('sha256').update(toUtf8(JSON.stringify([eid, transactionId])));
    const address = toHex(new Uint8Array(digest.digest())).slice(0, 16);
    return toHex(this.#entropy.at(address).draw(purpose, octets)).toLowerCase();
  }

  #forget(): void {
    if (this.#purchases.size < kept) return;
    for (const { id, state } of this.#purchases.values()) {
      if (state !== 'opened' && state !== 'signedIn' && state !== 'cancelled') continue;
      this.#purchases.delete(id);
      this.#sessions.delete(id);
      return;
    }
  }
}
