import { describe, expect, it } from 'vitest';

import { openWorld } from '#scenarios/world/index';
import type { World } from '#scenarios/world/index';
import type { ProfileType } from '#scenarios/operator/index';
import { memoryOperatorStore } from '#scenarios/operator/index';
import { minutes } from '#shared/runtime/span';
import { memorySmdpStore } from '#smdp/index';

const prepaid: ProfileType = {
  name: 'prepaid',
  profileName: 'Prepaid 2 GB',
  iccids: '890010100000000001-890010100000000003',
  imsis: '001010000000101-001010000000103',
};

const numbers = ({ subscriber }: Awaited<ReturnType<World['desk']['order']>>) => [
  subscriber?.iccid.slice(0, 18),
  subscriber?.imsi,
];

describe('a profile type with numbers of its own', () => {
  it('gives them out one after the other, in pairs, to whom its Profiles are ordered by', async () => {
    await using world = await openWorld({ seed: 1, operator: { profileTypes: [prepaid] } });
    const order = async () => numbers(await world.desk.order({ profileType: 'prepaid' }));
    expect([await order(), await order()]).toEqual([
      ['890010100000000001', '001010000000101'],
      ['890010100000000002', '001010000000102'],
    ]);
    await world.device().download((await world.desk.order({ profileType: 'prepaid' })).activationCode);
    const [profile] = await world.device().lpa.profiles();
    expect(profile).toMatchObject({ profileName: 'Prepaid 2 GB' });
    expect(profile?.iccid.slice(0, 18)).toBe('890010100000000003');
  });

  it('is used up after the last one: 8.2.5/3.7', async () => {
    const profileTypes = [{ ...prepaid, iccids: ['8900101000000000985'] }];
    await using world = await openWorld({ seed: 1, operator: { profileTypes } });
    await world.desk.order({ profileType: 'prepaid' });
    await expect(world.desk.order({ profileType: 'prepaid' })).rejects.toMatchObject({
      refusal: 'profileTypeUsedUp',
      function: 'downloadOrder',
    });
    expect(world.desk.orders()).toHaveLength(1);
  });

  it('is there again when an order is cancelled for Available, with the same subscriber', async () => {
    const profileTypes = [{ ...prepaid, iccids: ['8900101000000000985'] }];
    await using world = await openWorld({ seed: 1, operator: { profileTypes } });
    const first = await world.desk.order({ profileType: 'prepaid', matchingId: 'M-1' });
    await world.desk.cancel(first.order.iccid, 'Available');
    const second = await world.desk.order({ profileType: 'prepaid', matchingId: 'M-2' });
    expect(second.subscriber).toEqual(first.subscriber);
    expect(world.desk.orders()).toMatchObject([{ matchingId: 'M-2', state: 'Released', provisioned: true }]);
    await world.device().download(second.activationCode);
    await world.smdp.allTold();
    expect(world.desk.orders()).toMatchObject([{ state: 'Installed' }]);
    await world.device().registered('home');
  });

  it('leaves what has come back in stock when another order of it fails', async () => {
    const profileTypes = [{ ...prepaid, iccids: ['8900101000000000985', '8900101000000000993'] }];
    await using world = await openWorld({ seed: 1, operator: { profileTypes } });
    const first = await world.desk.order({ profileType: 'prepaid', matchingId: 'M-1' });
    await world.desk.order({ profileType: 'prepaid', matchingId: 'M-2' });
    await world.desk.cancel(first.order.iccid, 'Available');
    await expect(world.desk.order({ profileType: 'prepaid', matchingId: 'M-2' })).rejects.toMatchObject({
      refusal: 'matchingIdInUse',
    });
    const states = (await world.smdp.orders.list()).map(({ state }) => state);
    expect(states).toEqual(['Available', 'Released']);
  });

  it('has what an order says nothing of from its template', async () => {
    const available = { after: minutes(10), from: 'order' } as const;
    const profileTypes = [{ ...prepaid, available, expiresAfter: minutes(60), provision: false }];
    await using world = await openWorld({ seed: 1, operator: { profileTypes } });
    const { order } = await world.desk.order({ profileType: 'prepaid' });
    expect(order).toMatchObject({ state: 'Confirmed', available, expiresAfter: minutes(60) });
    const { order: atOnce } = await world.desk.order({ profileType: 'prepaid', available: 'immediate' });
    expect(atOnce).toMatchObject({ state: 'Released', expiresAfter: minutes(60) });
    expect(world.desk.orders().map(({ provisioned }) => provisioned)).toEqual([false, false]);
  });

  it('goes on after a restart where it was', async () => {
    const smdp = { store: memorySmdpStore() };
    const operator = { profileTypes: [prepaid], store: memoryOperatorStore() };
    const order = async (matchingId: string) => {
      await using world = await openWorld({ seed: 1, smdp, operator });
      return numbers(await world.desk.order({ profileType: 'prepaid', matchingId }));
    };
    expect([await order('M-1'), await order('M-2')]).toEqual([
      ['890010100000000001', '001010000000101'],
      ['890010100000000002', '001010000000102'],
    ]);
  });

  it('behind an offer is refused as unknown once it is used up: 8.2.6/3.8', async () => {
    const profileTypes = [{ ...prepaid, iccids: ['8900101000000000985'] }];
    const devices = [{ name: 'device-1' }, { name: 'device-2' }];
    await using world = await openWorld({ seed: 1, devices, operator: { profileTypes } });
    const code = world.desk.offer({ profileType: 'prepaid', matchingId: 'ALL' });
    await world.device('device-1').download(code);
    await expect(world.device('device-2').download(code)).rejects.toMatchObject({
      status: 'InvalidMatchingId',
    });
  });
});

