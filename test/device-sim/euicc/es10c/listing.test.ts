import { beforeAll, describe, expect, it } from 'vitest';

import { filled, fromHex, toHex } from '#shared/bytes/bytes';

import type { Bench } from '../bench.ts';
import { openBench } from '../bench.ts';
import { enableCommand, install, octetsOf, owner } from '../lettered-profiles.ts';

const aidOf = (index: number): string => `A0000005591010FFFFFFFF890000${(0x11 + index).toString(16)}00`;
const letters = ['A', 'B', 'T', 'P'] as const;

describe('GetProfilesInfo of a card with one Profile that has everything', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench();
    await install(bench, 'A', {
      icon: filled(3, 0x89),
      iconType: 1,
      profilePolicyRules: ['ppr1', 'ppr2'],
      profileOwner: { ...owner, gid1: fromHex('FF'), gid2: fromHex('FF') },
      notificationConfigurationInfo: [
        { profileManagementOperation: ['notificationEnable'], notificationAddress: 'on.example' },
        { profileManagementOperation: ['notificationDelete'], notificationAddress: 'gone.example' },
      ],
    });
    await bench.es10(`BF29125A0A${octetsOf('A')}9004576F726B`);
    await bench.es10(enableCommand('A', '00'));
    return () => bench[Symbol.asyncDispose]();
  });

  const members = [
    ['5A', `5A0A98001032547698103214`],
    ['4F', `4F10${aidOf(0)}`],
    ['9F70', '9F700101'],
    ['90', '9004576F726B'],
    ['91', '910441434D45'],
    ['92', '9206506C616E2041'],
    ['93', '930101'],
    ['94', '9403898989'],
    ['95', '950102'],
    ['B6', 'B6263010800206 40810A6F6E2E6578616D706C653012800204 10810C676F6E652E6578616D706C65'],
    ['B7', 'B70B800300F1108101FF8201FF'],
    ['99', '99020560'],
  ].map(([tag = '', member = '']) => [tag, member.replaceAll(' ', '')] as const);
  const absent = ['B8', 'BF22', 'BF76', 'BA', '9B', 'BC', 'BD', '9F1F', 'BF20', '9F24', '9F25'];
  const listOf = (content: string): string => {
    const length = (octets: number): string => octets.toString(16).toUpperCase().padStart(2, '0');
    const octets = content.length / 2;
    return `BF2D${length(octets + 4)}A0${length(octets + 2)}E3${length(octets)}${content}`;
  };
  const askedFor = (tags: string): string => {
    const octets = tags.length / 2;
    return `BF2D${toHex(Uint8Array.of(octets + 2))}5C${toHex(Uint8Array.of(octets))}${tags}`;
  };

  it.each(members)('5C %s', async (tag, member) => {
    expect(await bench.es10(askedFor(tag))).toBe(listOf(member));
  });

  it.each(absent)('5C %s is left out: the Profile has none', async (tag) => {
    expect(await bench.es10(askedFor(tag))).toBe(listOf(''));
    expect(await bench.es10(askedFor(`${tag}5A`))).toBe(listOf(members[0]![1]));
  });

  it('all at once come in the order of the structure, however they are asked for', async () => {
    const tags = members.map(([tag]) => tag);
    const whole = await bench.es10(askedFor(tags.join('')));
    expect(whole.endsWith(members.map(([, member]) => member).join(''))).toBe(true);
    expect(await bench.es10(askedFor(tags.toReversed().join('')))).toBe(whole);
    expect(await bench.es10(askedFor(tags.join('') + tags.join('')))).toBe(whole);
  });

  it.each([
    ['an empty list of tags', 'BF2D025C00', 'BF2D04A002E300'],
    ['a list that is cut off within a tag', 'BF2D035C019F', 'BF2D03810101'],
    ['a tag of five octets', 'BF2D075C059F81818101', 'BF2D03810101'],
    ['a list that is longer than the command', 'BF2D035C055A', 'BF2D03810101'],
  ])('%s', async (_, command, answer) => {
    const { data, sw } = await bench.send(command);
    expect([toHex(data), sw]).toEqual([answer, '9000']);
  });
});

describe('GetProfilesInfo of a card with Profiles of each class', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench();
    for (const letter of letters) await install(bench, letter);
    await bench.es10(enableCommand('T', '00'));
    return () => bench[Symbol.asyncDispose]();
  });

  const iccidsIn = (answer: string): string =>
    letters.filter((letter) => answer.includes(`5A0A${octetsOf(letter)}`)).join('');

  it.each([
    ['no criterion', 'BF2D00', 'ABTP'],
    ['no criterion, but tags', 'BF2D035C015A', 'ABTP'],
    ['operational ones', 'BF2D05A003950102', 'AB'],
    ['provisioning ones', 'BF2D05A003950101', 'P'],
    ['test ones', 'BF2D05A003950100', 'T'],
    ['a class that is reserved', 'BF2D05A003950103', ''],
    ['the ICCID of the test one', `BF2D0EA00C5A0A${octetsOf('T')}`, 'T'],
    ['the AID of the second one', `BF2D14A0124F10${aidOf(1)}`, 'B'],
    ['the AID of none', `BF2D14A0124F10${aidOf(9)}`, ''],
    ['the AID of the ISD-R', 'BF2D14A0124F10A0000005591010FFFFFFFF8900000100', ''],
    ['a class, with tags', 'BF2D08A0039501025C015A', 'AB'],
    ['a class behind the tags', 'BF2D085C015AA003950102', 'AB'],
  ])('%s', async (_, command, expected) => {
    const answer = await bench.es10(command);
    expect(iccidsIn(answer)).toBe(expected);
    expect(answer.match(/E3(?=..5A0A)/g) ?? []).toHaveLength(expected.length);
    if (expected === '') expect(answer).toBe('BF2D02A000');
  });

  it.each([
    ['none in the wrapper', 'BF2D02A000'],
    ['two', `BF2D11A00F9501025A0A${octetsOf('A')}`],
    ['a nickname', 'BF2D05A003900141'],
    ['an ICCID of nine octets', `BF2D0DA00B5A09${octetsOf('A').slice(2)}`],
    ['an AID of four octets', 'BF2D08A0064F04A0000005'],
    ['an AID of seventeen octets', `BF2D15A0134F11${aidOf(0)}00`],
    ['a class without octets', 'BF2D04A0029500'],
  ])('criteria that are not acceptable, %s: incorrectInputValues', async (_, command) => {
    expect(await bench.es10(command)).toBe('BF2D03810101');
  });

  it('the enabled one is told by its state, and by no other', async () => {
    const answer = await bench.es10('BF2D055C035A9F70');
    expect(answer.match(/9F700101/g)).toHaveLength(1);
    expect(answer).toContain(`5A0A${octetsOf('T')}9F700101`);
  });
});
