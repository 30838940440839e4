import { describe, expect, it } from 'vitest';

import { toHex } from '#shared/bytes/bytes';

import type { Bench } from '../bench.ts';
import { openBench } from '../bench.ts';
import type { Letter } from '../lettered-profiles.ts';
import {
  deleteCommand,
  disableCommand,
  enableCommand,
  iccids,
  install,
  octetsOf,
  owner,
} from '../lettered-profiles.ts';

const last = async (answer: Promise<string>): Promise<number> => parseInt((await answer).slice(-2), 16);
const enable = (bench: Bench, letter: Letter, refresh?: string) =>
  last(bench.es10(enableCommand(letter, refresh)));
const disable = (bench: Bench, letter: Letter) => last(bench.es10(disableCommand(letter)));
const remove = (bench: Bench, letter: Letter) => last(bench.es10(deleteCommand(letter)));

/** The letters of the enabled Profiles. */
async function enabled(bench: Bench): Promise<string> {
  const { profiles } = (await bench.store.read())!;
  const on = profiles.filter(({ state }) => state === 1).map(({ iccid }) => toHex(iccid));
  return (Object.keys(iccids) as Letter[]).filter((letter) => on.includes(octetsOf(letter))).join('');
}

const results = { ok: 0, notFound: 1, wrongState: 2, policy: 3, reenabling: 4 } as const;

describe('EnableProfile', () => {
  it.each(['00', 'FF'])(
    'is complete at once with refreshFlag %s, and disables the other one',
    async (refresh) => {
      await using bench = await openBench();
      await install(bench, 'A');
      await install(bench, 'B');
      expect(await enable(bench, 'A', refresh)).toBe(results.ok);
      expect(await enabled(bench)).toBe('A');
      expect(await enable(bench, 'B', refresh)).toBe(results.ok);
      await bench.powerCycle();
      expect(await enabled(bench)).toBe('B');
    },
  );

  it('by AID too', async () => {
    await using bench = await openBench();
    await install(bench, 'A');
    const aid = 'A0000005591010FFFFFFFF8900001100';
    expect(await bench.es10(`BF3117A0124F10${aid}810100`)).toBe('BF3103800100');
    expect(await bench.es10(`BF3217A0124F10${aid}810100`)).toBe('BF3203800100');
    expect(await bench.es10(`BF33124F10${aid}`)).toBe('BF3303800100');
  });

  it('what is not there is 1, what is enabled is 2', async () => {
    await using bench = await openBench();
    expect(await enable(bench, 'A')).toBe(results.notFound);
    await install(bench, 'A');
    await enable(bench, 'A');
    expect(await enable(bench, 'A')).toBe(results.wrongState);
  });

  it('PPR1 of the enabled Profile: 3, but a Test Profile may take its place, and it comes back', async () => {
    await using bench = await openBench();
    await install(bench, 'A', { profilePolicyRules: ['ppr1'], profileOwner: owner });
    await install(bench, 'B');
    await install(bench, 'T');
    await enable(bench, 'A');
    expect(await enable(bench, 'B')).toBe(results.policy);
    expect(await disable(bench, 'A')).toBe(results.policy);
    expect(await enable(bench, 'T')).toBe(results.ok);
    expect(await enabled(bench)).toBe('T');
    expect(await disable(bench, 'T')).toBe(results.ok);
    expect(await enabled(bench)).toBe('A');
  });

  it('from a Test Profile the way leads to another one or back: 4 for all else', async () => {
    await using bench = await openBench();
    for (const letter of ['A', 'B', 'S', 'T', 'P'] as const) await install(bench, letter);
    await enable(bench, 'A');
    await enable(bench, 'T');
    expect(await enable(bench, 'B')).toBe(results.reenabling);
    expect(await enable(bench, 'P')).toBe(results.reenabling);
    expect(await enable(bench, 'S')).toBe(results.ok);
    expect(await enable(bench, 'B')).toBe(results.reenabling);
    await bench.powerCycle();
    expect(await enable(bench, 'A')).toBe(results.ok);
    expect(await enable(bench, 'B')).toBe(results.ok);
  });

  it('a Test Profile on its own is disabled without another taking its place', async () => {
    await using bench = await openBench();
    await install(bench, 'A');
    await install(bench, 'T');
    await enable(bench, 'T');
    expect(await enable(bench, 'A')).toBe(results.reenabling);
    expect(await disable(bench, 'T')).toBe(results.ok);
    expect(await enabled(bench)).toBe('');
    expect(await enable(bench, 'A')).toBe(results.ok);
  });

  it('a Profile that was deleted during the test does not come back', async () => {
    await using bench = await openBench();
    await install(bench, 'A');
    await install(bench, 'T');
    await enable(bench, 'A');
    await enable(bench, 'T');
    expect(await remove(bench, 'A')).toBe(results.ok);
    expect(await disable(bench, 'T')).toBe(results.ok);
    expect(await enabled(bench)).toBe('');
  });
});

