import { describe, expect, it } from 'vitest';

import { tlv } from '#shared/asn1/index';
import { filled, fromHex, toHex } from '#shared/bytes/bytes';
import { parsePlmn } from '#shared/identifiers/plmn';
import { buildProfile } from '#shared/saip/index';

import { metadata, openBench, profileValues } from '../bench.ts';

const iccid = '98001032547698103214';
const aid = 'A0000005591010FFFFFFFF8900001100';
const setNickname = (text: string): string =>
  toHex(tlv(0xbf29, fromHex(`5A0A${iccid}`), tlv(0x90, fromHex(text))));

describe('GetProfilesInfo', () => {
  it('is that of es10.md §2, octet by octet', async () => {
    await using bench = await openBench();
    await bench.download({
      metadata: metadata({ profilePolicyRules: ['ppr1'], profileOwner: { mccMnc: fromHex('00F110') } }),
    });
    await bench.es10(setNickname('576F726B'));
    await bench.es10(`BF3111A00C5A0A${iccid}810100`);
    const everything = 'BF2D105C0E5A4F9F70909192939495B6B7B899';
    expect(await bench.es10(everything)).toBe(
      `BF2D48A046E3445A0A${iccid}4F10${aid}9F7001019004576F726B910441434D459206506C616E2041950102B705800300F11099020640`,
    );
  });

  it('without tags lists the default set, the icon too, but no owner and no rules', async () => {
    await using bench = await openBench();
    const icon = filled(40, 0x89);
    await bench.download({
      metadata: metadata({
        icon,
        iconType: 1,
        profilePolicyRules: ['ppr1'],
        profileOwner: { mccMnc: fromHex('00F110') },
      }),
    });
    expect(await bench.es10('BF2D00')).toBe(
      `BF2D64A062E3605A0A${iccid}4F10${aid}9F700100910441434D459206506C616E2041930101` +
        `9428${toHex(icon)}950102`,
    );
  });

  it.each([
    ['no Profiles', 'BF2D00', 'BF2D02A000', false],
    ['the ICCID', `BF2D13A00C5A0A${iccid}5C035A9F70`, `BF2D14A012E3105A0A${iccid}9F700100`, true],
    ['another ICCID', 'BF2D13A00C5A0A980010325476981032155C035A9F70', 'BF2D02A000', true],
    ['the AID', `BF2D17A0124F10${aid}5C015A`, `BF2D10A00EE30C5A0A${iccid}`, true],
    ['its class', 'BF2D08A0039501025C015A', `BF2D10A00EE30C5A0A${iccid}`, true],
    ['another class', 'BF2D05A003950100', 'BF2D02A000', true],
    ['a tag that no Profile has', 'BF2D045C029F24', 'BF2D04A002E300', true],
    ['a tag list that is cut off', 'BF2D045C025A9F', 'BF2D03810101', true],
    ['criteria of another kind', 'BF2D05A003800100', 'BF2D03810101', true],
    ['two criteria', `BF2D11A00F9501025A0A${iccid}`, 'BF2D03810101', true],
  ])('%s', async (_, command, answer, installed) => {
    await using bench = await openBench();
    if (installed) await bench.download();
    expect(await bench.es10(command)).toBe(answer);
  });

  it.each([
    ['001/01', '001010123456789', '00F110'],
    ['310/410', '310410123456789', '130014'],
  ])('an owner that is not stored is told from the files: %s', async (plmn, imsi, mccMnc) => {
    await using bench = await openBench();
    const values = profileValues({ plmn: parsePlmn(plmn), imsi, gid1: fromHex('A1') });
    await bench.download({ profilePackage: buildProfile(values) });
    expect(await bench.es10('BF2D035C01B7')).toContain(`B7088003${mccMnc}8101A1`);
  });
});

describe('SetNickname', () => {
  it('sets, replaces and removes', async () => {
    await using bench = await openBench();
    await bench.download();
    expect(await bench.es10(setNickname('576F726B'))).toBe('BF2903800100');
    expect(await bench.es10('BF2D035C0190')).toBe('BF2D0AA008E3069004576F726B');
    await bench.powerCycle();
    expect(await bench.es10(setNickname('4F66'))).toBe('BF2903800100');
    expect(await bench.es10('BF2D035C0190')).toBe('BF2D08A006E30490024F66');
    expect(await bench.es10(setNickname(''))).toBe('BF2903800100');
    expect(await bench.es10('BF2D035C0190')).toBe('BF2D04A002E300');
  });

  it('an unknown ICCID is 1', async () => {
    await using bench = await openBench();
    expect(await bench.es10(setNickname('41'))).toBe('BF2903800101');
  });

  it('64 characters are taken, whatever their octets, and 65 are not', async () => {
    await using bench = await openBench();
    await bench.download();
    expect(await bench.es10(setNickname('C3A9'.repeat(64)))).toBe('BF2903800100');
    expect(await bench.es10(setNickname('41'.repeat(65)))).toBe('BF290380017F');
    expect((await bench.send(setNickname('C3'))).sw).toBe('6A80');
  });
});

describe('GetEID', () => {
  it('knows 5A only', async () => {
    await using bench = await openBench();
    expect(await bench.es10('BF3E035C015A')).toBe('BF3E125A1089049032123451234512345678901235');
    expect((await bench.send('BF3E035C014F')).sw).toBe('6A88');
    expect((await bench.send('BF3E00')).sw).toBe('6A80');
  });
});
