import { describe, expect, it } from 'vitest';

import { orderTermsOf, portalPlans, travelPlan } from '#scenarios/operator/index';
import { days, minutes, parseSpan } from '#shared/runtime/span';
import { inWords, promiseOf, wholeMinutes } from '../../../../scenarios/operator/portal/waits.ts';

describe('what customers read of the time a plan takes', () => {
  it.each([
    ['0', '1 minute', 0],
    ['1s', '1 minute', 1],
    ['1m', '1 minute', 1],
    ['1m1ms', '2 minutes', 2],
    ['90m', '90 minutes', 90],
    ['91m', '2 hours', 91],
    ['36h', '36 hours', 2_160],
    ['37h', '2 days', 2_220],
  ])('%s is %s, and %s in the minutes of Mobile Plans', (span, words, count) => {
    expect([inWords(parseSpan(span)), wholeMinutes(parseSpan(span))]).toEqual([words, count]);
  });

  it.each([
    ['1m', '15 minutes'],
    ['15m', '15 minutes'],
    ['22m', '30 minutes'],
    ['90m', '90 minutes'],
  ])('a network after %s is promised for %s: the device looks again every 15 minutes', (span, promise) => {
    expect(promiseOf(parseSpan(span))).toBe(promise);
  });
});

describe('what the desk is asked for by a plan', () => {
  it('is a profile, its network later, or the profile later', () => {
    const waits = { networkAfter: minutes(22), availableAfter: minutes(3) };
    expect(portalPlans(waits).map(orderTermsOf)).toEqual([
      { profileName: 'Travel 5 GB', profileType: 'travel-5gb' },
      {
        profileName: 'Everyday 20 GB',
        profileType: 'everyday-20gb',
        provision: { after: minutes(22), from: 'install' },
      },
      {
        profileName: 'Long Stay 50 GB',
        profileType: 'long-stay-50gb',
        available: { after: minutes(3), from: 'order' },
      },
    ]);
  });

  it('is metered where the plan says how much it includes', () => {
    const allowance = { octets: 5_000_000_000, validFor: days(30) };
    expect(orderTermsOf({ ...travelPlan, allowance })).toMatchObject({ balance: allowance });
  });
});
