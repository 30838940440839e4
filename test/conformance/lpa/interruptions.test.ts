import { describe, expect, it } from 'vitest';

import { HttpFailure } from '#shared/http/failure';
import { parseIccid } from '#shared/identifiers/iccid';

import { iccid, resultOf } from '../../device-sim/euicc/bench.ts';
import type { Reference } from './reference.ts';
import { everyChangeTold, openReference } from './reference.ts';

const profile = parseIccid(iccid);

/** Takes the power away at the n-th command with that tag, and gives it back at once. */
function losingPowerAt({ card, euicc }: Reference, tag: string, nth = 1): void {
  let left = nth;
  card.before = async (command) => {
    if (!command.startsWith(tag)) return;
    left -= 1;
    if (left === 0) await euicc.powerCycle();
  };
}

describe('SGP.23 §4.4, power is lost while a package is loaded (SGP.22 §3.1.3, §5.7.6)', () => {
  it.each([
    ['C178a', 'behind ConfigureISDP', 'A1', 1, 2],
    ['C178b', 'behind StoreMetadata', 'A3', 1, 5],
    ['C178c', 'within the profile elements', '86', 2, 5],
  ] as const)(
    '%s %s: after the start a result Interruption(11) waits and is delivered, the next download goes well',
    async (_number, _where, tag, nth, bppCommandId) => {
      await using reference = await openReference();
      losingPowerAt(reference, tag, nth);
      const failure = await reference.failure();
      expect(failure.stage).toBe('loadBoundProfilePackage');
      expect(failure.message).not.toContain('\n');
      expect(await reference.profiles()).toEqual([]);
      expect(await reference.waiting()).toEqual([1]);
      expect(reference.smdp.requests('handleNotification')).toEqual([]);

      await reference.lpa.deliverNotifications();
      const result = reference.posted('handleNotification', 'pendingNotification');
      expect(resultOf(result)).toEqual([bppCommandId, 11]);
      expect(await reference.waiting()).toEqual([]);
      reference.card.before = () => undefined;
      expect(await reference.download()).toMatchObject({ ok: true, iccid });
    },
  );

  it('C178d with the result on its way: it still waits after the start, and tells of the success', async () => {
    await using reference = await openReference();
    reference.smdp.on('handleNotification', { httpStatus: 503 });
    await reference.download();
    await reference.euicc.powerCycle();
    reference.smdp.on('handleNotification', { httpStatus: 204 });
    await reference.lpa.deliverNotifications();
    const result = reference.posted('handleNotification', 'pendingNotification');
    expect(resultOf(result)).toMatch(/^A0000005591010/);
    expect([await reference.profiles(), await reference.waiting()]).toEqual([[`${iccid} disabled`], []]);
  });
});

/** As in an aeroplane: nothing goes out until it has landed. */
function inFlight({ smdp }: Reference): () => void {
  smdp.intercept = () => {
    throw new HttpFailure('connect', 'the device is in flight mode');
  };
  return () => {
    smdp.intercept = () => undefined;
    smdp.calls.splice(0);
  };
}

describe('SGP.23 §4.4, a device in flight mode (SGP.22 §3.5)', () => {
  it('C179a a download: refused on the device, the person is told, the eUICC is not asked to authenticate', async () => {
    await using reference = await openReference();
    const land = inFlight(reference);
    const failure = await reference.failure();
    expect([failure.stage, failure.status]).toEqual(['initiateAuthentication', 'ServerNotReachable']);
    expect(failure.message).toContain('the device is in flight mode');
    expect([reference.card.sent('BF38'), reference.card.sent('BF41')]).toEqual([[], []]);
    expect(await reference.profiles()).toEqual([]);
    land();
    expect(await reference.download()).toMatchObject({ ok: true });
  });

  it('C179b profiles are changed all the same, their notifications wait and go out in order afterwards', async () => {
    await using reference = await openReference();
    reference.smdp.offer = { metadata: everyChangeTold };
    await reference.download();
    const land = inFlight(reference);
    await reference.lpa.enable(profile);
    await reference.lpa.disable(profile);
    const { kept } = await reference.lpa.delete(profile);
    expect(await reference.profiles()).toEqual([]);
    const numbers = await reference.waiting();
    expect(numbers).toEqual([2, 3, 4]);
    expect(kept.map(({ reason }) => reason)).toEqual(numbers.map(() => 'the device is in flight mode'));
    land();
    expect((await reference.lpa.deliverNotifications()).delivered).toHaveLength(3);
    expect(await reference.waiting()).toEqual([]);
  });
});
