import type { Air, Carriage } from '#device-sim/network/index';
import type { Bytes } from '#shared/bytes/bytes';
import type { Imei } from '#shared/identifiers/imei';
import type { Clock } from '#shared/runtime/clock';
import type { Trace } from '#shared/runtime/trace';

import type { Booted } from './card/boot.ts';
import { CardLine } from './card/card-line.ts';
import type { CardContacts } from './card/card-line.ts';
import './events.ts';
import { Registrar } from './registering/registrar.ts';
import type { NetworkSelection, Registration } from './registration.ts';
import { sameRegistration } from './registration.ts';
import type { ModemTiming } from './timing.ts';
import { usualTiming } from './timing.ts';

/** The modem of a device: between the card, the LPA and the network. */
export interface Modem {
  readonly imei: Imei;
  /** The card as an LPA reaches it. Commands wait while the modem resets the card, not while it registers. */
  readonly card: { transmit(command: Bytes): Promise<Bytes> };
  readonly registration: Registration;
  /** Power on: resets the card, reads it, and registers in the background. Nothing where it is on. */
  start(): Promise<void>;
  /**
   * Tries anew now, as after flight mode: a USIM that the network called invalid counts again. Resolves when the attempt
   * has ended, however; at once where it is registered, or there is nothing to register. A network that is given is the
   * only one that is tried, forbidden or not, until this is called again or the modem switched off.
   */
  register(selection?: NetworkSelection): Promise<void>;
  /** Leaves the network; the card stays within reach. */
  stop(): Promise<void>;
  /**
   * The same as `start` and `stop`. What the network forbade is forgotten by `off`, but for what is on the USIM; so are
   * timers, the attempt counter, and that a USIM is called invalid.
   */
  power(to: 'on' | 'off'): Promise<void>;
  /** Uses data; both ways count. @throws TypeError for octets that are no whole number from zero */
  use(host: string, octets: number): Promise<Carriage>;
  /** Once: does not do the next REFRESH of the card, but answers that it cannot (TS 102 223 §8.12, result 20). */
  refuseRefresh(): void;
  /** Calls `listener` for each change; the returned function ends it. */
  onRegistration(listener: (registration: Registration) => void): () => void;
}

export interface ModemOptions {
  /** Of the device, `device-1`. */
  readonly name: string;
  readonly imei: Imei;
  readonly card: CardContacts;
  readonly air: Air;
  readonly clock: Clock;
  readonly trace: Trace;
  readonly timing?: Partial<ModemTiming>;
  /** PIN 1, 4 to 8 digits, for a USIM that asks for it. */
  readonly pin?: string;
}

/** A modem, off. @throws TypeError for a PIN that is none */
export function openModem(options: ModemOptions): Modem {
  const { pin } = options;
  if (pin !== undefined && !/^\d{4,8}$/.test(pin)) throw new TypeError('a PIN has 4 to 8 digits');
  return new ModemDevice(options);
}

class ModemDevice implements Modem {
  readonly imei: Imei;
  readonly card: Modem['card'];
  readonly #options: ModemOptions;
  readonly #line: CardLine;
  readonly #listeners = new Set<(registration: Registration) => void>();
  #on = false;
  #registrar: Registrar | undefined;
  #registration: Registration = { state: 'none', iccid: undefined };

  constructor(options: ModemOptions) {
    this.#options = options;
    this.imei = options.imei;
    const { name, card, clock, trace, pin } = options;
    this.#line = new CardLine({
      name,
      card,
      clock,
      pin,
      restarting: () => this.#leave(),
      booted: (booted) => {
        this.#booted(booted);
      },
      failed: (error) => {
        this.#cardFailed(error);
      },
      disobeyed: (error) => {
        this.#note(`a proactive command was lost: ${saying(error)}`);
      },
      proactive: ({ type, qualifier }) => {
        trace.emit('modem.proactive', { device: name, command: type, qualifier });
      },
    });
    this.card = { transmit: (command) => this.#line.transmit(command) };
  }

  get registration(): Registration {
    return this.#registration;
  }

  async start(): Promise<void> {
    if (this.#on) return;
    this.#on = true;
    await this.#options.clock.exchange(`start of ${this.#options.name}`, () => this.#line.restart());
  }

  async register(selection: NetworkSelection = {}): Promise<void> {
    await this.#line.idle();
    if (this.#on) await this.#registrar?.register(selection);
  }

  power(to: 'on' | 'off'): Promise<void> {
    return to === 'on' ? this.start() : this.stop();
  }

  async use(host: string, octets: number): Promise<Carriage> {
    if (!Number.isSafeInteger(octets) || octets < 0) {
      throw new TypeError(`octets are a whole number from 0, not ${octets}`);
    }
    return (await this.#registrar?.use(host, octets)) ?? 'noSession';
  }

  refuseRefresh(): void {
    this.#line.refuseRefresh();
  }

  async stop(): Promise<void> {
    if (!this.#on) return;
    this.#on = false;
    await this.#line.idle();
    await this.#leave();
    const { iccid } = this.#registration;
    this.#report({ state: iccid === undefined ? 'none' : 'deregistered', iccid });
  }

  onRegistration(listener: (registration: Registration) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async #leave(): Promise<void> {
    const registrar = this.#registrar;
    this.#registrar = undefined;
    await registrar?.end();
  }

  #booted(booted: Booted): void {
    const { iccid, trouble, usim } = booted;
    if (trouble !== undefined) {
      this.#note(booted.why);
      this.#report({ state: 'none', iccid, cause: trouble });
    }
    if (usim === undefined) {
      if (trouble === undefined) this.#report({ state: 'none', iccid });
      return;
    }
    this.#report({ state: 'deregistered', iccid });
    if (!this.#on) return;
    const { name, imei, air, clock, trace, timing } = this.#options;
    const registrar = new Registrar({
      name,
      imei,
      usim,
      air,
      clock,
      trace,
      timing: { ...usualTiming, ...timing },
      exchange: (command, signal) => this.#line.exchange(command, signal),
      report: (registration) => {
        if (this.#registrar === registrar) this.#report({ ...registration, iccid });
      },
    });
    this.#registrar = registrar;
    void registrar.register({});
  }

  #cardFailed(error: unknown): void {
    this.#note(`the card cannot be read: ${saying(error)}`);
    this.#report({ state: 'none', iccid: undefined, cause: 'cardError' });
  }

  #note(what: string): void {
    this.#options.trace.emit('finding', { where: `${this.#options.name}/modem`, what });
  }

  #report(registration: Registration): void {
    if (sameRegistration(registration, this.#registration)) return;
    this.#registration = registration;
    const { trace, name } = this.#options;
    trace.emit('modem.registration', { device: name, ...registration });
    for (const listener of [...this.#listeners]) {
      try {
        listener(registration);
      } catch (error) {
        trace.emit('fault', { where: `${name}/modem: a listener of registrations`, error });
      }
    }
  }
}

const saying = (error: unknown): string => (error instanceof Error ? error.message : 'it does not say why');
