import { describe, expect, it } from 'vitest';

import type { ProfileState } from '#smdp/index';

import { otherEid, someEid } from '../../smdp/bench.ts';
import { openOperatorBench, them } from '../../smdp/es2plus/crafted-operator.ts';
import { waysTo } from '../../smdp/es2plus/profile-ways.ts';

type Indicator = 'Available' | 'Unavailable';
type Row = readonly [string, ProfileState, Indicator, 'Executed-Success' | '8.2.1/3.3'];

const cancelled = (finalProfileStatusIndicator: Indicator) => ({ finalProfileStatusIndicator });

describe('SGP.23 §4.3, ES2+.CancelOrder (SGP.22 §5.3.3)', () => {
  it.each<Row>([
    ['C155a', 'Allocated', 'Available', 'Executed-Success'],
    ['C155b', 'Allocated', 'Unavailable', 'Executed-Success'],
    ['C155c', 'Linked', 'Available', 'Executed-Success'],
    ['C155d', 'Linked', 'Unavailable', 'Executed-Success'],
    ['C155e', 'Confirmed', 'Available', 'Executed-Success'],
    ['C155f', 'Confirmed', 'Unavailable', 'Executed-Success'],
    ['C155g', 'Released', 'Available', 'Executed-Success'],
    ['C155h', 'Released', 'Unavailable', 'Executed-Success'],
    ['C155i', 'Downloaded', 'Available', '8.2.1/3.3'],
    ['C155j', 'Downloaded', 'Unavailable', 'Executed-Success'],
    ['C155k', 'Error', 'Available', '8.2.1/3.3'],
    ['C155l', 'Error', 'Unavailable', 'Executed-Success'],
    ['C155m', 'Installed', 'Available', '8.2.1/3.3'],
    ['C155n', 'Installed', 'Unavailable', '8.2.1/3.3'],
    ['C155o', 'Available', 'Unavailable', '8.2.1/3.3'],
  ])('%s an order whose Profile is %s, to become %s: %s', async (_number, state, indicator, outcome) => {
    await using it = await openOperatorBench();
    const iccid = await it.addStock();
    await waysTo[state](it, iccid);
    const before = await it.bench.smdp.orders.list();
    const answer = await it.us.call('cancelOrder', { iccid, ...cancelled(indicator) });
    expect([answer.status, answer.outcome]).toEqual([200, outcome]);
    expect(Object.keys(answer.json)).toEqual(['header']);
    const [order] = await it.bench.smdp.orders.list();
    if (outcome !== 'Executed-Success') expect([order]).toEqual(before);
    else expect(order).toMatchObject({ state: indicator, binding: undefined });
  });

  it('C155p back in stock it is as if it had never been ordered; its code is unknown, and others may order it', async () => {
    await using it = await openOperatorBench();
    const iccid = await it.addStock();
    await waysTo.Released(it, iccid);
    const { device } = it.bench;
    await device.tryAuthenticate(await device.initiate(), { matchingId: 'M-1' });
    await it.us.call('cancelOrder', { iccid, ...cancelled('Available') });
    const [order] = await it.bench.smdp.orders.list();
    expect(order).toMatchObject({
      matchingId: '',
      eid: undefined,
      hashedConfirmationCode: undefined,
      attempts: { download: 0, confirmationCode: 0 },
    });
    const asked = await device.tryAuthenticate(await device.initiate(), { matchingId: 'M-1' });
    expect(asked.outcome).toBe('8.2.6/3.8');
    expect(await it.us.outcome('downloadOrder', { iccid })).toBe('Executed-Success');
  });

  it.each([
    ['C155q', 'the EID is not that of the order', '8.1.1/3.10', { eid: otherEid }],
    ['C155r', 'the MatchingID is not that of the order', '8.2.6/3.10', { matchingId: 'M-2' }],
    ['C155s', 'the ICCID is unknown', '8.2.1/3.9', { iccid: '89000000000000000009' }],
    ['C155t', 'the indicator is missing', '1.3.1/2.2', { finalProfileStatusIndicator: undefined }],
  ])('%s %s: %s, nothing moves', async (_number, _what, codes, members) => {
    await using it = await openOperatorBench();
    const iccid = await it.addStock();
    await it.us.call('downloadOrder', { iccid, eid: someEid });
    await it.us.call('confirmOrder', { iccid, matchingId: 'M-1', releaseFlag: true });
    const before = await it.bench.smdp.orders.list();
    const request = { iccid, ...cancelled('Available'), ...members };
    expect(await it.us.outcome('cancelOrder', request)).toBe(codes);
    expect(await it.bench.smdp.orders.list()).toEqual(before);
  });

  it("C155u another operator's order: 8.2.1/1.2, nothing moves", async () => {
    await using it = await openOperatorBench();
    const iccid = await it.addStock(1, { owner: them });
    await it.them.call('downloadOrder', { iccid });
    expect(await it.us.outcome('cancelOrder', { iccid, ...cancelled('Available') })).toBe('8.2.1/1.2');
    expect(await it.stateOf(iccid)).toBe('Allocated');
  });
});
