import { describe, expect, it } from 'vitest';

import { otherEid, someEid, stock } from '../bench.ts';
import { openOperatorBench, them, us } from './crafted-operator.ts';

describe('downloadOrder', () => {
  it('allocates the Profile of an ICCID', async () => {
    await using it = await openOperatorBench();
    const iccid = await it.addStock();
    const answer = await it.us.call('downloadOrder', { iccid });
    expect(answer.json).toEqual({
      header: { functionExecutionStatus: { status: 'Executed-Success' } },
      iccid,
    });
    expect(await it.stateOf(iccid)).toBe('Allocated');
  });

  it('links the Profile to the EID that is given', async () => {
    await using it = await openOperatorBench();
    const iccid = await it.addStock();
    expect(await it.us.outcome('downloadOrder', { iccid, eid: someEid })).toBe('Executed-Success');
    const [order] = await it.bench.smdp.orders.list();
    expect(order).toMatchObject({ state: 'Linked', eid: someEid, matchingId: '' });
  });

  it('picks the first Profile in stock of a type, and each once', async () => {
    await using it = await openOperatorBench();
    const other = await it.addStock(1, { profileType: 'B' });
    const [first, second] = [await it.addStock(2), await it.addStock(3)];
    const order = async () => (await it.us.call('downloadOrder', { profileType: 'A' })).json['iccid'];
    expect([await order(), await order()]).toEqual([first, second]);
    expect(await it.us.outcome('downloadOrder', { profileType: 'A' })).toBe('8.2.5/3.7');
    expect(await it.stateOf(other)).toBe('Available');
  });

  it('takes ICCID and type that fit, the ICCID of 19 digits with its filler', async () => {
    await using it = await openOperatorBench();
    await it.bench.smdp.stock.add({ profile: stock('890001234567890001'), profileType: 'A', owner: us });
    const { iccid } = (await it.bench.smdp.orders.list())[0]!;
    expect(iccid).toHaveLength(19);
    const answer = await it.us.call('downloadOrder', { iccid: `${iccid}F`, profileType: 'A' });
    expect(answer.json['iccid']).toBe(iccid);
  });

  it('refuses an unknown ICCID: 8.2.1/3.9', async () => {
    await using it = await openOperatorBench();
    await it.addStock();
    expect(await it.us.outcome('downloadOrder', { iccid: '89000000000000000009' })).toBe('8.2.1/3.9');
  });

  it("refuses another operator's ICCID, and one of nobody's: 8.2.1/1.2", async () => {
    await using it = await openOperatorBench();
    const iccid = await it.addStock(1, { owner: them });
    expect(await it.us.outcome('downloadOrder', { iccid })).toBe('8.2.1/1.2');
    expect(await it.stateOf(iccid)).toBe('Available');
    const { iccid: inProcess } = await it.bench.place();
    expect(await it.us.outcome('downloadOrder', { iccid: inProcess })).toBe('8.2.1/1.2');
  });

  it('refuses an ICCID that is not Available: 8.2.1/3.3', async () => {
    await using it = await openOperatorBench();
    const iccid = await it.addStock();
    await it.us.call('downloadOrder', { iccid, eid: someEid });
    expect(await it.us.outcome('downloadOrder', { iccid, eid: otherEid })).toBe('8.2.1/3.3');
    expect((await it.bench.smdp.orders.list())[0]?.eid).toBe(someEid);
  });

  it('refuses an unknown type, with an ICCID and without: 8.2.5/3.9', async () => {
    await using it = await openOperatorBench();
    const iccid = await it.addStock();
    expect(await it.us.outcome('downloadOrder', { profileType: 'C' })).toBe('8.2.5/3.9');
    expect(await it.us.outcome('downloadOrder', { iccid, profileType: 'C' })).toBe('8.2.5/3.9');
    expect(await it.stateOf(iccid)).toBe('Available');
  });

  it("refuses another operator's type, with an ICCID and without: 8.2.5/1.2", async () => {
    await using it = await openOperatorBench();
    const iccid = await it.addStock();
    await it.addStock(2, { profileType: 'B', owner: them });
    expect(await it.us.outcome('downloadOrder', { profileType: 'B' })).toBe('8.2.5/1.2');
    expect(await it.us.outcome('downloadOrder', { iccid, profileType: 'B' })).toBe('8.2.5/1.2');
  });

  it('refuses when no Profile of the type is left to this operator: 8.2.5/3.7', async () => {
    await using it = await openOperatorBench();
    await it.addStock(1);
    await it.addStock(2, { owner: them });
    await it.us.call('downloadOrder', { profileType: 'A' });
    expect(await it.us.outcome('downloadOrder', { profileType: 'A' })).toBe('8.2.5/3.7');
    expect(await it.them.outcome('downloadOrder', { profileType: 'A' })).toBe('Executed-Success');
  });

  it('refuses an ICCID of another type: 8.2.5/3.8', async () => {
    await using it = await openOperatorBench();
    const iccid = await it.addStock(1);
    await it.addStock(2, { profileType: 'B' });
    expect(await it.us.outcome('downloadOrder', { iccid, profileType: 'B' })).toBe('8.2.5/3.8');
    expect(await it.stateOf(iccid)).toBe('Available');
  });

  it('refuses a request with neither ICCID nor type: 1.3.1/2.2', async () => {
    await using it = await openOperatorBench();
    await it.addStock();
    expect(await it.us.outcome('downloadOrder', { eid: someEid })).toBe('1.3.1/2.2');
  });

  it('tells of the refusal in the trace', async () => {
    await using it = await openOperatorBench();
    const iccid = await it.addStock(1, { owner: them });
    await it.us.call('downloadOrder', { iccid });
    expect(it.bench.events('es2plus.refused')).toEqual([
      {
        function: 'downloadOrder',
        refusal: 'iccidNotYours',
        detail: `owned by ${them}`,
        requester: '2.999.1.1',
        iccid,
      },
    ]);
  });
});
