import { describe, expect, it } from 'vitest';

import type { Profile } from '#device-sim/lpa/index';
import { visibleProfiles } from '#device-sim/lpa/index';
import { fromHex } from '#shared/bytes/bytes';
import { parseIccid } from '#shared/identifiers/iccid';

import { Bench, euiccInfo2, iccid, notification } from './bench.ts';
import { result } from './scripted-card.ts';

const profile = parseIccid(iccid);

describe('the profiles on a card', () => {
  it('are listed as the card tells of them (es10.md §2)', async () => {
    const bench = new Bench();
    bench.card.on(
      0xbf2d,
      fromHex(`BF2D48 A046 E344 5A0A98001032547698103214 4F10A0000005591010FFFFFFFF8900001100 9F700101 9004576F726B
        910441434D45 9206506C616E2041 950102 B705800300F110 99020640`),
    );
    expect(await bench.lpa.profiles()).toEqual([
      {
        iccid,
        isdpAid: 'A0000005591010FFFFFFFF8900001100',
        state: 'enabled',
        nickname: 'Work',
        serviceProviderName: 'ACME',
        profileName: 'Plan A',
        profileClass: 'operational',
      },
    ]);
  });

  it('are shown without provisioning ones, and without test ones outside test mode', () => {
    const of = (profileClass: Profile['profileClass']) => ({ iccid: profile, profileClass }) as Profile;
    const all = [of('operational'), of('provisioning'), of('test')];
    expect(visibleProfiles(all)).toEqual([of('operational')]);
    expect(visibleProfiles(all, { testMode: true })).toEqual([of('operational'), of('test')]);
  });

  it('without a readable ICCID are no answer', async () => {
    const bench = new Bench();
    bench.card.on(0xbf2d, fromHex('BF2D10A00EE30C5A0AAAAAAAAAAAAAAAAAAAAA'));
    await expect(bench.lpa.profiles()).rejects.toMatchObject({ name: 'BadCardAnswer' });
  });
});

describe('changing a profile', () => {
  it.each([
    ['enable', 0xbf31],
    ['disable', 0xbf32],
    ['delete', 0xbf33],
  ] as const)('%s delivers the notifications that come of it', async (action, tag) => {
    const bench = new Bench();
    bench.card.on(tag, () => {
      bench.leave(notification(0, 'notificationEnable'));
      return result(tag, 0);
    });
    expect((await bench.lpa[action](profile)).delivered).toHaveLength(1);
    expect(bench.pending).toEqual([]);
  });

  it.each([
    ['enable', 0xbf31],
    ['disable', 0xbf32],
    ['delete', 0xbf33],
  ] as const)('%s leaves them on the card where that is wanted', async (action, tag) => {
    const bench = new Bench();
    bench.card.on(tag, () => {
      bench.leave(notification(0, 'notificationEnable'));
      return result(tag, 0);
    });
    await bench.lpa[action](profile, { deliver: false });
    expect(bench.pending).toHaveLength(1);
    expect(bench.server.calls).toEqual([]);
  });

  it('disables a profile that is disabled already', async () => {
    const bench = new Bench();
    bench.state = 0;
    bench.card.on(0xbf32, result(0xbf32, 2));
    expect(await bench.lpa.disable(profile)).toEqual({ delivered: [], kept: [] });
  });

  it('does not enable a profile that is in no other state', async () => {
    const bench = new Bench();
    bench.state = 0;
    bench.card.on(0xbf31, result(0xbf31, 2));
    await expect(bench.lpa.enable(profile)).rejects.toMatchObject({ reason: 'profileNotInDisabledState' });
  });

  it('names a profile', async () => {
    const bench = new Bench();
    bench.card.on(0xbf29, result(0xbf29, 0));
    await bench.lpa.setNickname(profile, 'Work');
    expect(bench.card.sent('BF29')).toEqual(['BF29125A0A980010325476981032149004576F726B']);
  });

  it('tells the trace', async () => {
    const bench = new Bench();
    const told: string[] = [];
    bench.trace.on('lpa.profile', ({ action, iccid: of }) => told.push(`${action} ${of}`));
    bench.card.on(0xbf33, result(0xbf33, 0));
    await bench.lpa.delete(profile);
    expect(told).toEqual([`deleted ${iccid}`]);
  });
});

describe('the eUICC itself', () => {
  it('is reset, all of it if nothing else is said', async () => {
    const bench = new Bench();
    bench.card.on(0xbf34, result(0xbf34, 0));
    await bench.lpa.memoryReset();
    await bench.lpa.memoryReset(['resetDefaultSmdpAddress']);
    expect(bench.card.sent('BF34')).toEqual(['BF3404820205E0', 'BF340482020520']);
  });

  it('has nothing to reset without that being an error', async () => {
    const bench = new Bench();
    bench.card.on(0xbf34, result(0xbf34, 1));
    expect(await bench.lpa.memoryReset()).toEqual({ delivered: [], kept: [] });
  });

  it('tells its EID, its information and its addresses', async () => {
    const bench = new Bench();
    bench.card
      .on(0xbf3e, fromHex('BF3E125A1089049032123451234512345678901235'))
      .on(0xbf22, euiccInfo2)
      .on(0xbf3c, fromHex('BF3C238010736D64702E6578616D706C652E636F6D810F6C70612E64732E67736D612E636F6D'));
    expect(await bench.lpa.eid()).toBe('89049032123451234512345678901235');
    expect((await bench.lpa.info()).svn).toEqual(fromHex('020200'));
    expect(await bench.lpa.addresses()).toEqual({
      defaultDpAddress: 'smdp.example.com',
      rootDsAddress: 'lpa.ds.gsma.com',
    });
    expect(bench.card.sent('BF3E')).toEqual(['BF3E035C015A']);
  });

  it('takes and drops a default SM-DP+ address', async () => {
    const bench = new Bench();
    bench.card.on(0xbf3f, result(0xbf3f, 0));
    await bench.lpa.setDefaultSmdpAddress('a.test');
    await bench.lpa.setDefaultSmdpAddress('');
    expect(bench.card.sent('BF3F')).toEqual(['BF3F088006612E74657374', 'BF3F028000']);
    bench.card.on(0xbf3f, result(0xbf3f, 127));
    await expect(bench.lpa.setDefaultSmdpAddress('')).rejects.toMatchObject({ name: 'EuiccError' });
  });

  it('with an EID that is none gives no answer', async () => {
    const bench = new Bench();
    bench.card.on(0xbf3e, fromHex('BF3E125A10AA049032123451234512345678901235'));
    await expect(bench.lpa.eid()).rejects.toMatchObject({ name: 'BadCardAnswer' });
  });

  it.each([0, 256, 1.5])('is not opened with blocks of %d octets', (blockSize) => {
    expect(() => new Bench({ blockSize })).toThrow(TypeError);
  });
});
