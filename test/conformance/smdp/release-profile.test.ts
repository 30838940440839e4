import { describe, expect, it } from 'vitest';

import type { ProfileState } from '#smdp/index';

import { openOperatorBench, them } from '../../smdp/es2plus/crafted-operator.ts';
import { waysTo } from '../../smdp/es2plus/profile-ways.ts';

describe('SGP.23 §4.3, ES2+.ReleaseProfile (SGP.22 §5.3.4)', () => {
  it('C154a a Confirmed Profile: success with a header alone, Released, and ready for download', async () => {
    await using it = await openOperatorBench();
    const iccid = await it.addStock();
    await waysTo.Confirmed(it, iccid);
    const answer = await it.us.call('releaseProfile', { iccid });
    expect([answer.status, answer.json]).toEqual([
      200,
      { header: { functionExecutionStatus: { status: 'Executed-Success' } } },
    ]);
    expect(await it.stateOf(iccid)).toBe('Released');
    await it.bench.device.download('M-1', { confirmationCode: '1' });
    expect(await it.stateOf(iccid)).toBe('Downloaded');
  });

  it.each([
    ['C154b', 'Available'],
    ['C154c', 'Allocated'],
    ['C154d', 'Linked'],
    ['C154e', 'Released'],
    ['C154f', 'Downloaded'],
    ['C154g', 'Installed'],
    ['C154h', 'Error'],
    ['C154i', 'Unavailable'],
  ] as const satisfies readonly (readonly [string, ProfileState])[])(
    '%s a Profile that is %s: 8.2.1/3.5, and stays so',
    async (_number, state) => {
      await using it = await openOperatorBench();
      const iccid = await it.addStock();
      await waysTo[state](it, iccid);
      expect(await it.us.outcome('releaseProfile', { iccid })).toBe('8.2.1/3.5');
      expect(await it.stateOf(iccid)).toBe(state);
    },
  );

  it('C154j an unknown ICCID: 8.2.1/3.9; that of another operator: 8.2.1/1.2', async () => {
    await using it = await openOperatorBench();
    const iccid = await it.addStock(1, { owner: them });
    expect(await it.us.outcome('releaseProfile', { iccid: '89000000000000000009' })).toBe('8.2.1/3.9');
    expect(await it.us.outcome('releaseProfile', { iccid })).toBe('8.2.1/1.2');
    expect(await it.stateOf(iccid)).toBe('Available');
  });
});
