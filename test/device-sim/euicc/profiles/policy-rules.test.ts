import { describe, expect, it } from 'vitest';

import { fromHex } from '#shared/bytes/bytes';
import type { OperatorId } from '#shared/rsp/common';
import { buildProfile } from '#shared/saip/index';

import { metadata, openBench, profileValues, resultOf } from '../bench.ts';

const operator = (mccMnc: string, gid1?: string, gid2?: string): OperatorId => ({
  mccMnc: fromHex(mccMnc),
  ...(gid1 !== undefined && { gid1: fromHex(gid1) }),
  ...(gid2 !== undefined && { gid2: fromHex(gid2) }),
});

const refused = [2, 15];
const installed = 'A0000005591010FFFFFFFF8900001100';

describe('the Rules Authorisation Table', () => {
  it.each([
    ['the operator itself', operator('00F110'), operator('00F110'), installed],
    ['another operator', operator('00F120'), operator('00F110'), refused],
    ['any operator', operator('EEEEEE'), operator('00F110'), installed],
    ['any operator whose country code begins with 00', operator('00EEEE'), operator('00F110'), installed],
    ['a pattern with another digit', operator('10EEEE'), operator('00F110'), refused],
    ['any digits of the network code', operator('00F1EE'), operator('00F110'), installed],
    ['an absent group for an absent one', operator('00F110'), operator('00F110'), installed],
    ['an absent group for a present one', operator('00F110'), operator('00F110', 'A1'), refused],
    [
      'an empty group for a present one',
      operator('00F110', '', ''),
      operator('00F110', 'A1', 'B2'),
      installed,
    ],
    ['an empty group for an absent one', operator('00F110', '', ''), operator('00F110'), installed],
    ['a group for the same one', operator('00F110', 'A1'), operator('00F110', 'A1'), installed],
    ['a group for another one', operator('00F110', 'A2'), operator('00F110', 'A1'), refused],
    ['a group for an absent one', operator('00F110', 'A1'), operator('00F110'), refused],
    [
      'a second group for another one',
      operator('00F110', 'A1', 'B1'),
      operator('00F110', 'A1', 'B2'),
      refused,
    ],
  ])('allows %s', async (_, allowed, profileOwner, result) => {
    const rat = [
      { pprIds: ['ppr1' as const], allowedOperators: [operator('EEEEEE', '', '')], pprFlags: [] },
      { pprIds: ['ppr2' as const], allowedOperators: [operator('99F999'), allowed], pprFlags: [] },
    ];
    await using bench = await openBench({ card: { rat } });
    const answer = await bench.download({
      profilePackage: buildProfile(profileValues({ gid1: fromHex('A1'), gid2: fromHex('B2') })),
      metadata: metadata({ profilePolicyRules: ['ppr2'], profileOwner }),
    });
    expect(resultOf(answer)).toEqual(result);
  });

  it('pprUpdateControl says nothing at installation', async () => {
    await using bench = await openBench({
      card: { rat: [], forbiddenProfilePolicyRules: ['pprUpdateControl'] },
    });
    expect(
      resultOf(await bench.download({ metadata: metadata({ profilePolicyRules: ['pprUpdateControl'] }) })),
    ).toBe(installed);
  });

  it('both rules need to be allowed', async () => {
    const rat = [{ pprIds: ['ppr1' as const], allowedOperators: [operator('EEEEEE', '', '')], pprFlags: [] }];
    await using bench = await openBench({ card: { rat } });
    const both = metadata({ profilePolicyRules: ['ppr1', 'ppr2'], profileOwner: operator('00F110') });
    expect(resultOf(await bench.download({ metadata: both }))).toEqual(refused);
  });
});
