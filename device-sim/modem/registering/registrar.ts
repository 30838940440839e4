import type { Air, Carriage, Cell, DownlinkMessage, RadioLink } from '#device-sim/network/index';
import { readDownlink, writeUplink } from '#device-sim/network/index';
import type { Bytes } from '#shared/bytes/bytes';
import type { Imei } from '#shared/identifiers/imei';
import type { Plmn } from '#shared/identifiers/plmn';
import type { Clock } from '#shared/runtime/clock';
import type { Trace } from '#shared/runtime/trace';

import type { Usim } from '../card/boot.ts';
import type { Exchange } from '../card/card-answer.ts';
import { CardFailed } from '../card/card-answer.ts';
import { UsimAccess } from '../card/usim-access.ts';
import type { NetworkSelection, Registration, RegistrationState } from '../registration.ts';
import type { ModemTiming } from '../timing.ts';
import type { CellAttached } from './cell-attach.ts';
import { attachIn } from './cell-attach.ts';
import { byPreference } from './cell-choice.ts';
import { Memory } from './memory.ts';
import type { Next } from './reactions.ts';
import { Reactions } from './reactions.ts';
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

type Refused = Pick<Registration, 'plmn' | 'cause'>;

/** Registers one USIM in the network, from the moment it was read until the card is read anew. */
export class Registrar {
  readonly #options: RegistrarOptions;
  readonly #access: UsimAccess;
  readonly #memory: Memory;
  readonly #retry: RetryTimer;
  readonly #reactions: Reactions;
  readonly #ended = new AbortController();
  readonly #endMoves: () => void;
  /** While it is registered. */
  #link: RadioLink | undefined;
  #attempt: Promise<void> | undefined;
  /** Whether the attempt under way has already been seen by a network. */
  #seen = false;
  /** Whether the cells that the attempt under way found are out of reach. */
  #overtaken = false;
  /** The only network that is tried, where one was chosen by hand. */
  #chosen: Plmn | undefined;

