import type { World } from '#scenarios/world/index';
import { openWorld } from '#scenarios/world/index';
import { parsePlmn } from '#shared/identifiers/plmn';
import type { Instant, Span } from '#shared/runtime/span';
import { after, between, days, hours, instant, minutes } from '#shared/runtime/span';

import type { Life } from './customer.ts';
import { Customer } from './customer.ts';
import { month, tariffOf } from './tariff.ts';

export interface YearOptions {
  readonly devices: number;
  readonly mix: 'byShare' | 'asManyOfEach';
  readonly seed?: string | number;
  /** Called when all have downloaded and the year begins. */
  readonly begun?: () => void;
}

/** What came of a year. */
export interface Year {
  readonly lives: readonly Life[];
  /** From opening to end, downloads included. */
  readonly virtual: Span;
  readonly faults: readonly unknown[];
}

const year = 365;
const cell = (plmn: string, country: string) =>
  ({ plmn: parsePlmn(plmn), tac: 1, accessTechnology: 'E-UTRAN', country }) as const;

/** At home, with a partner, elsewhere, and where nobody is let in. */
const network = {
  cells: [cell('001/01', 'US'), cell('262/01', 'DE'), cell('208/01', 'FR'), cell('440/10', 'JP')],
  partners: [parsePlmn('262/01')],
  roaming: [parsePlmn('208/01')],
} as const;

/** A year of prepaid life: one operator, one network, and people who download once and then use data. */
export async function livePrepaidYear({ devices, mix, seed = 12, begun }: YearOptions): Promise<Year> {
  const names = Array.from({ length: devices }, (_, at) => `device-${at + 1}`);
  await using world = await openWorld({ seed, network, devices: names.map((name) => ({ name })) });
  const faults: unknown[] = [];
  world.trace.on('fault', ({ error }) => faults.push(error));
  const opened = world.clock.now();
  const lives = await world.clock.run(async () => {
    const customers: Customer[] = [];
    for (const [at, name] of names.entries())
      customers.push(await Customer.arrive(world, name, tariffOf(at, mix)));
    keepAccounts(world, customers);
    begun?.();
    await liveOn(world, customers, nextMidnight(world.clock.now()));
    return customers.map((each) => each.life());
  });
  return { lives, virtual: between(opened, world.clock.now()), faults };
}

/** Whose data it is that the network carries at a cost. */
function keepAccounts(world: World, customers: readonly Customer[]): void {
  const byImsi = new Map(customers.map((each) => [each.imsi, each]));
  world.trace.on('network.data', ({ imsi, host, octets }) => {
    if (host === 'films.example') byImsi.get(imsi ?? '')?.charge(octets);
  });
}

/** Each has a minute of the morning of its own, so that the clock moves a hundred times a day. */
async function liveOn(world: World, customers: readonly Customer[], begin: Instant): Promise<void> {
  const until = async (day: number, hour: number, minute: number): Promise<void> => {
    const at = after(after(after(begin, days(day)), hours(hour)), minutes(minute));
    await world.clock.sleep(between(world.clock.now(), at), { what: `day ${day}` });
  };
  const desk = async (): Promise<void> => {
    for (let day = 0; day < year; day += 1) {
      await until(day, 0, 0);
      for (const each of customers) await each.midnight(day, day % month === 0);
    }
    await until(year, 0, 0);
  };
  const mornings = async (each: Customer, minute: number): Promise<void> => {
    for (let day = 0; day < year; day += 1) {
      await until(day, 8, minute);
      await each.useData();
    }
  };
  await Promise.all([desk(), ...customers.map(mornings)]);
}

const nextMidnight = (now: Instant): Instant => instant((Math.floor(now / days(1)) + 1) * days(1));
