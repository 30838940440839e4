import { describe, expect, it } from 'vitest';

import { openBench } from '../../device-sim/euicc/bench.ts';
import { enableCommand, install, owner } from '../../device-sim/euicc/lettered-profiles.ts';
import { expectRefresh, knowsRefresh, profilesOn, waiting } from './bench.ts';

const rootDs = '810F6C70612E64732E67736D612E636F6D';
/** a.test */
const address = '8006612E74657374';

describe('SGP.23 §4.2, ES10c.eUICCMemoryReset (SGP.22 §5.7.19)', () => {
  it.each([
    ['C090 bit 0 alone: the operational ones', '0780', ['T disabled', 'P disabled'], address],
    ['C090a bit 1 alone: the test ones', '0640', ['A disabled', 'B disabled', 'P disabled'], address],
    ['C090b bit 2 alone: the address', '0520', ['A disabled', 'B disabled', 'T disabled', 'P disabled'], ''],
  ])(
    '%s go, whatever their rules, and nothing else; then there is nothing: 1',
    async (_, bits, left, set) => {
      await using bench = await openBench();
      await install(bench, 'A', { profilePolicyRules: ['ppr1', 'ppr2'], profileOwner: owner });
      for (const letter of ['B', 'T', 'P'] as const) await install(bench, letter);
      await bench.es10(`BF3F08${address}`);
      const before = await waiting(bench);
      expect(await bench.es10(`BF34048202${bits}`)).toBe('BF3403800100');
      expect(await profilesOn(bench)).toEqual(left);
      expect((await bench.es10('BF3C00')).slice(6)).toBe(set + rootDs);
      expect(await waiting(bench)).toEqual(before);
      expect(await bench.es10(`BF34048202${bits}`)).toBe('BF3403800101');
    },
  );

  it('C090c all bits on an empty card: 1 nothingToDelete', async () => {
    await using bench = await openBench();
    expect(await bench.es10('BF3404820205E0')).toBe('BF3403800101');
  });

  it('C091 with an enabled Profile: 0, then REFRESH, and the list is empty', async () => {
    await using bench = await openBench();
    for (const letter of ['A', 'T'] as const) await install(bench, letter);
    await bench.es10(enableCommand('A', '00'));
    expect((await bench.apdu(knowsRefresh)).sw).toBe('9000');
    expect((await bench.apdu('80E2910007BF3404820205E0')).sw).toBe('6106');
    await expectRefresh(bench, 'BF3403800100');
    await bench.euicc.reset();
    expect((await bench.apdu('00A4000C022FE2')).sw).toBe('6A82');
    await bench.select();
    expect(await profilesOn(bench)).toEqual([]);
  });
});
