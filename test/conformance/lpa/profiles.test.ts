import { describe, expect, it } from 'vitest';

import type { Lpa } from '#device-sim/lpa/index';
import { displayName } from '#device-sim/lpa/index';
import { parseIccid } from '#shared/identifiers/iccid';

import { iccid, metadata } from '../../device-sim/euicc/bench.ts';
import type { Reference } from './reference.ts';
import { address, everyChangeTold, openReference } from './reference.ts';

type ResetOption = NonNullable<Parameters<Lpa['memoryReset']>[0]>[number];

const profile = parseIccid(iccid);
const inBcd = '98001032547698103214';
const unknown = parseIccid('89000123456789012358');
const wholeReset: readonly ResetOption[] = [
  'deleteOperationalProfiles',
  'deleteFieldLoadedTestProfiles',
  'resetDefaultSmdpAddress',
];

/** A card with one profile, enabled where that is wanted; what was sent to it before is forgotten. */
async function openWithProfile(enable: boolean, profileClass?: number): Promise<Reference> {
  const reference = await openReference({ card: { card: { defaultDpAddress: address } } });
  reference.smdp.offer = { metadata: metadata(profileClass === undefined ? {} : { profileClass }) };
  await reference.download({ enable });
  reference.card.commands.splice(0);
  return reference;
}

describe('SGP.23 §4.4, local profile management (SGP.22 §3.2, §5.7.16 to §5.7.21)', () => {
  it.each([
    ['C174a', 'enable', false, 'BF31', `BF3111A00C5A0A${inBcd}810100`, `${iccid} enabled`],
    ['C174b', 'disable', true, 'BF32', `BF3211A00C5A0A${inBcd}810100`, `${iccid} disabled`],
  ] as const)(
    '%s %s: one ES10c command, the state is the wanted one',
    async (_number, action, enabled, tag, command, state) => {
      await using reference = await openWithProfile(enabled);
      await reference.lpa[action](profile);
      expect(reference.card.sent(tag)).toEqual([command]);
      expect(await reference.profiles()).toEqual([state]);
    },
  );

  it('C174c delete: one ES10c command, the profile is gone, its notification goes out', async () => {
    await using reference = await openReference();
    reference.smdp.offer = { metadata: everyChangeTold };
    await reference.download();
    const { delivered, kept } = await reference.lpa.delete(profile);
    expect(reference.card.sent('BF33')).toEqual([`BF330C5A0A${inBcd}`]);
    expect([await reference.profiles(), kept, await reference.waiting()]).toEqual([[], [], []]);
    expect(delivered.map((each) => each.otherSignedNotification?.tbsOtherNotification.value)).toMatchObject([
      { seqNumber: 2, profileManagementOperation: ['notificationDelete'], notificationAddress: address },
    ]);
  });

  it.each([
    ['C174d', 'Work', `BF29125A0A${inBcd}9004576F726B`, 'Work'],
    ['C174e', 'Café €', `BF29175A0A${inBcd}9009436166C3A920E282AC`, 'Café €'],
    ['C174f', '', `BF290E5A0A${inBcd}9000`, undefined],
  ])('%s nickname "%s": one ES10c command, the list has it', async (_number, nickname, command, listed) => {
    await using reference = await openWithProfile(false);
    await reference.lpa.setNickname(profile, nickname);
    expect(reference.card.sent('BF29')).toEqual([command]);
    expect((await reference.lpa.profiles())[0]?.nickname).toBe(listed);
  });

  it.each([
    ['C174g', 'enable', 'BF31', 'iccidOrAidNotFound'],
    ['C174h', 'disable', 'BF32', 'iccidOrAidNotFound'],
    ['C174i', 'delete', 'BF33', 'iccidOrAidNotFound'],
  ] as const)(
    '%s %s of a profile that is not there: the person is told, nothing else happens',
    async (_number, action, tag, reason) => {
      await using reference = await openWithProfile(false);
      await expect(reference.lpa[action](unknown)).rejects.toMatchObject({ name: 'EuiccError', reason });
      expect(reference.card.sent(tag)).toHaveLength(1);
      expect(await reference.profiles()).toEqual([`${iccid} disabled`]);
    },
  );

  it('C174j what is in the wanted state already is no failure', async () => {
    await using reference = await openWithProfile(true);
    await reference.lpa.enable(profile);
    expect(await reference.profiles()).toEqual([`${iccid} enabled`]);
  });

  it('C175 delete of an enabled profile: the person is told that it is, and it stays', async () => {
    await using reference = await openWithProfile(true);
    await expect(reference.lpa.delete(profile)).rejects.toMatchObject({
      name: 'EuiccError',
      reason: 'profileNotInDisabledState',
      message: expect.stringContaining('profileNotInDisabledState') as string,
    });
    expect(await reference.profiles()).toEqual([`${iccid} enabled`]);
    await reference.lpa.disable(profile);
    await reference.lpa.delete(profile);
    expect(await reference.profiles()).toEqual([]);
  });
});

describe('SGP.23 §4.4, eUICC memory reset (SGP.22 §3.3, §5.7.19)', () => {
  it.each<[string, string, readonly ResetOption[] | undefined, number, string, readonly string[], string]>([
    ['C176a', 'all', undefined, 2, 'BF3404820205E0', [], ''],
    ['C176b', 'all, said so', wholeReset, 2, 'BF3404820205E0', [], ''],
    ['C176c', 'operational ones', ['deleteOperationalProfiles'], 2, 'BF340482020780', [], address],
    [
      'C176d',
      'operational ones, there is a test one',
      ['deleteOperationalProfiles'],
      0,
      'BF340482020780',
      [iccid],
      address,
    ],
    ['C176e', 'test ones', ['deleteFieldLoadedTestProfiles'], 0, 'BF340482020640', [], address],
    [
      'C176f',
      'test ones, there is an operational one',
      ['deleteFieldLoadedTestProfiles'],
      2,
      'BF340482020640',
      [iccid],
      address,
    ],
    ['C176g', 'the default SM-DP+', ['resetDefaultSmdpAddress'], 2, 'BF340482020520', [iccid], address],
  ])(
    '%s %s: the bits are those that were chosen, and only that goes',
    async (_number, _what, options, profileClass, command, left) => {
      await using reference = await openWithProfile(false, profileClass);
      await reference.lpa.setDefaultSmdpAddress('changed.example.com');
      await reference.lpa.memoryReset(options);
      expect(reference.card.sent('BF34')).toEqual([command]);
      expect((await reference.lpa.profiles()).map((each) => each.iccid)).toEqual(left);
      const { defaultDpAddress } = await reference.lpa.addresses();
      const isReset = options === undefined || options.includes('resetDefaultSmdpAddress');
      expect(defaultDpAddress).toBe(isReset ? address : 'changed.example.com');
    },
  );
});

describe('SGP.23 §4.4, the name of a profile (SGP.22 §3.2, §4.4)', () => {
  it.each([
    ['C177a', 'its nickname', 'Plan A', 'Work', 'Work'],
    ['C177b', 'its name where it has no nickname', 'Plan A', '', 'Plan A'],
    ['C177c', "the provider's where it has neither", '', '', 'ACME'],
  ])('%s is %s', async (_number, _what, profileName, nickname, name) => {
    await using reference = await openReference();
    reference.smdp.offer = { metadata: metadata({ profileName }) };
    await reference.download();
    if (nickname !== '') await reference.lpa.setNickname(profile, nickname);
    const [listed] = await reference.lpa.profiles();
    expect(displayName(listed!)).toBe(name);
  });
});
