import { describe, expect, it } from 'vitest';

import { BadCardAnswer, EuiccError } from '#device-sim/lpa/es10/card-errors';
import * as es10b from '#device-sim/lpa/es10/es10b';
import * as es10c from '#device-sim/lpa/es10/es10c';
import { IsdR } from '#device-sim/lpa/es10/isd-r';
import { CardWire } from '#device-sim/lpa/es10/card-wire';
import { tlv } from '#shared/asn1/index';
import { concat, fromHex, toHex } from '#shared/bytes/bytes';
import { parseIccid } from '#shared/identifiers/iccid';
import { systemClock } from '#shared/runtime/clock';
import { Trace } from '#shared/runtime/trace';

import { Bench, euiccInfo2, iccid, iccidOctets, transactionId } from '../bench.ts';
import { result, ScriptedCard } from '../scripted-card.ts';

async function isdROf(card: ScriptedCard): Promise<IsdR> {
  const clock = systemClock();
  return IsdR.open(new CardWire(card, { trace: new Trace(clock), device: 'device-1' }), 255);
}

const profile = { iccid: iccidOctets };

/** Commands as es10.md §2 and §7 print them. */
const commands: [string, string, number, (isdR: IsdR) => Promise<unknown>][] = [
  [
    'EnableProfile',
    'BF3111A00C5A0A98001032547698103214810100',
    0xbf31,
    (r) => es10c.enableProfile(r, profile, false),
  ],
  [
    'EnableProfile with refresh',
    'BF3111A00C5A0A980010325476981032148101FF',
    0xbf31,
    (r) => es10c.enableProfile(r, profile, true),
  ],
  [
    'EnableProfile by AID',
    'BF3117A0124F10A0000005591010FFFFFFFF8900001100810100',
    0xbf31,
    (r) => es10c.enableProfile(r, { isdpAid: fromHex('A0000005591010FFFFFFFF8900001100') }, false),
  ],
  [
    'DisableProfile',
    'BF3211A00C5A0A98001032547698103214810100',
    0xbf32,
    (r) => es10c.disableProfile(r, profile, false),
  ],
  ['DeleteProfile', 'BF330C5A0A98001032547698103214', 0xbf33, (r) => es10c.deleteProfile(r, profile)],
  [
    'eUICCMemoryReset',
    'BF3404820205E0',
    0xbf34,
    (r) =>
      es10c.euiccMemoryReset(r, [
        'deleteOperationalProfiles',
        'deleteFieldLoadedTestProfiles',
        'resetDefaultSmdpAddress',
      ]),
  ],
  [
    'SetNickname',
    'BF29125A0A980010325476981032149004576F726B',
    0xbf29,
    (r) => es10c.setNickname(r, iccidOctets, 'Work'),
  ],
  [
    'SetNickname to nothing',
    'BF290E5A0A980010325476981032149000',
    0xbf29,
    (r) => es10c.setNickname(r, iccidOctets, ''),
  ],
  ['RemoveNotificationFromList', 'BF3004800200C8', 0xbf30, (r) => es10b.removeNotificationFromList(r, 200)],
];

describe('commands of ES10 (es10.md §2)', () => {
  it.each(commands)('%s', async (_name, octets, tag, call) => {
    const card = new ScriptedCard().on(tag, result(tag, 0));
    await call(await isdROf(card));
    expect(card.commands).toEqual([octets]);
  });

  it('CancelSession', async () => {
    const card = new ScriptedCard().on(0xbf41, fromHex('BF4103810105'));
    const { value } = await es10b.cancelSession(await isdROf(card), transactionId, 'postponed');
    expect(card.commands).toEqual([`BF41158010${toHex(transactionId)}810101`]);
    expect(value).toEqual({ cancelSessionResponseError: 5 });
  });

  it('LoadCRL hands over the content of the list', async () => {
    const card = new ScriptedCard().on(0xbf35, fromHex('BF3503810101'));
    expect(await es10b.loadCrl(await isdROf(card), fromHex('3003020105'))).toEqual({
      loadCRLResponseError: 1,
    });
    expect(card.commands).toEqual(['BF3505A003020105']);
  });
});

describe('answers of ES10', () => {
  it('reads the EUICCInfo2 of a real card', async () => {
    const card = new ScriptedCard().on(0xbf22, euiccInfo2);
    const { value, der } = await es10b.getEuiccInfo2(await isdROf(card));
    expect(der).toEqual(euiccInfo2);
    expect(value.rspCapability).toEqual(['additionalProfile', 'testProfileSupport']);
  });

  it('finds its answer among several and does not look at what follows', async () => {
    const several = concat(fromHex('810100'), tlv(0xbf2e, tlv(0x80, new Uint8Array(16))), fromHex('FF'));
    const card = new ScriptedCard().on(0xbf2e, several);
    expect(await es10b.getEuiccChallenge(await isdROf(card))).toEqual(new Uint8Array(16));
  });

  it.each([
    ['of another function', 'BF2D02A000'],
    ['that is empty', ''],
    ['that is cut off', 'BF2E12800A'],
    ['with a challenge of 15 octets', 'BF2E11800F000000000000000000000000000000'],
  ])('refuses an answer %s', async (_case, octets) => {
    const card = new ScriptedCard().on(0xbf2e, fromHex(octets));
    await expect(es10b.getEuiccChallenge(await isdROf(card))).rejects.toBeInstanceOf(BadCardAnswer);
  });

  it.each([
    ['enable', 0xbf31, 3, 'disallowedByPolicy'],
    ['enable', 0xbf31, 4, 'wrongProfileReenabling'],
    ['disable', 0xbf32, 2, 'profileNotInEnabledState'],
    ['delete', 0xbf33, 2, 'profileNotInDisabledState'],
    ['delete', 0xbf33, 99, 'undefinedError'],
  ] as const)('%s names the error of %i: %i %s', async (action, tag, code, reason) => {
    const bench = new Bench();
    bench.card.on(tag, result(tag, code));
    await expect(bench.lpa[action](parseIccid(iccid))).rejects.toMatchObject({
      name: 'EuiccError',
      code,
      reason,
    });
  });

  it('lists no notifications where the eUICC has none with the number', async () => {
    const card = new ScriptedCard().on(0xbf2b, fromHex('BF2B03810101'));
    expect(await es10b.retrieveNotification(await isdROf(card), 7)).toBeUndefined();
    expect(card.commands).toEqual(['BF2B05A003800107']);
  });

  it.each([
    [0xbf28, 'BF280381017F', es10b.listNotification],
    [0xbf2b, 'BF2B0381017F', (isdR: IsdR) => es10b.retrieveNotification(isdR, 1)],
    [0xbf30, 'BF300380017F', (isdR: IsdR) => es10b.removeNotificationFromList(isdR, 1)],
    [0xbf2d, 'BF2D03810101', es10c.getProfilesInfo],
    [0xbf34, 'BF3403800105', (isdR: IsdR) => es10c.euiccMemoryReset(isdR, [])],
  ] as const)('turns the error arm of %i into an error', async (tag, octets, call) => {
    const card = new ScriptedCard().on(tag, fromHex(octets));
    await expect(call(await isdROf(card))).rejects.toBeInstanceOf(EuiccError);
  });
});
