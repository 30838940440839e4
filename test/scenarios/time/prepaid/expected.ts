import type { Life } from './customer.ts';
import type { TariffName } from './tariff.ts';
import { megabyte } from './tariff.ts';

const daysOf = (carried: number, cutShort: number, blocked: number, noSession: number): Life['days'] => ({
  carried,
  cutShort,
  blocked,
  noSession,
});
const left = (megabytes: number): Life['left'] => [megabytes * megabyte, megabytes * megabyte];

/** Who pays and stays at home. */
const pays: Omit<Life, 'tariff'> = {
  days: daysOf(365, 0, 0, 0),
  portalDays: 365,
  stood: { home: 365 },
  charged: 3_650 * megabyte,
  payments: 13,
  left: left(350),
  registration: 'home',
};

const lives: Readonly<Record<TariffName, Omit<Life, 'tariff'>>> = {
  pays,
  // 13 days of 15 MB in each month, 5 MB on the 14th; the 13th month has 5 days.
  usesMore: {
    ...pays,
    days: daysOf(12 * 13 + 5, 12, 12 * 16, 0),
    charged: (12 * 200 + 5 * 15) * megabyte,
    left: left(125),
  },
  paysForAWeek: {
    ...pays,
    days: daysOf(12 * 7 + 5, 0, 12 * 23, 0),
    charged: (12 * 7 + 5) * 10 * megabyte,
    left: left(450),
  },
  stopsPaying: {
    ...pays,
    days: daysOf(180, 0, 185, 0),
    charged: 1_800 * megabyte,
    payments: 6,
    left: left(0),
  },
  neverPays: { ...pays, days: daysOf(0, 0, 365, 0), charged: 0, payments: 0, left: left(0) },
  travels: { ...pays, stood: { home: 344, partner: 14, roaming: 7 } },
  emigrates: {
    days: daysOf(300, 0, 0, 65),
    portalDays: 300,
    stood: { home: 300, denied: 65 },
    charged: 3_000 * megabyte,
    payments: 13,
    left: left(400),
    registration: 'denied because 11',
  },
  // What the fifth month left has expired.
  barred: {
    days: daysOf(150, 0, 0, 215),
    portalDays: 150,
    stood: { home: 150, denied: 215 },
    charged: 1_500 * megabyte,
    payments: 5,
    left: left(0),
    registration: 'denied because 8',
  },
  barredForAMonth: {
    ...pays,
    days: daysOf(335, 0, 0, 30),
    portalDays: 335,
    stood: { home: 335, denied: 30 },
    charged: 3_350 * megabyte,
    payments: 12,
  },
  switchesOff: { ...pays, registration: 'deregistered' },
};

/** What has to become of somebody in a year. */
export const expectedLife = (tariff: TariffName): Life => ({ tariff, ...lives[tariff] });
