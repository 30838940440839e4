import { describe, expect, it } from 'vitest';

import { toHex } from '#shared/bytes/bytes';

import type { Bench } from '../../device-sim/euicc/bench.ts';
import { openBench } from '../../device-sim/euicc/bench.ts';
import type { Letter } from '../../device-sim/euicc/lettered-profiles.ts';
import {
  deleteCommand,
  disableCommand,
  enableCommand,
  install,
  octetsOf,
  owner,
} from '../../device-sim/euicc/lettered-profiles.ts';
import { expectRefresh, knowsRefresh, profilesOn, waiting } from './bench.ts';

const ppr1 = { profilePolicyRules: ['ppr1'], profileOwner: owner } as const;
const ppr2 = { profilePolicyRules: ['ppr2'], profileOwner: owner } as const;
const onAndOff = {
  notificationConfigurationInfo: [
    { profileManagementOperation: ['notificationEnable'], notificationAddress: 'on.example' },
    { profileManagementOperation: ['notificationDisable'], notificationAddress: 'off.example' },
  ],
} as const;

const enable = (bench: Bench, letter: Letter): Promise<string> => bench.es10(enableCommand(letter, '00'));

/** EF.ICCID of the enabled Profile, as a terminal reads it after the reset. */
async function iccidInFiles(bench: Bench): Promise<string> {
  await bench.apdu('00A4000C022FE2');
  const { data, sw } = await bench.apdu('00B000000A');
  return toHex(data) + sw;
}

describe('SGP.23 §4.2, ES10c.EnableProfile (SGP.22 §5.7.16)', () => {
  it('C075 a disabled Profile, refreshFlag false: BF31 80 01 00, enabled', async () => {
    await using bench = await openBench();
    await install(bench, 'A');
    expect(await enable(bench, 'A')).toBe('BF3103800100');
    expect(await profilesOn(bench)).toEqual(['A enabled']);
  });

  it('C075a the same by ISD-P AID', async () => {
    await using bench = await openBench();
    await install(bench, 'A');
    const byAid = 'BF3117A0124F10A0000005591010FFFFFFFF8900001100810100';
    expect(await bench.es10(byAid)).toBe('BF3103800100');
    expect(await profilesOn(bench)).toEqual(['A enabled']);
  });

  it('C076 with refreshFlag: BF31 80 01 00, then REFRESH, and after the reset the terminal meets it', async () => {
    await using bench = await openBench();
    for (const letter of ['A', 'B'] as const) await install(bench, letter);
    await enable(bench, 'A');
    expect((await bench.apdu(knowsRefresh)).sw).toBe('9000');
    expect((await bench.apdu(`80E2910014${enableCommand('B')}`)).sw).toBe('6106');
    await expectRefresh(bench, 'BF3103800100');
    await bench.euicc.reset();
    expect(await iccidInFiles(bench)).toBe(`${octetsOf('B')}9000`);
    await bench.select();
    expect(await profilesOn(bench)).toEqual(['A disabled', 'B enabled']);
  });

  it('C077 while another is enabled: that one is disabled, and both tell where they are configured to', async () => {
    await using bench = await openBench();
    for (const letter of ['A', 'B'] as const) await install(bench, letter, onAndOff);
    await enable(bench, 'A');
    expect(await enable(bench, 'B')).toBe('BF3103800100');
    expect(await profilesOn(bench)).toEqual(['A disabled', 'B enabled']);
    expect((await waiting(bench)).slice(2)).toEqual([
      '3 enable on.example',
      '4 disable off.example',
      '5 enable on.example',
    ]);
  });

  it('C077a while another is enabled, neither configured: nothing is told', async () => {
    await using bench = await openBench();
    for (const letter of ['A', 'B'] as const) await install(bench, letter);
    await enable(bench, 'A');
    expect(await enable(bench, 'B')).toBe('BF3103800100');
    expect(await profilesOn(bench)).toEqual(['A disabled', 'B enabled']);
    expect(await waiting(bench)).toHaveLength(2);
  });

  it('C078 the enabled one: 2 profileNotInDisabledState', async () => {
    await using bench = await openBench();
    await install(bench, 'A');
    await enable(bench, 'A');
    expect(await enable(bench, 'A')).toBe('BF3103800102');
    expect(await profilesOn(bench)).toEqual(['A enabled']);
  });

  it('C079 an unknown ICCID: 1 iccidOrAidNotFound', async () => {
    await using bench = await openBench();
    await install(bench, 'A');
    expect(await enable(bench, 'B')).toBe('BF3103800101');
    expect(await profilesOn(bench)).toEqual(['A disabled']);
  });

  it('C080 while the enabled one has PPR1: 3 disallowedByPolicy', async () => {
    await using bench = await openBench();
    await install(bench, 'A', ppr1);
    await install(bench, 'B');
    await enable(bench, 'A');
    expect(await enable(bench, 'B')).toBe('BF3103800103');
    expect(await profilesOn(bench)).toEqual(['A enabled', 'B disabled']);
  });

  it('C081 a test Profile while the enabled one has PPR1: 0', async () => {
    await using bench = await openBench();
    await install(bench, 'A', ppr1);
    await install(bench, 'T');
    await enable(bench, 'A');
    expect(await enable(bench, 'T')).toBe('BF3103800100');
    expect(await profilesOn(bench)).toEqual(['A disabled', 'T enabled']);
  });

  it.each([
    ['C082 a test Profile is enabled; another operational one: 4 wrongProfileReenabling', 'B', '04', 'T'],
    ['C083 a test Profile is enabled; the operational one from before: 0', 'A', '00', 'A'],
  ] as const)('%s', async (_, target, result, enabled) => {
    await using bench = await openBench();
    for (const letter of ['A', 'B', 'T'] as const) await install(bench, letter);
    await enable(bench, 'A');
    await enable(bench, 'T');
    expect(await enable(bench, target)).toBe(`BF31038001${result}`);
    expect((await profilesOn(bench)).filter((each) => each.endsWith('enabled'))).toEqual([
      `${enabled} enabled`,
    ]);
  });
});

