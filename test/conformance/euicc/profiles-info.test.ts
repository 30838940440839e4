import { describe, expect, it } from 'vitest';

import { tlv } from '#shared/asn1/index';
import { fromHex, toHex, toUtf8 } from '#shared/bytes/bytes';

import type { Bench } from '../../device-sim/euicc/bench.ts';
import { openBench } from '../../device-sim/euicc/bench.ts';
import type { Letter } from '../../device-sim/euicc/lettered-profiles.ts';
import { enableCommand, install, octetsOf } from '../../device-sim/euicc/lettered-profiles.ts';
import { firstAid, reset, tagsIn } from './bench.ts';

/** SetNickname, `BF29`. */
const naming = (letter: Letter, nickname: string): string =>
  toHex(tlv(0xbf29, fromHex(`5A0A${octetsOf(letter)}`), tlv(0x90, toUtf8(nickname))));

/** Operational A and B, test T, provisioning P. */
async function openFour(): Promise<Bench> {
  const bench = await openBench();
  for (const letter of ['A', 'B', 'T', 'P'] as const) await install(bench, letter);
  return bench;
}

/** The whole answer that lists these Profiles with nothing but their ICCIDs. */
const iccidsOf = (letters: readonly Letter[]): string =>
  toHex(tlv(0xbf2d, tlv(0xa0, fromHex(letters.map((letter) => `E30C5A0A${octetsOf(letter)}`).join('')))));

describe('SGP.23 §4.2, ES10c.SetNickname (SGP.22 §5.7.21)', () => {
  it.each([
    ['C086 a nickname of 64 characters: 0, listed, after a reset too', 'N'.repeat(64)],
    ['C086a a nickname of 64 characters with two octets each: 0, listed', 'é'.repeat(64)],
  ])('%s', async (_, nickname) => {
    await using bench = await openBench();
    await install(bench, 'A');
    expect(await bench.es10(naming('A', nickname))).toBe('BF2903800100');
    await reset(bench);
    const listed = tlv(0xbf2d, tlv(0xa0, tlv(0xe3, tlv(0x90, toUtf8(nickname)))));
    expect(await bench.es10('BF2D035C0190')).toBe(toHex(listed));
  });

  it('C086b an empty one: 0, and the nickname is gone', async () => {
    await using bench = await openBench();
    await install(bench, 'A');
    await bench.es10(naming('A', 'Work'));
    expect(await bench.es10(naming('A', ''))).toBe('BF2903800100');
    expect(await bench.es10('BF2D035C0190')).toBe('BF2D04A002E300');
  });

  it('C086c for an unknown ICCID: 1 iccidNotFound', async () => {
    await using bench = await openBench();
    await install(bench, 'A');
    expect(await bench.es10(naming('B', 'Work'))).toBe('BF2903800101');
    expect(await bench.es10('BF2D035C0190')).toBe('BF2D04A002E300');
  });
});

describe('SGP.23 §4.2, ES10c.GetProfilesInfo (SGP.22 §5.7.15)', () => {
  it.each<readonly [string, string, readonly Letter[]]>([
    ['C087 by ISD-P AID: that one', `A0124F10${firstAid}`, ['A']],
    ['C087a by ICCID: that one', `A00C5A0A${octetsOf('B')}`, ['B']],
    ['C087b by the class operational: those', 'A003950102', ['A', 'B']],
    ['C087c by the class test: that one', 'A003950100', ['T']],
  ])('%s', async (_, criteria, letters) => {
    await using bench = await openFour();
    const request = tlv(0xbf2d, fromHex(`${criteria}5C015A`));
    expect(await bench.es10(request)).toBe(iccidsOf(letters));
  });

  it.each([
    ['C087d an unknown ICCID: A0 00', `BF2D0EA00C5A0A${octetsOf('S')}`],
    ['C087e an unknown AID: A0 00', 'BF2D14A0124F10A0000005591010FFFFFFFF8900009900'],
  ])('%s', async (_, request) => {
    await using bench = await openFour();
    expect(await bench.es10(request)).toBe('BF2D02A000');
  });

  it('C087f a class that no Profile has: A0 00', async () => {
    await using bench = await openBench();
    await install(bench, 'A');
    expect(await bench.es10('BF2D05A003950100')).toBe('BF2D02A000');
  });

  it('C088 tagList 5A 9F70: these members only', async () => {
    await using bench = await openBench();
    for (const letter of ['A', 'B'] as const) await install(bench, letter);
    await bench.es10(enableCommand('B', '00'));
    const first = `E3105A0A${octetsOf('A')}9F700100`;
    const second = `E3105A0A${octetsOf('B')}9F700101`;
    expect(await bench.es10('BF2D055C035A9F70')).toBe(`BF2D26A024${first}${second}`);
  });

  it('C089 without a criterion every Profile is listed, provisioning and test too', async () => {
    await using bench = await openFour();
    expect(await bench.es10('BF2D035C015A')).toBe(iccidsOf(['A', 'B', 'T', 'P']));
    const [list] = /E3.*/.exec(await bench.es10('BF2D00')) ?? [];
    expect(tagsIn(list ?? '')).toEqual(['5A', '4F', '9F70', '91', '92', '95']);
  });

  it('C089a by the class 01: the provisioning one only', async () => {
    await using bench = await openFour();
    expect(await bench.es10('BF2D08A0039501015C015A')).toBe(iccidsOf(['P']));
  });
});

describe('SGP.23 §4.2, ES10c.GetEID (SGP.22 §5.7.20)', () => {
  it('C092 16 octets, of which the number is 1 modulo 97', async () => {
    await using bench = await openBench();
    const answer = await bench.es10('BF3E035C015A');
    expect(answer).toBe('BF3E125A1089049032123451234512345678901235');
    expect(BigInt(answer.slice(10)) % 97n).toBe(1n);
  });
});
