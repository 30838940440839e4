import { describe, expect, it } from 'vitest';

import { decode } from '#shared/asn1/index';
import { filled, fromHex, toHex } from '#shared/bytes/bytes';
import { iccidToBytes, parseIccid } from '#shared/identifiers/iccid';
import { OtherSignedNotification } from '#shared/rsp/notifications';
import { buildProfile } from '#shared/saip/index';

import type { CardState } from '#device-sim/euicc/index';
import type { Bench, BenchOptions } from '../bench.ts';
import { metadata, openBench, profileValues, resultOf } from '../bench.ts';
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

const results = { ok: 0, notFound: 1, wrongState: 2, policy: 3, reenabling: 4 } as const;
const result = async (bench: Bench, command: string): Promise<number> =>
  parseInt((await bench.es10(command)).slice(-2), 16);

const lettersOf = (octets: readonly string[]): string =>
  (Object.keys(iccids) as Letter[]).filter((letter) => octets.includes(octetsOf(letter))).join('');
async function installed(bench: Bench): Promise<string> {
  const { profiles } = (await bench.store.read())!;
  return lettersOf(profiles.map(({ iccid }) => toHex(iccid)));
}
async function enabled(bench: Bench): Promise<string> {
  const { profiles } = (await bench.store.read())!;
  return lettersOf(profiles.filter(({ state }) => state === 1).map(({ iccid }) => toHex(iccid)));
}

type StoredProfile = CardState['profiles'][number];

/** All five Profiles as a download leaves them: made once, handed to the cards of all tests. */
let made: Promise<readonly StoredProfile[]> | undefined;

async function makeAll(): Promise<readonly StoredProfile[]> {
  await using bench = await openBench();
  for (const letter of Object.keys(iccids) as Letter[]) await install(bench, letter);
  return (await bench.store.read())!.profiles;
}

/** A card with some of them. */
async function open(letters: readonly Letter[], options: BenchOptions = {}): Promise<Bench> {
  const all = await (made ??= makeAll());
  const bench = await openBench(options);
  const wanted = new Set(letters.map(octetsOf));
  await bench.store.commit({ putProfiles: all.filter(({ iccid }) => wanted.has(toHex(iccid))) });
  await bench.powerCycle();
  return bench;
}

describe('installing a Test Profile (SGP.22 §2.4.5.3)', () => {
  const load = (bench: Bench, profileClass: number, k: Uint8Array) =>
    bench.download({
      metadata: metadata({ profileClass }),
      profilePackage: buildProfile(profileValues({ k })),
    });

  it.each([
    ['a test Profile with the well-known keys', 0, fromHex('000102030405060708090A0B0C0D0E0F'), undefined],
    ['a test Profile with a key of its own', 0, filled(16, 0x42), [5, 14]],
    ['a provisioning Profile with a key of its own', 1, filled(16, 0x42), undefined],
    [
      'an operational Profile with the well-known keys',
      2,
      fromHex('000102030405060708090A0B0C0D0E0F'),
      undefined,
    ],
  ])('%s', async (_, profileClass, k, refused) => {
    await using bench = await openBench();
    const answer = resultOf(await load(bench, profileClass, k));
    expect(answer).toEqual(refused ?? 'A0000005591010FFFFFFFF8900001100');
  });

  it('needs testProfileSupport: (2, 6) without, and nothing is left', async () => {
    await using bench = await openBench({ card: { rspCapability: ['additionalProfile'] } });
    expect(resultOf(await load(bench, 0, profileValues().k))).toEqual([2, 6]);
    expect(await bench.es10('BF2D00')).toBe('BF2D02A000');
  });

  it('another ICCID on a card full of Profiles of each class is taken, one that is there is (2, 9)', async () => {
    await using bench = await open(['A', 'S', 'P']);
    const again = await bench.download({
      metadata: metadata({ iccid: iccidToBytes(parseIccid(iccids.S)), profileClass: 0 }),
    });
    expect(resultOf(again)).toEqual([2, 9]);
    await install(bench, 'T');
    expect(await installed(bench)).toBe('ASTP');
  });
});

describe('a Test Profile in use', () => {
  it.each(['00', 'FF'])(
    'goes and comes by enable and disable with refreshFlag %s, and is told of',
    async (flag) => {
      await using bench = await openBench();
      const both = ['notificationEnable', 'notificationDisable'] as const;
      const toldTo = (notificationAddress: string) => ({
        notificationConfigurationInfo: [{ profileManagementOperation: both, notificationAddress }],
      });
      await install(bench, 'A', {
        ...toldTo('a.example'),
        profilePolicyRules: ['ppr1'],
        profileOwner: owner,
      });
      await install(bench, 'T', toldTo('t.example'));
      for (const command of [enableCommand('A', flag), enableCommand('T', flag), disableCommand('T', flag)])
        expect(await result(bench, command)).toBe(results.ok);
      expect(await enabled(bench)).toBe('A');
      const { notifications } = (await bench.store.read())!;
      const told = notifications.slice(2).map(({ der }) => {
        const { profileManagementOperation, notificationAddress } = decode(OtherSignedNotification, der)
          .tbsOtherNotification.value;
        return `${profileManagementOperation.join()} ${notificationAddress}`;
      });
      expect(told).toEqual([
        'notificationEnable a.example',
        'notificationDisable a.example',
        'notificationEnable t.example',
        'notificationDisable t.example',
        'notificationEnable a.example',
      ]);
    },
  );

  it('after a second one the way back is to the operational Profile before the first', async () => {
    await using bench = await open(['A', 'B', 'S', 'T']);
    for (const letter of ['A', 'S', 'T'] as const) await result(bench, enableCommand(letter));
    expect(await result(bench, enableCommand('B'))).toBe(results.reenabling);
    expect(await result(bench, disableCommand('T'))).toBe(results.ok);
    expect(await enabled(bench)).toBe('A');
  });

  it('that took the place of a provisioning Profile leads back to that one only', async () => {
    await using bench = await open(['A', 'T', 'P']);
    await result(bench, enableCommand('P'));
    await result(bench, enableCommand('T'));
    expect(await result(bench, enableCommand('A'))).toBe(results.reenabling);
    await bench.powerCycle();
    expect(await result(bench, disableCommand('T'))).toBe(results.ok);
    expect(await enabled(bench)).toBe('P');
  });

  it('cannot be deleted while it is enabled', async () => {
    await using bench = await open(['A', 'T']);
    await result(bench, enableCommand('T'));
    expect(await result(bench, deleteCommand('T'))).toBe(results.wrongState);
  });
});

