import type { RegistrationState } from '#device-sim/modem/index';
import type { World, WorldDevice } from '#scenarios/world/index';
import { after } from '#shared/runtime/span';

import type { Event, Tariff, TariffName } from './tariff.ts';
import { tariffs } from './tariff.ts';

/** A host that costs something, and one that never does: the operator's own portal. */
const films = 'films.example';
export const garden = 'portal.operator.test';
const lookAtTheBalance = 2_000;

/** What became of a customer: days by how it went, octets that were charged. */
export interface Life {
  readonly tariff: TariffName;
  /** Days on which all, some or nothing of it was carried, and days without a data session. */
  readonly days: Readonly<Record<'carried' | 'cutShort' | 'blocked' | 'noSession', number>>;
  /** Days on which the operator's portal was within reach. */
  readonly portalDays: number;
  /** Days by where the modem stood when data was used. */
  readonly stood: Readonly<Partial<Record<RegistrationState, number>>>;
  readonly charged: number;
  readonly payments: number;
  /** Octets that are left at the end, as the operator's desk and as the network has it. */
  readonly left: readonly [desk: number | undefined, network: number | undefined];
  /** Where the modem stands at the end, and why it is not registered. */
  readonly registration: string;
}

/** Somebody with a device and a prepaid card, day by day. */
export class Customer {
  readonly device: WorldDevice;
  readonly #tariff: TariffName;
  readonly #world: World;
  readonly #iccid: string;
  readonly #imsi: string;
  readonly #days = { carried: 0, cutShort: 0, blocked: 0, noSession: 0 };
  readonly #stood: Partial<Record<RegistrationState, number>> = {};
  #portalDays = 0;
  #payments = 0;
  #charged = 0;
  #pays = true;

  private constructor(
    world: World,
    who: { readonly device: WorldDevice; readonly iccid: string; readonly imsi: string },
    tariff: TariffName,
  ) {
    this.#world = world;
    this.device = who.device;
    this.#iccid = who.iccid;
    this.#imsi = who.imsi;
    this.#tariff = tariff;
  }

  /** Orders, downloads and registers: a card with nothing on it yet. */
  static async arrive(world: World, name: string, tariff: TariffName): Promise<Customer> {
    const device = world.device(name);
    const { activationCode, order, subscriber } = await world.desk.order({ balance: { octets: 0 } });
    await device.download(activationCode);
    await device.registered('home');
    return new Customer(world, { device, iccid: order.iccid, imsi: subscriber?.imsi ?? '' }, tariff);
  }

  get imsi(): string {
    return this.#imsi;
  }

  get #terms(): Tariff {
    return tariffs[this.#tariff];
  }

  /** Octets that went over the network, as its trace has them. */
  charge(octets: number): void {
    this.#charged += octets;
  }

  /** Midnight: what happens on this day, and what the desk sells on the first of a month. */
  async midnight(day: number, isFirst: boolean): Promise<void> {
    const event = this.#terms.events?.[day];
    if (event !== undefined) await this.#happen(event);
    const { buys } = this.#terms;
    if (!isFirst || buys === undefined || !this.#pays) return;
    const { octets, validFor } = buys;
    await this.#world.desk.setBalance(this.#iccid, {
      octets,
      expiresAt: after(this.#world.clock.now(), validFor),
    });
    this.#payments += 1;
  }

  /** A morning: looks at the balance, and at some film. */
  async useData(): Promise<void> {
    const { modem } = this.device;
    if (this.#terms.nights === 'off') await this.#switchOn();
    const { state } = modem.registration;
    this.#stood[state] = (this.#stood[state] ?? 0) + 1;
    if ((await modem.use(garden, lookAtTheBalance)) === 'carried') this.#portalDays += 1;
    const before = this.#charged;
    const outcome = await modem.use(films, this.#terms.daily);
    const some = outcome === 'blocked' && this.#charged > before;
    this.#days[some ? 'cutShort' : outcome] += 1;
    if (this.#terms.nights === 'off') await modem.power('off');
  }

  /** What became of it. */
  life(): Life {
    const { state, cause } = this.device.modem.registration;
    const { desk, network } = this.#world;
    return {
      tariff: this.#tariff,
      days: this.#days,
      portalDays: this.#portalDays,
      stood: this.#stood,
      charged: this.#charged,
      payments: this.#payments,
      left: [desk.balance(this.#iccid)?.octets, network.provisioning.balanceOf(this.#imsi)?.octets],
      registration: cause === undefined ? state : `${state} because ${cause}`,
    };
  }

  async #happen(event: Event): Promise<void> {
    const { desk, network } = this.#world;
    if ('move' in event) network.move(this.device.name, event.move);
    else if ('lastPayment' in event) this.#pays = false;
    else if ('bar' in event) {
      this.#pays = false;
      await desk.bar(this.#iccid, event.bar);
    } else {
      this.#pays = true;
      await desk.unbar(this.#iccid);
      // A USIM that was called invalid is believed again after power off (TS 24.301 §5.5.1.2.5).
      await this.device.modem.power('off');
      await this.device.modem.power('on');
    }
  }

  async #switchOn(): Promise<void> {
    await this.device.modem.power('on');
    await this.device.registered('home');
  }
}
