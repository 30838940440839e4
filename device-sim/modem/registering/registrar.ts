import type { Air, Cell, DownlinkMessage, RadioLink } from '#device-sim/network/index';
import { readDownlink, writeUplink } from '#device-sim/network/index';
import type { Bytes } from '#shared/bytes/bytes';
import type { Imei } from '#shared/identifiers/imei';
import type { Plmn } from '#shared/identifiers/plmn';
import type { Clock } from '#shared/runtime/clock';
import type { Span } from '#shared/runtime/span';
import type { Trace } from '#shared/runtime/trace';

import type { Usim } from '../card/boot.ts';
import type { Exchange } from '../card/card-answer.ts';
import { CardFailed } from '../card/card-answer.ts';
import { UsimAccess } from '../card/usim-access.ts';
import type { Registration, RegistrationCause } from '../registration.ts';
import type { ModemTiming } from '../timing.ts';
import type { AttachOutcome } from './attach.ts';
import { attach } from './attach.ts';
import { cellsToTry } from './cell-choice.ts';
import { consequenceOf } from './consequences.ts';
import { Memory } from './memory.ts';
import { RetryTimer } from './retry-timer.ts';

export interface RegistrarOptions {
  readonly name: string;
  readonly imei: Imei;
  readonly usim: Usim;
  readonly air: Air;
  readonly clock: Clock;
  readonly trace: Trace;
  readonly timing: ModemTiming;
  /** To the card; a command whose signal has aborted is not sent any more. */
  readonly exchange: (command: Bytes, signal: AbortSignal) => ReturnType<Exchange>;
  readonly report: (registration: Omit<Registration, 'iccid'>) => void;
}

/** Why a wait or an attempt is of no use any more. */
const over = new Error('the registration has been ended');

/** Registers one USIM in the network, from the moment it was read until the card is read anew. */
export class Registrar {
  readonly #options: RegistrarOptions;
  readonly #access: UsimAccess;
  readonly #memory: Memory;
  readonly #retry: RetryTimer;
  readonly #ended = new AbortController();
  /** While it is registered. */
  #link: RadioLink | undefined;
  #attempt: Promise<void> | undefined;
  /** Whether the attempt under way has already been seen by a network. */
  #seen = false;

  constructor(options: RegistrarOptions) {
    this.#options = options;
    const { usim, exchange, clock, name, timing } = options;
    this.#access = new UsimAccess((command) => exchange(command, this.#ended.signal), usim.aid);
    const note = (what: string) => {
      this.#note(what);
    };
    this.#memory = new Memory({ usim, access: this.#access, note });
    const due = () => void this.#begin('aside');
    this.#retry = new RetryTimer({ clock, timing, what: `next registration of ${name}`, due });
  }

  /**
   * Tries anew, as after the radio was off for a moment; nothing where it is registered. An attempt that no network has
   * seen yet counts as this one; another is waited for first. Never throws.
   */
  async register(): Promise<void> {
    const before = this.#attempt;
    const counts = !this.#seen;
    if (before !== undefined) await this.#over(before);
    if (before !== undefined && counts) return;
    if (this.#link !== undefined || this.#ended.signal.aborted) return;
    if (this.#attempt !== undefined) {
      await this.#over(this.#attempt);
      return;
    }
    this.#memory.switchedOff();
    this.#retry.reset();
    await this.#begin('inFront');
  }

  /** Waits for an attempt that others began; who waits is parked meanwhile. */
  async #over(attempt: Promise<void>): Promise<void> {
    await this.#options.clock.until(`registration of ${this.#options.name}`, attempt);
  }

  /** Leaves the network and stops all attempts. */
  async end(): Promise<void> {
    const link = this.#link;
    this.#link = undefined;
    this.#retry.stop();
    this.#ended.abort(over);
    if (link === undefined) return;
    const { identity } = this.#memory;
    await link.send(writeUplink({ message: 'detachRequest', switchOff: true, identity }));
    link.release();
  }

