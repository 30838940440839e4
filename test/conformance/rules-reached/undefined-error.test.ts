import { describe, expect, it } from 'vitest';

import * as es10a from '#device-sim/lpa/es10/es10a';
import * as es10b from '#device-sim/lpa/es10/es10b';
import * as es10c from '#device-sim/lpa/es10/es10c';
import { IsdR } from '#device-sim/lpa/es10/isd-r';
import { CardWire } from '#device-sim/lpa/es10/card-wire';
import { fromHex } from '#shared/bytes/bytes';
import { systemClock } from '#shared/runtime/clock';
import { Trace } from '#shared/runtime/trace';

import { iccidOctets } from '../../device-sim/lpa/bench.ts';
import { ScriptedCard } from '../../device-sim/lpa/scripted-card.ts';

const profile = { iccid: iccidOctets };

/** The error arm with 127 of each function that has one, as es10.md §2 prints it. */
const functions: readonly (readonly [string, number, string, (isdR: IsdR) => Promise<unknown>])[] = [
  ['SetDefaultDpAddress', 0xbf3f, 'BF3F0380017F', (r) => es10a.setDefaultDpAddress(r, 'smdp.test')],
  ['ListNotification', 0xbf28, 'BF280381017F', (r) => es10b.listNotification(r)],
  ['RetrieveNotificationsList', 0xbf2b, 'BF2B0381017F', (r) => es10b.retrieveNotification(r, 1)],
  ['RemoveNotificationFromList', 0xbf30, 'BF300380017F', (r) => es10b.removeNotificationFromList(r, 1)],
  ['GetProfilesInfo', 0xbf2d, 'BF2D0381017F', (r) => es10c.getProfilesInfo(r)],
  ['EnableProfile', 0xbf31, 'BF310380017F', (r) => es10c.enableProfile(r, profile, false)],
  ['DisableProfile', 0xbf32, 'BF320380017F', (r) => es10c.disableProfile(r, profile, false)],
  ['DeleteProfile', 0xbf33, 'BF330380017F', (r) => es10c.deleteProfile(r, profile)],
  ['eUICCMemoryReset', 0xbf34, 'BF340380017F', (r) => es10c.euiccMemoryReset(r, [])],
  ['SetNickname', 0xbf29, 'BF290380017F', (r) => es10c.setNickname(r, profile.iccid, 'Work')],
];

describe('undefinedError (127)', () => {
  it.each(functions)('of %s is told by the LPA', async (name, tag, answer, call) => {
    const clock = systemClock();
    const card = new ScriptedCard().on(tag, fromHex(answer));
    const isdR = await IsdR.open(new CardWire(card, { trace: new Trace(clock), device: 'device-1' }), 255);
    await expect(call(isdR)).rejects.toMatchObject({
      name: 'EuiccError',
      code: 127,
      reason: 'undefinedError',
    });
    expect(name).not.toBe('');
  });
});
