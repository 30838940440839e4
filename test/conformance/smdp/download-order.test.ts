import { describe, expect, it } from 'vitest';

import { otherEid, someEid, stock } from '../../smdp/bench.ts';
import type { OperatorBench } from '../../smdp/es2plus/crafted-operator.ts';
import { openOperatorBench, them, us } from '../../smdp/es2plus/crafted-operator.ts';

const unknownIccid = '89000000000000000009';

/** The state of each Profile, in the order in which they came into stock. */
const states = async (server: OperatorBench): Promise<readonly string[]> =>
  (await server.bench.smdp.orders.list()).map(({ state }) => state);

describe('SGP.23 §4.3, ES2+.DownloadOrder (SGP.22 §5.3.1)', () => {
  it.each([
    ['C149a', 'by ICCID', { iccid: true }, 'Allocated'],
    ['C149b', 'by ICCID with an EID', { iccid: true, eid: someEid }, 'Linked'],
    ['C149c', 'by Profile Type', { profileType: 'A' }, 'Allocated'],
    ['C149d', 'by Profile Type with an EID', { profileType: 'A', eid: someEid }, 'Linked'],
    ['C149e', 'by ICCID and Profile Type', { iccid: true, profileType: 'A' }, 'Allocated'],
    [
      'C149f',
      'by ICCID and Profile Type with an EID',
      { iccid: true, profileType: 'A', eid: someEid },
      'Linked',
    ],
  ])('%s %s (%j): 200 with the ICCID, Available becomes %s', async (_number, _how, members, state) => {
    await using it = await openOperatorBench();
    const iccid = await it.addStock(1);
    await it.addStock(2, { profileType: 'B' });
    const wanted = 'iccid' in members ? { ...members, iccid } : members;
    const answer = await it.us.call('downloadOrder', wanted);
    expect([answer.status, answer.json]).toEqual([
      200,
      { header: { functionExecutionStatus: { status: 'Executed-Success' } }, iccid },
    ]);
    expect(await states(it)).toEqual([state, 'Available']);
    const [order] = await it.bench.smdp.orders.list();
    expect(order?.eid).toBe('eid' in members ? someEid : undefined);
  });

  it('C149g an ICCID of 19 digits, and one with a trailing F, are the same Profile', async () => {
    await using it = await openOperatorBench();
    await it.bench.smdp.stock.add({
      profile: stock('890001234567890123'),
      profileType: 'A',
      owner: us,
    });
    const { iccid } = (await it.bench.smdp.orders.list())[0]!;
    expect(iccid).toMatch(/^\d{19}$/);
    const answer = await it.us.call('downloadOrder', { iccid: `${iccid}F` });
    expect([answer.outcome, answer.json['iccid']]).toEqual(['Executed-Success', iccid]);
    expect(await states(it)).toEqual(['Allocated']);
  });

  it.each([
    ['C150a', 'the ICCID is unknown', '8.2.1/3.9', { iccid: unknownIccid }],
    ['C150b', "the ICCID is another operator's", '8.2.1/1.2', { iccid: 'theirs' }],
    ['C150c', 'the Profile is taken', '8.2.1/3.3', { iccid: 'taken' }],
    ['C150d', 'the Profile is taken, by the same EID even', '8.2.1/3.3', { iccid: 'taken', eid: someEid }],
    ['C150e', 'the Profile is of another type', '8.2.5/3.8', { iccid: 'ours', profileType: 'B' }],
    ['C151a', 'no Profile of the type is left', '8.2.5/3.7', { profileType: 'used up' }],
    ['C151b', 'the type is unknown', '8.2.5/3.9', { profileType: 'C' }],
    ['C151c', "the type is another operator's", '8.2.5/1.2', { profileType: 'theirs' }],
    ['C151d', 'the type is unknown, the ICCID is there', '8.2.5/3.9', { iccid: 'ours', profileType: 'C' }],
    ['C151e', 'there is neither ICCID nor type', '1.3.1/2.2', { eid: otherEid }],
  ])('%s %s: %s, and no Profile moves', async (_number, _what, codes, members) => {
    await using it = await openOperatorBench();
    const iccids: Readonly<Record<string, string>> = {
      ours: await it.addStock(1),
      theirs: await it.addStock(2, { owner: them, profileType: 'theirs' }),
      taken: await it.addStock(3, { profileType: 'used up' }),
      ofTypeB: await it.addStock(4, { profileType: 'B' }),
    };
    await it.us.call('downloadOrder', { iccid: iccids['taken'], eid: someEid });
    const before = await it.bench.smdp.orders.list();
    const { iccid = '', ...rest } = { iccid: undefined, ...members };
    const wanted = iccid === '' ? rest : { ...rest, iccid: iccids[iccid] ?? iccid };
    const answer = await it.us.call('downloadOrder', wanted);
    expect([answer.status, answer.outcome]).toEqual([200, codes]);
    expect(answer.json).not.toHaveProperty('iccid');
    expect(await it.bench.smdp.orders.list()).toEqual(before);
    expect(await states(it)).toEqual(['Available', 'Available', 'Linked', 'Available']);
  });
});