describe('SGP.23 §4.2, ES10c.DisableProfile (SGP.22 §5.7.17)', () => {
  it('C084 an enabled one: 0, disabled', async () => {
    await using bench = await openBench();
    await install(bench, 'A');
    await enable(bench, 'A');
    expect(await bench.es10(disableCommand('A', '00'))).toBe('BF3203800100');
    expect(await profilesOn(bench)).toEqual(['A disabled']);
  });

  it.each([
    ['C084a one that is not enabled: 2 profileNotInEnabledState', '02', {}, false],
    ['C084b one with PPR1: 3 disallowedByPolicy, and it stays enabled', '03', ppr1, true],
  ])('%s', async (_, result, rules, enabled) => {
    await using bench = await openBench();
    await install(bench, 'A', rules);
    if (enabled) await enable(bench, 'A');
    expect(await bench.es10(disableCommand('A', '00'))).toBe(`BF32038001${result}`);
    expect(await profilesOn(bench)).toEqual([enabled ? 'A enabled' : 'A disabled']);
  });

  it('C084c an unknown one: 1 iccidOrAidNotFound', async () => {
    await using bench = await openBench();
    expect(await bench.es10(disableCommand('A', '00'))).toBe('BF3203800101');
  });
});

describe('SGP.23 §4.2, ES10c.DeleteProfile (SGP.22 §5.7.18)', () => {
  it('C085 a disabled one: 0, gone, and what it had to tell stays', async () => {
    await using bench = await openBench();
    const notificationConfigurationInfo = [
      { profileManagementOperation: ['notificationDelete'], notificationAddress: 'gone.example' },
    ] as const;
    await install(bench, 'A', { notificationConfigurationInfo });
    expect(await bench.es10(deleteCommand('A'))).toBe('BF3303800100');
    expect(await profilesOn(bench)).toEqual([]);
    expect(await waiting(bench)).toEqual(['1 install smdp.example.com', '2 delete gone.example']);
  });

  it.each([
    ['C085a an enabled one: 2 profileNotInDisabledState', '02', {}, true],
    ['C085b one with PPR2: 3 disallowedByPolicy', '03', ppr2, false],
  ])('%s', async (_, result, rules, enabled) => {
    await using bench = await openBench();
    await install(bench, 'A', rules);
    if (enabled) await enable(bench, 'A');
    expect(await bench.es10(deleteCommand('A'))).toBe(`BF33038001${result}`);
    expect(await profilesOn(bench)).toEqual([enabled ? 'A enabled' : 'A disabled']);
  });

  it('C085c an unknown one: 1 iccidOrAidNotFound', async () => {
    await using bench = await openBench();
    expect(await bench.es10(deleteCommand('A'))).toBe('BF3303800101');
  });
});
