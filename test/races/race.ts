import { after, seconds } from '#shared/runtime/span';
import type { Clock } from '#shared/runtime/clock';
import type { Order } from '#smdp/index';

import { stock } from '../smdp/bench.ts';
import type { OperatorBench } from '../smdp/es2plus/crafted-operator.ts';
import { us } from '../smdp/es2plus/crafted-operator.ts';
import type { CraftedDevice } from '../support/crafted-device.ts';
import type { Deed } from './actors.ts';
import { Downloader } from './actors.ts';
import type { Dice } from './dice.ts';

/** How one Profile fared that several devices raced for while operator and time went on. */
export interface Race {
  readonly deeds: readonly string[];
  /** What broke a rule. */
  readonly wrongs: readonly string[];
  readonly installed: boolean;
}

/** Races for the Profile of that number. */
export async function race(it: OperatorBench, devices: readonly CraftedDevice[], number: number, dice: Dice) {
  const contest = new Contest(it, devices, number, dice);
  await contest.open();
  await contest.run();
  return contest.end();
}

class Contest {
  readonly #it: OperatorBench;
  readonly #devices: readonly CraftedDevice[];
  readonly #number: number;
  readonly #dice: Dice;
  readonly #clock: Clock;
  readonly #deeds: string[] = [];
  readonly #wrongs: string[] = [];
  #iccid = '';
  #actors: Downloader[] = [];
  #last: Order | undefined;

  constructor(it: OperatorBench, devices: readonly CraftedDevice[], number: number, dice: Dice) {
    this.#it = it;
    this.#devices = devices;
    this.#number = number;
    this.#dice = dice;
    this.#clock = it.bench.clock;
  }

  async open(): Promise<void> {
    const dice = this.#dice;
    const confirmationCode = dice.oneIn(3) ? '1234' : undefined;
    const terms = {
      rebinding: (['reuse', 'rebind', 'refuse'] as const)[dice.roll(3)],
      downloadAttempts: 2 + dice.roll(6),
      ...(dice.oneIn(3) && { expiresAt: after(this.#clock.now(), seconds(1 + dice.roll(30))) }),
    };
    const profile = stock(`89000123456789${String(this.#number).padStart(5, '0')}`, new Uint8Array(200));
    await this.#it.bench.smdp.stock.add({ profile, profileType: `T${this.#number}`, owner: us, terms });
    this.#iccid = (await this.#it.bench.smdp.orders.list()).at(-1)?.iccid ?? '';
    await this.#order(`RACE-${this.#number}`, confirmationCode);
  }

  async run(): Promise<void> {
    const rounds = 5 + this.#dice.roll(10);
    for (let round = 0; round < rounds; round += 1) {
      const together = 1 + this.#dice.roll(3);
      const works = Array.from({ length: together }, () => this.#something());
      for (const { what, outcome } of await Promise.all(works)) this.#deeds.push(`${what}: ${outcome}`);
      await this.#look();
    }
  }

  async end(): Promise<Race> {
    const order = await this.#look();
    if (order?.state === 'Installed') await this.#triesAgain(order);
    return { deeds: this.#deeds, wrongs: this.#wrongs, installed: order?.state === 'Installed' };
  }

  async #order(code: string, confirmationCode: string | undefined): Promise<void> {
    const bound = this.#dice.oneIn(4) ? this.#someDevice() : undefined;
    await this.#it.us.call('downloadOrder', { iccid: this.#iccid });
    await this.#it.us.call('confirmOrder', {
      iccid: this.#iccid,
      matchingId: code,
      releaseFlag: true,
      ...(confirmationCode !== undefined && { confirmationCode }),
      ...(bound !== undefined && { eid: bound.eid }),
    });
    const count = 1 + this.#dice.roll(3);
    this.#actors = Array.from(
      { length: count },
      () => new Downloader(this.#someDevice(), code, confirmationCode),
    );
  }

  /** A message of a device mostly; else time goes by, or the operator cancels. */
  async #something(): Promise<Deed> {
    const luck = this.#dice.roll(40);
    if (luck < 2) {
      await this.#clock.advance(seconds(1 + this.#dice.roll(20)));
      return { what: 'time', outcome: 'went by' };
    }
    if (luck === 2) return this.#cancelOrder('Unavailable');
    if (luck === 3) return this.#cancelOrder('Available');
    const actor = this.#actors[this.#dice.roll(this.#actors.length)];
    if (actor === undefined) throw new Error('nobody races');
    const deed = await actor.step(this.#dice);
    const expected = ['204', 'Executed-Success'].includes(deed.outcome) || /^8[.\d]*\/\d/u.test(deed.outcome);
    if (!expected) this.#wrongs.push(`${deed.what} was answered ${deed.outcome}`);
    return { ...deed, what: `${actor.device.eid.slice(-3)} ${deed.what}` };
  }

  /** Cancels; a Profile that is in stock again is ordered anew, with another code. */
  async #cancelOrder(finalProfileStatusIndicator: 'Available' | 'Unavailable'): Promise<Deed> {
    const call = { iccid: this.#iccid, finalProfileStatusIndicator };
    const outcome = await this.#it.us.outcome('cancelOrder', call);
    const back = outcome === 'Executed-Success' && finalProfileStatusIndicator === 'Available';
    if (back) await this.#order(`RACE-${this.#number}-${this.#deeds.length}`, undefined);
    return { what: `cancelOrder ${finalProfileStatusIndicator}`, outcome };
  }

  #someDevice(): CraftedDevice {
    const device = this.#devices[this.#dice.roll(this.#devices.length)];
    if (device === undefined) throw new Error('no devices');
    return device;
  }

  /** A code that was used gives nothing any more, to nobody. */
  async #triesAgain({ matchingId }: Order): Promise<void> {
    for (const device of this.#devices.slice(0, 2)) {
      const { outcome } = await device.tryAuthenticate(await device.initiate(), { matchingId });
      if (outcome !== '8.2.6/3.8') this.#wrongs.push(`a used code was answered ${outcome}`);
    }
  }