  /** An attempt, which never rejects. One after another goes on for ever: those after a timer are not what a run waits for. */
  #begin(where: 'inFront' | 'aside'): Promise<void> {
    const { clock, name } = this.#options;
    this.#retry.stop();
    this.#seen = false;
    const begun =
      where === 'aside'
        ? clock.aside(() => this.#try())
        : clock.exchange(`registration of ${name}`, () => this.#try());
    const attempt = begun
      .catch((error: unknown) => {
        this.#broken(error);
      })
      .finally(() => {
        if (this.#attempt === attempt) this.#attempt = undefined;
      });
    this.#attempt = attempt;
    return attempt;
  }

  async #try(): Promise<void> {
    const { air, report, timing } = this.#options;
    report({ state: 'searching' });
    const cells = await air.search();
    this.#ended.signal.throwIfAborted();
    const [first] = cells;
    if (first === undefined) {
      this.#later('noCell', undefined, timing.searchAgain);
      return;
    }
    let refused: Pick<Registration, 'plmn' | 'cause'> = { plmn: first.plmn, cause: 11 };
    for (let cell = this.#choose(cells); cell !== undefined; cell = this.#choose(cells)) {
      const outcome = await this.#attachIn(cell);
      this.#ended.signal.throwIfAborted();
      if (!(await this.#conclude(cell, outcome))) return;
      if ('cause' in outcome) refused = { plmn: cell.plmn, cause: outcome.cause };
    }
    report({ state: 'denied', ...refused });
  }

  #choose(cells: readonly Cell[]): Cell | undefined {
    return cellsToTry(cells, this.#options.usim, this.#memory.lastNetwork, this.#memory)[0];
  }

  /** An attach in a cell; a second one, by IMSI, where the network does not know the temporary identity. */
  async #attachIn(cell: Cell): Promise<AttachOutcome> {
    const outcome = await this.#attachOnce(cell);
    if (outcome.end !== 'rejected' || consequenceOf(outcome.cause) !== 'again') return outcome;
    this.#memory.forget();
    return this.#attachOnce(cell);
  }

  async #attachOnce(cell: Cell): Promise<AttachOutcome> {
    const { air, name, clock, timing } = this.#options;
    const link = air.connect(cell, name);
    this.#seen = true;
    let held = false;
    try {
      const outcome = await this.#attachOver(link);
      held = outcome.end === 'accepted' && !this.#ended.signal.aborted;
      if (held) this.#hold(link);
      if (outcome.end !== 'failed' || outcome.cause !== 'noAnswer') return outcome;
      await clock.sleep(timing.t3410, { what: 'T3410', signal: this.#ended.signal });
      return outcome;
    } finally {
      if (!held) link.release();
    }
  }

  #attachOver(link: RadioLink): Promise<AttachOutcome> {
    const { name, imei, usim, trace } = this.#options;
    return attach({
      link,
      imsi: usim.imsi,
      imei,
      identity: this.#memory.identity,
      authenticate: (rand, autn) => this.#access.authenticate(rand, autn),
      aka: (result) => {
        trace.emit('modem.aka', { device: name, imsi: usim.imsi, result });
      },
    });
  }

  /** Does what an outcome asks for. @returns whether another cell is to be tried */
  async #conclude(cell: Cell, outcome: AttachOutcome): Promise<boolean> {
    switch (outcome.end) {
      case 'accepted':
        await this.#accepted(cell, outcome);
        return false;
      case 'authenticationRejected':
        await this.#invalid(cell.plmn, outcome.cause);
        return false;
      case 'failed':
        this.#later(outcome.cause, cell.plmn);
        return false;
      case 'rejected':
        return this.#rejected(cell, outcome.cause, outcome.t3346);
    }
  }

  async #accepted(cell: Cell, { accept }: Extract<AttachOutcome, { end: 'accepted' }>): Promise<void> {
    const { report, usim } = this.#options;
    this.#retry.reset();
    await this.#memory.registered(cell, accept.guti);
    if (this.#link === undefined) return;
    const { plmn } = cell;
    report({ state: usim.home.includes(plmn) ? 'home' : 'roaming', plmn });
  }

  async #rejected(cell: Cell, cause: number, wait?: Span): Promise<boolean> {
    const consequence = consequenceOf(cause);
    switch (consequence) {
      case 'usimInvalid':
        await this.#invalid(cell.plmn, cause);
        return false;
      case 'later':
      case 'again':
        this.#later(cause, cell.plmn, wait);
        return false;
      case 'networkForbidden':
      case 'packetsForbidden':
      case 'areaForbidden':
        await this.#memory.forbid(cell, forbidden[consequence]);
        await this.#memory.refused();
        return true;
    }
  }

  async #invalid(plmn: Plmn, cause: RegistrationCause): Promise<void> {
    await this.#memory.refused();
    this.#options.report({ state: 'denied', plmn, cause });
  }

  /** Searching until the next attempt, which comes after a while. */
  #later(cause: RegistrationCause, plmn: Plmn | undefined, wait?: Span): void {
    if (this.#ended.signal.aborted) return;
    if (this.#retry.failed(wait)) this.#memory.forget();
    this.#options.report({ state: 'searching', ...(plmn === undefined ? {} : { plmn }), cause });
  }

  /** Stays on the link, and does what the network says there of its own accord. */
  #hold(link: RadioLink): void {
    const { clock, name } = this.#options;
    this.#link = link;
    link.onMessage((octets) => {
      const reading = readDownlink(octets);
      if (!('read' in reading)) return;
      void clock
        .exchange(`message to ${name}`, () => this.#told(link, reading.read))
        .catch((error: unknown) => {
          this.#broken(error);
        });
    });
  }

  async #told(link: RadioLink, message: DownlinkMessage): Promise<void> {
    if (message.message !== 'networkDetachRequest' || this.#link !== link) return;
    this.#link = undefined;
    await link.send(writeUplink({ message: 'detachAccept' }));
    link.release();
    const { reattach, cause } = message;
    if (reattach) await this.#begin('inFront');
    else if (cause === undefined) this.#options.report({ state: 'deregistered' });
    else if (await this.#rejected(link.cell, cause)) {
      this.#options.report({ state: 'denied', plmn: link.cell.plmn, cause });
    }
  }

  /** A card that fails is tried again later; anything else is a bug of ours. */
  #broken(error: unknown): void {
    const { trace, name } = this.#options;
    if (error === over) return;
    if (error instanceof CardFailed) this.#note(error.message);
    else trace.emit('fault', { where: `${name}/modem`, error });
    this.#later('cardError', undefined);
  }

  #note(what: string): void {
    const { trace, name } = this.#options;
    trace.emit('finding', { where: `${name}/modem`, what });
  }
}

const forbidden = {
  networkForbidden: 'network',
  packetsForbidden: 'packets',
  areaForbidden: 'area',
} as const;
