import { beforeAll, describe, expect, it } from 'vitest';

import { days } from '#shared/runtime/span';

import { expectedLife } from './prepaid/expected.ts';
import type { Year } from './prepaid/prepaid-year.ts';
import { livePrepaidYear } from './prepaid/prepaid-year.ts';
import { tariffNames, tariffOf, tariffs } from './prepaid/tariff.ts';

/** Of a hundred devices: `npm run bench -- year`. */
const devices = tariffNames.length;

describe('a year of prepaid life', () => {
  let year: Year;
  beforeAll(async () => {
    year = await livePrepaidYear({ devices, mix: 'asManyOfEach' });
  }, 60_000);

  it.each(tariffNames)('leaves the balance, the days and the registration of who %s', (tariff) => {
    expect(year.lives.filter((life) => life.tariff === tariff)).toEqual([expectedLife(tariff)]);
  });

  it('takes a year of the clock, and nothing goes wrong in it', () => {
    expect(year.virtual / days(1)).toBeCloseTo(365.625);
    expect(year.faults).toEqual([]);
  });
});

describe('the customers of the bench', () => {
  it('are a hundred, by their shares', () => {
    const drawn = Array.from({ length: 100 }, (_, at) => tariffOf(at, 'byShare'));
    for (const name of tariffNames)
      expect([name, drawn.filter((each) => each === name).length]).toEqual([name, tariffs[name].share]);
  });
});