  /** Holds the order against what it was before. */
  async #look(): Promise<Order | undefined> {
    const orders = await this.#it.bench.smdp.orders.list();
    const mine = orders.filter(({ iccid }) => iccid === this.#iccid);
    const [order] = mine;
    if (mine.length !== 1 || order === undefined) this.#wrongs.push(`${mine.length} orders of one ICCID`);
    else this.#wrongs.push(...wrongsOf(order, this.#last));
    this.#last = order;
    return order;
  }
}

/** What is wrong with an order, seen after what it was before. */
function wrongsOf(order: Order, before: Order | undefined): readonly string[] {
  const { attempts, limits, deliveries, history, state } = order;
  const eids = new Set(deliveries.map(({ eid }) => eid));
  const successes = deliveries.filter(({ result }) => result === 'success');
  const installations = history.filter((each) => each.state === 'Installed').length;
  const same = before?.ordered === order.ordered;
  const fewer =
    same &&
    (attempts.download < before.attempts.download ||
      attempts.confirmationCode < before.attempts.confirmationCode ||
      deliveries.length < before.deliveries.length ||
      history.length < before.history.length);
  const findings: readonly (string | false)[] = [
    eids.size > 1 && `packages for ${eids.size} EIDs`,
    order.eid !== undefined && deliveries.some(({ eid }) => eid !== order.eid) && 'a package for another EID',
    installations > 1 && `installed ${installations} times`,
    successes.length > 0 && !['Installed', 'Unavailable'].includes(state) && `a success, but ${state}`,
    state === 'Installed' && successes.length === 0 && 'Installed without a success',
    before?.state === 'Installed' &&
      deliveries.length > before.deliveries.length &&
      'a package after Installed',
    before?.state === 'Installed' && state !== 'Installed' && `Installed became ${state}`,
    fewer && 'a counter went down',
    attempts.download > limits.download && 'more attempts than allowed',
    attempts.confirmationCode > limits.confirmationCode && 'more Confirmation Codes than allowed',
  ];
  return findings.filter((each) => each !== false);
}