describe('DisableProfile and DeleteProfile', () => {
  it('what is not there is 1, what is in the wrong state is 2', async () => {
    await using bench = await openBench();
    expect([await disable(bench, 'A'), await remove(bench, 'A')]).toEqual([1, 1]);
    await install(bench, 'A');
    expect(await disable(bench, 'A')).toBe(results.wrongState);
    await enable(bench, 'A');
    expect(await remove(bench, 'A')).toBe(results.wrongState);
    expect([await disable(bench, 'A'), await remove(bench, 'A')]).toEqual([0, 0]);
  });

  it('PPR2: a Profile that cannot be deleted, 3', async () => {
    await using bench = await openBench();
    await install(bench, 'A', { profilePolicyRules: ['ppr2'], profileOwner: owner });
    expect(await remove(bench, 'A')).toBe(results.policy);
  });

  it('the place of a deleted Profile is used again', async () => {
    await using bench = await openBench();
    await install(bench, 'A');
    await install(bench, 'B');
    await remove(bench, 'A');
    await install(bench, 'P');
    const { profiles } = (await bench.store.read())!;
    expect(profiles.map(({ isdpAid }) => toHex(isdpAid).slice(-4))).toEqual(['1100', '1200']);
  });
});

describe('eUICCMemoryReset', () => {
  it.each([
    ['operational ones', '0780', 'STP'],
    ['field-loaded test Profiles', '0640', 'ABP'],
    ['both', '06C0', 'P'],
  ])('deletes %s, enabled or with rules; provisioning Profiles stay', async (_, bits, left) => {
    await using bench = await openBench();
    await install(bench, 'A', { profilePolicyRules: ['ppr1', 'ppr2'], profileOwner: owner });
    for (const letter of ['B', 'S', 'T', 'P'] as const) await install(bench, letter);
    await enable(bench, 'A');
    expect(await last(bench.es10(`BF34048202${bits}`))).toBe(0);
    const { profiles } = (await bench.store.read())!;
    const there = profiles.map(({ iccid }) => toHex(iccid));
    expect(
      (Object.keys(iccids) as Letter[]).filter((letter) => there.includes(octetsOf(letter))).join(''),
    ).toBe(left);
  });

  it('nothing to delete is 1', async () => {
    await using bench = await openBench();
    await install(bench, 'P');
    expect(await last(bench.es10('BF3404820205E0'))).toBe(1);
    expect(await last(bench.es10('BF3403820100'))).toBe(1);
  });

  it('what waits for delivery stays, deletions are told of, and numbers go on', async () => {
    await using bench = await openBench();
    const notificationConfigurationInfo = [
      { profileManagementOperation: ['notificationDelete' as const], notificationAddress: 'gone.example' },
    ];
    await install(bench, 'A', { notificationConfigurationInfo });
    await enable(bench, 'A');
    await bench.es10('BF3404820205E0');
    const { notifications, registers } = (await bench.store.read())!;
    expect(notifications.map(({ seqNumber, event }) => `${seqNumber} ${event.join()}`)).toEqual([
      '1 notificationInstall',
      '2 notificationDelete',
    ]);
    expect(registers.sequenceNumber).toBe(2);
  });
});
