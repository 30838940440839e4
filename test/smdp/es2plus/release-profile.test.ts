import { describe, expect, it } from 'vitest';

import type { OperatorBench } from './crafted-operator.ts';
import { openOperatorBench, them } from './crafted-operator.ts';

async function confirmed(it: OperatorBench): Promise<string> {
  const iccid = await it.addStock();
  await it.us.call('downloadOrder', { iccid });
  await it.us.call('confirmOrder', { iccid, matchingId: 'M-1', releaseFlag: false });
  return iccid;
}

describe('releaseProfile', () => {
  it('makes a confirmed order ready for download', async () => {
    await using it = await openOperatorBench();
    const { device } = it.bench;
    const iccid = await confirmed(it);
    const before = await device.tryAuthenticate(await device.initiate(), { matchingId: 'M-1' });
    expect(before.outcome).toBe('8.2/1.2');
    const answer = await it.us.call('releaseProfile', { iccid });
    expect(answer.json).toEqual({ header: { functionExecutionStatus: { status: 'Executed-Success' } } });
    await device.download('M-1');
    expect(await it.stateOf(iccid)).toBe('Downloaded');
  });

  it('refuses an unknown ICCID: 8.2.1/3.9', async () => {
    await using it = await openOperatorBench();
    expect(await it.us.outcome('releaseProfile', { iccid: '89000000000000000009' })).toBe('8.2.1/3.9');
  });

  it("refuses another operator's ICCID: 8.2.1/1.2", async () => {
    await using it = await openOperatorBench();
    const iccid = await it.addStock(1, { owner: them });
    expect(await it.us.outcome('releaseProfile', { iccid })).toBe('8.2.1/1.2');
  });

  it('refuses what is not Confirmed, and what is Released already: 8.2.1/3.5', async () => {
    await using it = await openOperatorBench();
    const iccid = await confirmed(it);
    await it.us.call('releaseProfile', { iccid });
    expect(await it.us.outcome('releaseProfile', { iccid })).toBe('8.2.1/3.5');
    const inStock = await it.addStock(2);
    expect(await it.us.outcome('releaseProfile', { iccid: inStock })).toBe('8.2.1/3.5');
  });
});