describe('a profile type without numbers', () => {
  it('has them drawn, and is never used up', async () => {
    const profileTypes = [{ name: 'any', profileName: 'Any' }];
    await using world = await openWorld({ seed: 1, operator: { profileTypes } });
    for (let times = 0; times < 5; times += 1) await world.desk.order({ profileType: 'any' });
    expect(new Set(world.desk.orders().map(({ iccid }) => iccid)).size).toBe(5);
  });

  it('with IMSIs alone has ICCIDs that tell them', async () => {
    const profileTypes = [{ name: 'any', imsis: ['001010000000101'] }];
    await using world = await openWorld({ seed: 1, operator: { profileTypes } });
    const { subscriber } = await world.desk.order({ profileType: 'any' });
    expect(subscriber).toMatchObject({ imsi: '001010000000101' });
    expect(subscriber?.iccid).toMatch(/^89001010000000101/);
  });
});

describe('the algorithm of a type', () => {
  it.each(['milenage', 'tuak', 'xor'] as const)('%s is that of card and network', async (algorithm) => {
    const profileTypes = [{ name: 'any', algorithm }];
    await using world = await openWorld({ seed: 1, operator: { profileTypes } });
    const { activationCode, subscriber } = await world.desk.order({ profileType: 'any' });
    expect(subscriber?.algorithm).toBe(algorithm);
    await world.device().download(activationCode);
    await world.device().registered('home');
  });
});

describe('profile types that cannot be', () => {
  const opened = async (...profileTypes: readonly ProfileType[]) => {
    await using world = await openWorld({ seed: 1, operator: { profileTypes } });
    return world;
  };

  it.each<[string, readonly ProfileType[]]>([
    ['there are two profile types "prepaid"', [prepaid, { name: 'prepaid' }]],
    [
      'the profile types "prepaid" and "other" have ICCIDs in common',
      [prepaid, { ...prepaid, name: 'other' }],
    ],
    [
      'the profile types "prepaid" and "other" have IMSIs in common',
      [prepaid, { name: 'other', imsis: ['001010000000102'] }],
    ],
    [
      'profile type "a": the IMSI 262010000000101 does not begin with the operator\'s network 001/01',
      [{ name: 'a', imsis: ['262010000000101'] }],
    ],
    ['profile type "a": not an ICCID (18 to 20 digits): "1"', [{ name: 'a', iccids: ['1'] }]],
  ])('are said to be so: %s', async (message, types) => {
    await expect(opened(...types)).rejects.toThrow(message);
  });
});
