import { describe, expect, it } from 'vitest';

import { childrenOf, readTlv, wholeOf } from '#shared/asn1/index';
import { fromHex, toHex } from '#shared/bytes/bytes';
import { buildProfile } from '#shared/saip/index';

import { brainpoolCi, metadata, nistCi, openBench, profileValues } from '../../device-sim/euicc/bench.ts';
import { deleteCommand, install, octetsOf } from '../../device-sim/euicc/lettered-profiles.ts';
import { attempt, errorOf, firstAid, freeMemory, tagsIn } from './bench.ts';

describe('SGP.23 §4.2, ES10b.GetEUICCInfo (SGP.22 §5.7.8)', () => {
  it('C016 GetEUICCInfo1: 82 svn, lists A9 and AA, each entry 04 14', async () => {
    await using bench = await openBench({ cis: [nistCi(), brainpoolCi()], card: { svn: '2.2.2' } });
    const info = await bench.es10('BF2000');
    expect(tagsIn(info)).toEqual(['82', 'A9', 'AA']);
    const [svn, ...lists] = childrenOf(readTlv(fromHex(info)));
    expect(toHex(wholeOf(svn!))).toBe('8203020202');
    const ids = [nistCi(), brainpoolCi()].map(({ id }) => `0414${toHex(id)}`);
    for (const list of lists) expect(childrenOf(list).map((entry) => toHex(wholeOf(entry)))).toEqual(ids);
  });

  it('C017 GetEUICCInfo2: every mandatory member in its order', async () => {
    await using bench = await openBench();
    expect(tagsIn(await bench.es10('BF2200'))).toEqual([
      '81',
      '82',
      '83',
      '84',
      '85',
      '86',
      '87',
      '88',
      'A9',
      'AA',
      '04',
      '0C',
    ]);
  });

  it('C017a GetEUICCInfo2: forbiddenProfilePolicyRules 99 between AA and 04', async () => {
    await using bench = await openBench({ card: { forbiddenProfilePolicyRules: ['pprUpdateControl'] } });
    const info = await bench.es10('BF2200');
    expect(tagsIn(info).slice(-4)).toEqual(['AA', '99', '04', '0C']);
    expect(info).toContain('9902078004030000010C');
  });

  it('C018 the free memory of extCardResource falls with each installation and rises with a deletion', async () => {
    await using bench = await openBench();
    const empty = await freeMemory(bench);
    await install(bench, 'A');
    const one = await freeMemory(bench);
    const large = {
      profilePackage: buildProfile(profileValues({ iccid: '89000123456789012342', fill: 20_000 })),
      metadata: metadata({ iccid: fromHex(octetsOf('B')) }),
    };
    expect((await attempt(bench, large)).result).toBe(firstAid.replace('1100', '1200'));
    const two = await freeMemory(bench);
    expect([empty > one, one - two > 20_000]).toEqual([true, true]);
    expect(await bench.es10(deleteCommand('B'))).toBe('BF3303800100');
    expect(await freeMemory(bench)).toBe(one);
    expect(await bench.es10(deleteCommand('A'))).toBe('BF3303800100');
    expect(await freeMemory(bench)).toBe(empty);
  });
});

describe('SGP.23 §4.2, ES10b.GetEUICCChallenge (SGP.22 §5.7.7)', () => {
  it('C019 two challenges are two values of 16 octets, and the first is dead', async () => {
    await using bench = await openBench();
    const first = await bench.es10('BF2E00');
    const second = await bench.es10('BF2E00');
    expect([first, second].map((answer) => answer.slice(0, 10))).toEqual(['BF2E128010', 'BF2E128010']);
    expect([first.length, second.length]).toEqual([42, 42]);
    expect(second).not.toBe(first);
    const dead = bench.server.authenticateServer(fromHex(first.slice(10)));
    expect(await bench.es10(dead)).toBe(errorOf('BF38', 6));
  });
});

describe('SGP.23 §4.2, ES10b.GetRAT (SGP.22 §5.7.22)', () => {
  it('C020 a table with PPR1 and PPR2 for any operator, with consent', async () => {
    await using bench = await openBench();
    expect(await bench.es10('BF4300')).toBe('BF4319A017301580020560A10B30098003EEEEEE8100820082020780');
  });

  it('C020a an empty table: BF43 02 A0 00', async () => {
    await using bench = await openBench({ card: { rat: [] } });
    expect(await bench.es10('BF4300')).toBe('BF4302A000');
  });
});
