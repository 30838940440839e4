import type { Bytes } from '#shared/bytes/bytes';
import { toHex } from '#shared/bytes/bytes';
import { Refusal } from '#shared/rsp/refusals';
import type { Clock } from '#shared/runtime/clock';
import { OneByOne } from '#shared/runtime/one-by-one';
import type { Instant, Span } from '#shared/runtime/span';
import type { Trace } from '#shared/runtime/trace';

import type { AcceptedBy, Opened, Session, SessionFunction, SessionState } from './session.ts';
import { accepts, mayBecome } from './session.ts';

interface Entry {
  readonly session: Session;
  readonly touched: Instant;
}

/** How many sessions are kept, and for how long. */
export interface SessionLimits {
  readonly sessionLifetime: Span;
  readonly maximumSessions: number;
}

/** The RSP sessions that go on, in memory: a restart ends them. Idle ones end when the table is next asked. */
export class SessionTable {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #trace: Trace;
  readonly #limits: SessionLimits;
  /** The one idle longest comes first. */
  readonly #entries = new Map<string, Entry>();
  readonly #turns = new OneByOne();

  constructor(clock: Pick<Clock, 'now'>, trace: Trace, limits: SessionLimits) {
    this.#clock = clock;
    this.#trace = trace;
    this.#limits = limits;
  }

  /** Sessions that have not ended, the one idle longest first. */
  list(): readonly Session[] {
    this.#expire();
    return [...this.#entries.values()].map(({ session }) => session);
  }

  find(transactionId: Bytes): Session | undefined {
    this.#expire();
    return this.#entries.get(toHex(transactionId))?.session;
  }

  /** Begins a session. */
  open(session: Opened): void {
    this.#expire();
    const [longestIdle] = this.#entries.values();
    if (this.#entries.size >= this.#limits.maximumSessions && longestIdle !== undefined) {
      this.end(longestIdle.session, 'too many sessions');
    }
    this.#keep(session);
    this.#moved(session.transactionId, undefined, 'opened', 'initiateAuthentication');
  }

  /**
   * The session of a function's transactionId, in one of the states that the function accepts.
   * @throws Refusal invalidTransactionId otherwise; the session stays as it is.
   */
  accept<F extends SessionFunction>(called: F, transactionId: Bytes): AcceptedBy<F> {
    const session = this.find(transactionId);
    if (session === undefined) throw new Refusal('invalidTransactionId', 'no such session');
    const states: readonly SessionState[] = accepts[called];
    if (!states.includes(session.state)) {
      throw new Refusal('invalidTransactionId', `the session is ${session.state}`);
    }
    this.#keep(session);
    return session as AcceptedBy<F>;
  }

  /**
   * Moves a session on. Never called for a step that `mayBecome` does not have.
   * @throws Refusal invalidTransactionId when it has ended while its function worked.
   */
  move(from: Session, to: Session, why: string): void {
    const steps: readonly SessionState[] = mayBecome[from.state];
    if (!steps.includes(to.state)) throw new Error(`a session that is ${from.state} cannot be ${to.state}`);
    if (this.#entries.get(toHex(from.transactionId))?.session !== from) {
      throw new Refusal('invalidTransactionId', 'the session has ended meanwhile');
    }
    if (to.state === 'ended') this.#entries.delete(toHex(to.transactionId));
    else this.#keep(to);
    this.#moved(to.transactionId, from.state, to.state, why);
  }

  /** Ends a session, unless that has happened. */
  end(session: Session, why: string): void {
    const current = this.#entries.get(toHex(session.transactionId))?.session;
    if (current === undefined) return;
    const { transactionId, address, identity, entropy } = current;
    this.move(current, { state: 'ended', transactionId, address, identity, entropy }, why);
  }

  /** Calls with one transactionId come one after the other. */
  oneByOne<T>(transactionId: Bytes, work: () => Promise<T>): Promise<T> {
    return this.#turns.run(toHex(transactionId), work);
  }

  #keep(session: Session): void {
    const key = toHex(session.transactionId);
    this.#entries.delete(key);
    this.#entries.set(key, { session, touched: this.#clock.now() });
  }

  #expire(): void {
    const oldest = this.#clock.now() - this.#limits.sessionLifetime;
    for (const { session, touched } of this.#entries.values()) {
      if (touched > oldest) return;
      this.end(session, 'idle for too long');
    }
  }

  #moved(transactionId: Bytes, from: SessionState | undefined, to: SessionState, why: string): void {
    this.#trace.emit('session.moved', { transactionId: toHex(transactionId), from, to, why });
  }
}