  constructor(options: RegistrarOptions) {
    this.#options = options;
    const { usim, exchange, clock, name, timing, air } = options;
    this.#access = new UsimAccess((command) => exchange(command, this.#ended.signal), usim.aid);
    const note = (what: string) => {
      this.#note(what);
    };
    this.#memory = new Memory({ usim, access: this.#access, clock, timing, note });
    const due = () => void this.#begin('aside');
    this.#retry = new RetryTimer({ clock, timing, what: `next registration of ${name}`, due });
    const report: RegistrarOptions['report'] = (registration) => {
      if (!this.#ended.signal.aborted) options.report(registration);
    };
    this.#reactions = new Reactions({ memory: this.#memory, retry: this.#retry, report });
    this.#endMoves = air.onMove(name, () => {
      this.#moved();
    });
  }

  /**
   * Tries anew, as after the radio was off for a moment; nothing where it is registered. An attempt that no network has
   * seen yet counts as this one; another is waited for first. Never throws.
   */
  async register({ network }: NetworkSelection): Promise<void> {
    const before = this.#attempt;
    const counts = !this.#seen && this.#chosen === network;
    if (before !== undefined) await this.#over(before);
    if (before !== undefined && counts) return;
    if (this.#ended.signal.aborted) return;
    this.#chosen = network;
    if (network !== undefined && this.#link?.cell.plmn !== network) this.#letGo();
    if (this.#link !== undefined) return;
    if (this.#attempt !== undefined) {
      await this.#over(this.#attempt);
      return;
    }
    this.#reactions.switchedOff();
    await this.#begin('inFront');
  }

  /** Data of the USIM's subscriber. */
  async use(host: string, octets: number): Promise<Carriage> {
    return (await this.#link?.use(host, octets)) ?? 'noSession';
  }

  /** Waits for an attempt that others began; who waits is parked meanwhile. */
  async #over(attempt: Promise<void>): Promise<void> {
    await this.#options.clock.until(`registration of ${this.#options.name}`, attempt);
  }

  /** Leaves the network and stops all attempts. */
  async end(): Promise<void> {
    const link = this.#link;
    this.#link = undefined;
    this.#endMoves();
    this.#retry.stop();
    this.#ended.abort(over);
    if (link === undefined) return;
    const { identity } = this.#memory;
    await link.send(writeUplink({ message: 'detachRequest', switchOff: true, identity }));
    link.release();
  }

  /**
   * An attempt, which never rejects. One after another goes on for ever: those after a timer are not what a run waits for.
   * @param refused why it is looking for another cell, if it was refused before
   */
  #begin(where: 'inFront' | 'aside', refused?: Refused): Promise<void> {
    const { clock, name } = this.#options;
    this.#retry.stop();
    this.#seen = false;
    this.#overtaken = false;
    const begun =
      where === 'aside'
        ? clock.aside(() => this.#try(refused))
        : clock.exchange(`registration of ${name}`, () => this.#try(refused));
    const attempt = begun
      .catch((error: unknown) => {
        this.#broken(error);
      })
      .finally(() => {
        if (this.#attempt !== attempt) return;
        this.#attempt = undefined;
        if (this.#overtaken && this.#link === undefined) this.#searchAgain();
      });
    this.#attempt = attempt;
    return attempt;
  }

  async #try(before: Refused | undefined): Promise<void> {
    const { air, name, report, timing } = this.#options;
    report({ state: 'searching' });
    const found = await air.search(name);
    this.#ended.signal.throwIfAborted();
    const cells = found.filter(({ plmn }) => this.#chosen === undefined || plmn === this.#chosen);
    const [first] = cells;
    if (first === undefined) {
      this.#retry.postponed(timing.searchAgain);
      report({ state: 'searching', cause: 'noCell' });
      return;
    }
    let refused = before ?? { plmn: first.plmn, cause: 11 };
    let within: Plmn | undefined;
    const tried = new Set<Cell>();
    for (
      let cell = this.#choose(cells, tried);
      cell !== undefined;
      cell = this.#choose(cells, tried, within)
    ) {
      tried.add(cell);
      const attached = await this.#attachIn(cell);
      this.#ended.signal.throwIfAborted();
      const next = await this.#conclude(cell, attached);
      if (next === 'rest') return;
      if ('cause' in attached.outcome) refused = { plmn: cell.plmn, cause: attached.outcome.cause };
      within = next === 'sameNetwork' ? cell.plmn : undefined;
    }
    this.#reactions.nowhere(refused);
  }

  /** What was forbidden does not keep a user away who chose the network (TS 23.122 §4.4.3.1.2). */
  #choose(cells: readonly Cell[], tried: ReadonlySet<Cell>, within?: Plmn): Cell | undefined {
    const { usim } = this.#options;
    const left = cells.filter(
      (cell) =>
        !tried.has(cell) &&
        (within === undefined || cell.plmn === within) &&
        (this.#chosen !== undefined || this.#memory.allows(cell)),
    );
    return byPreference(left, usim, this.#memory.lastNetwork)[0];
  }

  async #attachIn(cell: Cell): Promise<CellAttached> {
    const { timing, ...parts } = this.#options;
    this.#seen = true;
    const attached = await attachIn(cell, {
      ...parts,
      access: this.#access,
      memory: this.#memory,
      t3410: timing.t3410,
      signal: this.#ended.signal,
    });
    if (attached.link !== undefined) this.#hold(attached.link);
    return attached;
  }

  async #conclude(cell: Cell, { outcome }: CellAttached): Promise<Next> {
    if (outcome.end !== 'accepted') return this.#reactions.failed(cell, outcome);
    this.#retry.reset();
    await this.#memory.registered(cell, outcome.accept.guti);
    const { plmn } = cell;
    if (this.#link !== undefined) this.#options.report({ state: this.#stateIn(plmn), plmn });
    return 'rest';
  }

  #stateIn(plmn: Plmn): RegistrationState {
    const { home, partners } = this.#options.usim;
    if (home.includes(plmn)) return 'home';
    return partners.includes(plmn) ? 'partner' : 'roaming';
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
    else if ((await this.#reactions.rejected(link.cell, cause)) !== 'rest') {
      await this.#begin('inFront', { plmn: link.cell.plmn, cause });
    }
  }

  #letGo(): void {
    this.#link?.release();
    this.#link = undefined;
  }

  /** The device meets other cells. What was registered there, and what no network wanted here, is tried there. */
  #moved(): void {
    if (this.#link?.isOpen() === true) return;
    this.#link = undefined;
    if (this.#attempt === undefined) this.#searchAgain();
    else this.#overtaken = this.#seen;
  }

  #searchAgain(): void {
    if (this.#ended.signal.aborted || this.#reactions.usimInvalid) return;
    void this.#begin('inFront');
  }

  /** A card that fails is tried again later; anything else is a bug of ours. */
  #broken(error: unknown): void {
    const { trace, name } = this.#options;
    if (error === over) return;
    if (error instanceof CardFailed) this.#note(error.message);
    else trace.emit('fault', { where: `${name}/modem`, error });
    if (!this.#ended.signal.aborted) this.#reactions.later('cardError', undefined);
  }

  #note(what: string): void {
    const { trace, name } = this.#options;
    trace.emit('finding', { where: `${name}/modem`, what });
  }
}
