import type { Span } from '#shared/runtime/span';
import { days } from '#shared/runtime/span';

export const megabyte = 1_000_000;

/** How often the desk sells anew, in days. */
export const month = 30;

/** What happens to a customer on a day, at midnight, before anybody uses data. */
export type Event =
  { readonly move: string } | { readonly bar: 8 } | { readonly unbar: true } | { readonly lastPayment: true };

/** How somebody lives with a prepaid card. */
export interface Tariff {
  /** What a payment buys; undefined for who never pays, and has nothing from the beginning. */
  readonly buys?: { readonly octets: number; readonly validFor: Span };
  /** Octets of a day. */
  readonly daily: number;
  readonly events?: Readonly<Record<number, Event>>;
  /** Switches off at night. */
  readonly nights?: 'off';
  /** How many of a hundred live so. */
  readonly share: number;
}

const everyMonth = { octets: 400 * megabyte, validFor: days(month) };

/**
 * A day has 10 MB or 15 MB, a month has 30 days, and a year is 12 of them and 5 days: what comes of each can be worked
 * out by hand.
 */
export const tariffs = {
  /** Never without. */
  pays: { buys: everyMonth, daily: 10 * megabyte, share: 40 },
  /** Has used up all of it in the middle of the 14th day of each month. */
  usesMore: {
    buys: { octets: 200 * megabyte, validFor: days(month) },
    daily: 15 * megabyte,
    share: 15,
  },
  /** After a week it is worth nothing. */
  paysForAWeek: { buys: { octets: 500 * megabyte, validFor: days(7) }, daily: 10 * megabyte, share: 10 },
  /** Pays six times. */
  stopsPaying: {
    buys: everyMonth,
    daily: 10 * megabyte,
    events: { 180: { lastPayment: true } },
    share: 10,
  },
  neverPays: { daily: 10 * megabyte, share: 10 },
  /** Two weeks with a partner of the operator, a week elsewhere. */
  travels: {
    buys: everyMonth,
    daily: 10 * megabyte,
    events: { 100: { move: 'DE' }, 114: { move: 'US' }, 200: { move: 'FR' }, 207: { move: 'US' } },
    share: 5,
  },
  /** Goes where the operator has nobody. */
  emigrates: { buys: everyMonth, daily: 10 * megabyte, events: { 300: { move: 'JP' } }, share: 2 },
  barred: { buys: everyMonth, daily: 10 * megabyte, events: { 150: { bar: 8 } }, share: 4 },
  barredForAMonth: {
    buys: everyMonth,
    daily: 10 * megabyte,
    events: { 150: { bar: 8 }, 180: { unbar: true } },
    share: 2,
  },
  switchesOff: { buys: everyMonth, daily: 10 * megabyte, nights: 'off', share: 2 },
} as const satisfies Record<string, Tariff>;

export type TariffName = keyof typeof tariffs;
export const tariffNames = Object.keys(tariffs) as readonly TariffName[];

/** The tariff of a customer by its number from 0: by their shares of a hundred, or as many of each. */
export function tariffOf(number: number, mix: 'byShare' | 'asManyOfEach'): TariffName {
  const [first = 'pays'] = tariffNames;
  if (mix === 'asManyOfEach') return tariffNames[number % tariffNames.length] ?? first;
  let before = 0;
  return tariffNames.find((name) => (before += tariffs[name].share) > number % 100) ?? first;
}