describe('a provisioning Profile', () => {
  it('is enabled, takes the place of another one, and is listed like any', async () => {
    await using bench = await open(['A', 'P']);
    await result(bench, enableCommand('A'));
    expect(await result(bench, enableCommand('P'))).toBe(results.ok);
    expect(await enabled(bench)).toBe('P');
    expect(await bench.es10('BF2D00')).toContain(octetsOf('P'));
    expect(await result(bench, disableCommand('P'))).toBe(results.ok);
    expect(await enabled(bench)).toBe('');
  });

  it('does not get past PPR1 of an operational Profile: 3', async () => {
    await using bench = await openBench();
    await install(bench, 'A', { profilePolicyRules: ['ppr1'], profileOwner: owner });
    await install(bench, 'P');
    await result(bench, enableCommand('A'));
    expect(await result(bench, enableCommand('P'))).toBe(results.policy);
    expect(await enabled(bench)).toBe('A');
  });

  it('with PPR1 of its own makes way for an operational one all the same, but is not disabled', async () => {
    await using bench = await openBench();
    await install(bench, 'P', { profilePolicyRules: ['ppr1'], profileOwner: owner });
    await install(bench, 'A');
    await result(bench, enableCommand('P'));
    expect(await result(bench, disableCommand('P'))).toBe(results.policy);
    expect(await result(bench, enableCommand('A'))).toBe(results.ok);
    expect(await enabled(bench)).toBe('A');
  });
});

describe('the bits of eUICCMemoryReset, each alone and together (SGP.22 §5.7.19)', () => {
  const own = '0880066F776E2E6578';
  const withOwnAddress = async (): Promise<Bench> => {
    const bench = await open(['A', 'B', 'S', 'T', 'P'], { card: { defaultDpAddress: 'factory.example' } });
    await bench.es10(`BF3F${own}`);
    await result(bench, enableCommand('A'));
    return bench;
  };
  const address = async (bench: Bench) => (await bench.store.read())!.registers.defaultDpAddress;

  it.each([
    ['none', '0100', 1, 'ABSTP', 'A', 'own.ex'],
    ['operational Profiles', '020780', 0, 'STP', '', 'own.ex'],
    ['test Profiles', '020640', 0, 'ABP', 'A', 'own.ex'],
    ['the address', '020520', 0, 'ABSTP', 'A', 'factory.example'],
    ['operational Profiles and the address', '0205A0', 0, 'STP', '', 'factory.example'],
    ['test Profiles and the address', '020560', 0, 'ABP', 'A', 'factory.example'],
    ['all three', '0205E0', 0, 'P', '', 'factory.example'],
    ['bits of a later version only', '020318', 1, 'ABSTP', 'A', 'own.ex'],
    ['all three and bits of a later version', '0203F8', 0, 'P', '', 'factory.example'],
  ])('%s', async (_, bits, code, left, on, dpAddress) => {
    await using bench = await withOwnAddress();
    const length = toHex(Uint8Array.of(bits.length / 2 + 1));
    expect(await result(bench, `BF34${length}82${bits}`)).toBe(code);
    expect([await installed(bench), await enabled(bench), await address(bench)]).toEqual([
      left,
      on,
      dpAddress,
    ]);
    expect(await result(bench, `BF34${length}82${bits}`)).toBe(1);
    await bench.powerCycle();
    expect([await installed(bench), await enabled(bench), await address(bench)]).toEqual([
      left,
      on,
      dpAddress,
    ]);
  });

  it('with the enabled test Profile the way back goes too', async () => {
    await using bench = await open(['A', 'B', 'T']);
    await result(bench, enableCommand('A'));
    await result(bench, enableCommand('T'));
    expect(await result(bench, 'BF340482020640')).toBe(results.ok);
    expect(await enabled(bench)).toBe('');
    expect((await bench.store.read())!.registers.enabledBeforeTest).toBeUndefined();
    expect(await result(bench, enableCommand('B'))).toBe(results.ok);
  });

  it('the memory of what was deleted is free again, and the ICCIDs and AIDs are', async () => {
    await using bench = await open(['A', 'B']);
    const before = await bench.es10('BF2D055C035A4F95');
    await result(bench, 'BF340482020780');
    await install(bench, 'A');
    await install(bench, 'B');
    expect(await bench.es10('BF2D055C035A4F95')).toBe(before);
  });
});
