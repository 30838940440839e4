import { describe, expect, it } from 'vitest';

import { tlv } from '#shared/asn1/index';
import { filled, fromHex, toHex } from '#shared/bytes/bytes';
import { readBoundProfilePackage, segmentBoundProfilePackage } from '#shared/rsp/bound-profile-package';
import { buildProfile } from '#shared/saip/index';

import { first, withWrongMac } from '../../support/package-edits.ts';
import { vectors } from '../../support/vectors.ts';
import type { Bench } from '../../device-sim/euicc/bench.ts';
import { metadata, nistCi, openBench, profileValues, resultOf } from '../../device-sim/euicc/bench.ts';
import {
  attempt,
  curves,
  expectResult,
  firstAid,
  freeMemory,
  prepared,
  profilesOn,
  reset,
  retrieved,
  tid,
  waiting,
} from './bench.ts';

const iccid = '98001032547698103214';
/** The list of one Profile with these members. */
const listed = (members: string): string => toHex(tlv(0xbf2d, tlv(0xa0, tlv(0xe3, fromHex(members)))));
const told = '1 install smdp.example.com';

async function expectInstalled(bench: Bench): Promise<void> {
  expect(await profilesOn(bench)).toEqual(['A disabled']);
  expect(await waiting(bench)).toEqual([told]);
}

describe('SGP.23 §4.2, ES10b.LoadBoundProfilePackage and ES8+ (SGP.22 §5.5, §5.7.6): packages that install', () => {
  it.each(curves)(
    'C048 %s, smallest package under session keys: disabled, a signed result waits',
    async (_, ci) => {
      await using bench = await openBench({ cis: [ci()] });
      const { answer } = await attempt(bench, {}, ci());
      expect(answer.slice(0, -128)).toBe(
        `BF3781A6BF27608010${tid}BF2F25800101810207800C10736D64702E6578616D706C652E636F6D5A0A${iccid}` +
          `060388370AA21FA01D4F10${firstAid}04093007A00530038001005F3740`,
      );
      await expectInstalled(bench);
    },
  );

  it.each(curves)('C049 %s, with ReplaceSessionKeys (A2): installed', async (_, ci) => {
    await using bench = await openBench({ cis: [ci()] });
    expect((await attempt(bench, { ppk: true }, ci())).result).toBe(firstAid);
    await expectInstalled(bench);
  });

  it('C050 icon and notificationConfigurationInfo, without PPR, are to be seen in E3', async () => {
    await using bench = await openBench();
    const icon = filled(40, 0x89);
    const event = ['notificationEnable', 'notificationDelete'] as const;
    const notificationConfigurationInfo = [
      { profileManagementOperation: event, notificationAddress: 'smdp.example.com' },
    ];
    const { result } = await attempt(bench, {
      metadata: metadata({ icon, iconType: 1, notificationConfigurationInfo }),
    });
    expect(result).toBe(firstAid);
    const icons = `9301019428${toHex(icon)}`;
    const configuration = 'B6183016800204508110736D64702E6578616D706C652E636F6D';
    expect(await bench.es10('BF2D095C079192939495B699')).toBe(
      listed(`910441434D459206506C616E2041${icons}950102${configuration}`),
    );
    expect(await bench.es10('BF2D035C0199')).toBe('BF2D04A002E300');
  });

  it('C051 an icon of 1024 octets over two 88: installed, and listed whole', async () => {
    await using bench = await openBench();
    const icon = filled(1_024, 0x89);
    const { key, euiccOtpk } = await prepared(bench);
    const whole = bench.package(euiccOtpk, { metadata: metadata({ icon, iconType: 0 }) });
    expect(readBoundProfilePackage(whole).sequenceOf88).toHaveLength(2);
    expect(expectResult(await bench.load(whole), key).finalResult.successResult).toBeDefined();
    expect(await bench.es10('BF2D045C029394')).toBe(listed(`93010094820400${toHex(icon)}`));
  });

  it.each([
    ['C052 many 86 with 1007 plain octets each: installed', 1_007],
    ['C052a many 86 with 1008 plain octets each: installed, though over the 1020 of §2.5.3', 1_008],
  ])('%s', async (_, segmentSize) => {
    await using bench = await openBench();
    const profilePackage = buildProfile(profileValues({ fill: 20_000 }));
    const { result } = await attempt(bench, { profilePackage, segmentSize });
    expect(result).toBe(firstAid);
    await expectInstalled(bench);
  });
});

