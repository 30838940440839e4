import { describe, expect, it } from 'vitest';

import { otherEid, someEid } from '../bench.ts';
import type { OperatorBench } from './crafted-operator.ts';
import { openOperatorBench, them } from './crafted-operator.ts';

const toStock = { finalProfileStatusIndicator: 'Available' };
const away = { finalProfileStatusIndicator: 'Unavailable' };

/** A Released Profile. */
async function released(it: OperatorBench, terms: object = {}): Promise<string> {
  const iccid = await it.addStock();
  await it.us.call('downloadOrder', { iccid });
  await it.us.call('confirmOrder', { iccid, matchingId: 'M-1', releaseFlag: true, ...terms });
  return iccid;
}

describe('cancelOrder', () => {
  it('puts the Profile back into stock, as if it had never been ordered', async () => {
    await using it = await openOperatorBench();
    const iccid = await released(it, { eid: someEid, confirmationCode: '1' });
    const session = await it.bench.device.authenticate(await it.bench.device.initiate(), {
      matchingId: 'M-1',
    });
    await it.bench.device.cancel(session, 'postponed');
    const answer = await it.us.call('cancelOrder', { iccid, ...toStock });
    expect(answer.json).toEqual({ header: { functionExecutionStatus: { status: 'Executed-Success' } } });
    expect((await it.bench.smdp.orders.list())[0]).toMatchObject({
      state: 'Available',
      matchingId: '',
      eid: undefined,
      hashedConfirmationCode: undefined,
      attempts: { download: 0, confirmationCode: 0 },
    });
    expect(await it.us.outcome('downloadOrder', { profileType: 'A' })).toBe('Executed-Success');
  });

  it('takes the Profile out of use, and lets go of its keys', async () => {
    await using it = await openOperatorBench();
    const iccid = await released(it);
    expect(await it.us.outcome('cancelOrder', { iccid, ...away })).toBe('Executed-Success');
    const [order] = await it.bench.smdp.orders.list();
    expect(order).toMatchObject({ state: 'Unavailable', binding: undefined });
    expect(order?.profile.upp).toHaveLength(0);
    expect(await it.us.outcome('downloadOrder', { iccid })).toBe('8.2.1/3.3');
    expect(await it.us.outcome('downloadOrder', { profileType: 'A' })).toBe('8.2.5/3.7');
  });

  it('takes EID and MatchingID of the order', async () => {
    await using it = await openOperatorBench();
    const iccid = await released(it, { eid: someEid });
    const named = { eid: someEid, matchingId: 'M-1' };
    expect(await it.us.outcome('cancelOrder', { iccid, ...named, ...toStock })).toBe('Executed-Success');
  });

  it('refuses an unknown ICCID: 8.2.1/3.9', async () => {
    await using it = await openOperatorBench();
    expect(await it.us.outcome('cancelOrder', { iccid: '89000000000000000009', ...away })).toBe('8.2.1/3.9');
  });

  it("refuses another operator's ICCID: 8.2.1/1.2", async () => {
    await using it = await openOperatorBench();
    const iccid = await it.addStock(1, { owner: them });
    await it.them.call('downloadOrder', { iccid });
    expect(await it.us.outcome('cancelOrder', { iccid, ...away })).toBe('8.2.1/1.2');
    expect(await it.stateOf(iccid)).toBe('Allocated');
  });

  it('refuses another EID than that of the order, and one where there is none: 8.1.1/3.10', async () => {
    await using it = await openOperatorBench();
    const iccid = await released(it, { eid: someEid });
    expect(await it.us.outcome('cancelOrder', { iccid, eid: otherEid, ...away })).toBe('8.1.1/3.10');
    const other = await it.addStock(2);
    await it.us.call('downloadOrder', { iccid: other });
    expect(await it.us.outcome('cancelOrder', { iccid: other, eid: otherEid, ...away })).toBe('8.1.1/3.10');
    expect([await it.stateOf(iccid), await it.stateOf(other)]).toEqual(['Released', 'Allocated']);
  });

  it('refuses another MatchingID than that of the order: 8.2.6/3.10', async () => {
    await using it = await openOperatorBench();
    const iccid = await released(it);
    expect(await it.us.outcome('cancelOrder', { iccid, matchingId: 'M-2', ...away })).toBe('8.2.6/3.10');
    expect(await it.stateOf(iccid)).toBe('Released');
  });

  it('refuses to put into stock what was downloaded, and takes it out of use: 8.2.1/3.3', async () => {
    await using it = await openOperatorBench();
    const iccid = await released(it);
    await it.bench.device.download('M-1');
    expect(await it.us.outcome('cancelOrder', { iccid, ...toStock })).toBe('8.2.1/3.3');
    expect(await it.stateOf(iccid)).toBe('Downloaded');
    expect(await it.us.outcome('cancelOrder', { iccid, eid: someEid, ...away })).toBe('Executed-Success');
    expect(await it.stateOf(iccid)).toBe('Unavailable');
  });
});

describe('a device with a session of an order that is cancelled', () => {
  it('gets nothing of it: 8.2/3.7', async () => {
    await using it = await openOperatorBench();
    const { device } = it.bench;
    const iccid = await released(it);
    const session = await device.authenticate(await device.initiate(), { matchingId: 'M-1' });
    await it.us.call('cancelOrder', { iccid, ...away });
    expect((await device.tryPrepare(session)).outcome).toBe('8.2/3.7');
  });

  it('gets nothing of the order that came after, and does not end it either', async () => {
    await using it = await openOperatorBench();
    const { device } = it.bench;
    const iccid = await released(it);
    const [one, two] = [await device.initiate(), await device.initiate()];
    const sessions = [
      await device.authenticate(one, { matchingId: 'M-1' }),
      await device.authenticate(two, { matchingId: 'M-1' }),
    ] as const;
    await it.us.call('cancelOrder', { iccid, ...toStock });
    await it.us.call('downloadOrder', { iccid });
    await it.us.call('confirmOrder', { iccid, matchingId: 'M-1', releaseFlag: true });
    expect((await device.tryPrepare(sessions[0])).outcome).toBe('8.2/3.7');
    expect((await device.cancel(sessions[1], 'endUserRejection')).outcome).toBe('Executed-Success');
    expect((await it.bench.smdp.orders.list())[0]).toMatchObject({
      state: 'Released',
      ordered: 2,
      deliveries: [],
    });
  });

  it('is not told of the next order with a wrong Confirmation Code either', async () => {
    await using it = await openOperatorBench();
    const { device } = it.bench;
    const iccid = await released(it, { confirmationCode: '1' });
    const session = await device.authenticate(await device.initiate(), { matchingId: 'M-1' });
    await it.us.call('cancelOrder', { iccid, ...toStock });
    await it.us.call('downloadOrder', { iccid });
    await it.us.call('confirmOrder', { iccid, confirmationCode: '2', releaseFlag: true });
    expect((await device.tryPrepare(session, { confirmationCode: '1' })).outcome).toBe('8.2/3.7');
    expect((await it.bench.smdp.orders.list())[0]?.attempts.confirmationCode).toBe(0);
  });
});
