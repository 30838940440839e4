import { describe, expect, it } from 'vitest';

import { decode } from '#shared/asn1/index';
import { fromHex, toHex } from '#shared/bytes/bytes';
import { EuiccInfo2 } from '#shared/rsp/euicc-info';
import { parseProfile, profileMemory, buildProfile } from '#shared/saip/index';

import { openBench, profileValues } from '../bench.ts';

const nist = 'F54172BDF98A95D65CBEB88A38A1C11D800A85C3';

describe('EUICCInfo', () => {
  it('BF20 is that of es10.md §3', async () => {
    await using bench = await openBench({ card: { svn: '2.2.2' } });
    expect(await bench.es10('BF2000')).toBe(`BF20358203020202A9160414${nist}AA160414${nist}`);
  });

  it('BF22 has its members in the order of es10.md §3, rspCapability 88020398 among them', async () => {
    await using bench = await openBench({ card: { svn: '2.2.0', memory: 518_706 } });
    const info = await bench.es10('BF2200');
    expect(info).toMatch(/^BF227F810302030182030202008303010000840F81010082040007EA328304000016E085/);
    expect(info).toContain(`8603090200870302030088020398A9160414${nist}AA160414${nist}04030000010C`);
  });

  it('the free memory shrinks by what the server computes for the package, and returns', async () => {
    await using bench = await openBench({ card: { memory: 300_000 } });
    const free = async (): Promise<number> => {
      const { extCardResource } = decode(EuiccInfo2, fromHex(await bench.es10('BF2200')));
      return parseInt(toHex(extCardResource.slice(5, 9)), 16);
    };
    expect(await free()).toBe(300_000);
    await bench.download();
    expect(await free()).toBe(300_000 - profileMemory(parseProfile(buildProfile(profileValues()))));
    await bench.es10('BF330C5A0A98001032547698103214');
    expect(await free()).toBe(300_000);
  });

  it.each(['2.5', '2.5.0.1', '2.256.0', '2.x.0'])('a card with the version %s is not made', async (svn) => {
    await expect(openBench({ card: { svn } })).rejects.toThrow(`not a version such as 2.5.0: "${svn}"`);
  });

  it('forbidden policy rules are told', async () => {
    await using bench = await openBench({ card: { forbiddenProfilePolicyRules: ['pprUpdateControl'] } });
    expect(await bench.es10('BF2200')).toContain('99020780');
  });
});

it('GetRAT is that of es10.md §2: PPR1 and PPR2 for any operator, with consent', async () => {
  await using bench = await openBench();
  expect(await bench.es10('BF4300')).toBe('BF4319A017301580020560A10B30098003EEEEEE8100820082020780');
});

it('an empty RAT is an empty list', async () => {
  await using bench = await openBench({ card: { rat: [] } });
  expect(await bench.es10('BF4300')).toBe('BF4302A000');
});

it('CRLs are not supported: LoadCRL answers 127', async () => {
  await using bench = await openBench();
  expect(await bench.es10('BF3504A0023000')).toBe('BF350381017F');
});