describe('SGP.23 §5.2, a load that is interrupted (SGP.22 §5.7.6)', () => {
  const ways: readonly (readonly [string, (bench: Bench) => Promise<void>])[] = [
    ['a reset', reset],
    ['a loss of power', (bench) => bench.powerCycle()],
  ];
  const moments = [
    { says: 'after ConfigureISDP', segments: 2, result: [2, 11], named: undefined },
    { says: 'after StoreMetadata', segments: 4, result: [5, 11], named: iccid },
    { says: 'among the profile elements', segments: 8, result: [5, 11], named: iccid },
  ];

  describe.each(ways)('by %s', (_, interrupt) => {
    it.each(moments)('C071 $says: a signed result $result waits, no Profile', async (moment) => {
      await using bench = await openBench();
      const free = await freeMemory(bench);
      const { key, euiccOtpk } = await prepared(bench);
      const segments = segmentBoundProfilePackage(bench.package(euiccOtpk, { segmentSize: 300 }));
      for (const segment of segments.slice(0, moment.segments)) expect(await bench.es10(segment)).toBe('');
      await interrupt(bench);
      expect(await waiting(bench)).toEqual([told]);
      const [answer = ''] = await retrieved(bench);
      const { notificationMetadata } = expectResult(answer, key);
      expect(resultOf(answer)).toEqual(moment.result);
      expect(notificationMetadata.iccid && toHex(notificationMetadata.iccid)).toBe(moment.named);
      expect([await profilesOn(bench), await freeMemory(bench)]).toEqual([[], free]);
      expect((await bench.send(segments.at(-1)!)).sw).toBe('6985');
      expect((await attempt(bench)).result).toBe(firstAid);
    });
  });
});

describe('SGP.23 §5.2, test Profiles (SGP.22 §2.4.5.3)', () => {
  const testClass = metadata({ profileClass: 0 });

  it('C072 class test with a K of its own: (5, 14), and nothing is installed', async () => {
    await using bench = await openBench();
    const profilePackage = buildProfile(profileValues({ k: filled(16, 0x42) }));
    expect((await attempt(bench, { profilePackage, metadata: testClass })).result).toEqual([5, 14]);
    expect(await profilesOn(bench)).toEqual([]);
    expect((await attempt(bench, { profilePackage })).result).toBe(firstAid);
  });

  it('C073 class test with the key of TS.48: installed', async () => {
    await using bench = await openBench();
    const k = fromHex('000102030405060708090A0B0C0D0E0F');
    const profilePackage = buildProfile(profileValues({ k }));
    expect((await attempt(bench, { profilePackage, metadata: testClass })).result).toBe(firstAid);
    expect(await bench.es10('BF2D045C025A95')).toBe(`BF2D13A011E30F5A0A${iccid}950100`);
  });

  describe.skipIf(!vectors.available)('with the published packages', () => {
    it.each(['TS48v4_SAIP2.3_BERTLV', 'TS48v5_SAIP2.3_BERTLV_SUCI', 'TS48v5_SAIP2.3_NoBERTLV'])(
      'C073a %s, class test: installed',
      async (file) => {
        await using bench = await openBench();
        const profilePackage = vectors.bytes(`ts48/${file}.der`);
        expect((await attempt(bench, { profilePackage, metadata: testClass })).result).toBe(firstAid);
        await expectInstalled(bench);
      },
    );
  });
});

describe('SGP.23 §4.2, after a failure (SGP.22 §5.7.6)', () => {
  it('C074 segments after a result was told: 6985, nothing is left behind, and a new session installs', async () => {
    await using bench = await openBench();
    const free = await freeMemory(bench);
    const { key, euiccOtpk } = await prepared(bench);
    const whole = bench.package(euiccOtpk, { touch: first('metadata', withWrongMac) });
    const segments = segmentBoundProfilePackage(whole);
    for (const segment of segments.slice(0, 3)) expect(await bench.es10(segment)).toBe('');
    expectResult(await bench.es10(segments[3]!), key);
    for (const segment of segments.slice(4)) {
      const { data, sw } = await bench.send(segment);
      expect([toHex(data), sw]).toEqual(['', '6985']);
    }
    expect([await profilesOn(bench), await waiting(bench), await freeMemory(bench)]).toEqual([
      [],
      [told],
      free,
    ]);
    expect((await attempt(bench, {}, nistCi())).result).toBe(firstAid);
  });
});
