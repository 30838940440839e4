import { describe, expect, it } from 'vitest';

import { HttpFailure } from '#shared/http/failure';
import { parseIccid } from '#shared/identifiers/iccid';
import { decode } from '#shared/asn1/index';
import { fromBase64 } from '#shared/bytes/bytes';
import { PendingNotification } from '#shared/rsp/notifications';

import { iccid, metadata } from '../../device-sim/euicc/bench.ts';
import type { Reference } from './reference.ts';
import { address, openReference } from './reference.ts';

const profile = parseIccid(iccid);
const down = { httpStatus: 503, body: 'later' };
const up = { httpStatus: 204 };
const [here, there] = [address, 'other.example.com'];
/** Enable and disable are told to one recipient, install and delete to another, and delete to both. */
const bothTold = metadata({
  notificationConfigurationInfo: [
    { profileManagementOperation: ['notificationInstall', 'notificationDelete'], notificationAddress: here },
    {
      profileManagementOperation: ['notificationEnable', 'notificationDisable', 'notificationDelete'],
      notificationAddress: there,
    },
  ],
});

/** What was posted so far: recipient, number and event of each. */
function posted({ smdp }: Reference): readonly string[] {
  return smdp.calls
    .filter(({ name }) => name === 'handleNotification')
    .map(({ url, request }) => {
      const { profileInstallationResult: result, otherSignedNotification: other } = decode(
        PendingNotification,
        fromBase64(String(request['pendingNotification'])),
      );
      const { seqNumber, profileManagementOperation } =
        result?.profileInstallationResultData.value.notificationMetadata ?? other!.tbsOtherNotification.value;
      const [event = ''] = profileManagementOperation;
      return `${new URL(url).host} ${seqNumber} ${event.replace('notification', '')}`;
    });
}

/** A card with the profile, and five notifications that nobody has taken yet. */
async function withHistory(reference: Reference): Promise<void> {
  reference.smdp.offer = { metadata: bothTold };
  reference.smdp.on('handleNotification', down);
  await reference.download();
  await reference.lpa.enable(profile, { deliver: false });
  await reference.lpa.disable(profile, { deliver: false });
  await reference.lpa.delete(profile, { deliver: false });
  reference.smdp.calls.splice(0);
}

describe('SGP.23 §4.4, delivery of notifications (SGP.22 §3.5, §5.6.4)', () => {
  it.each([
    ['C172a', 'HTTP 503', down],
    ['C172b', 'HTTP 500', { httpStatus: 500 }],
    ['C172c', 'HTTP 404', { httpStatus: 404 }],
    ['C172d', 'a redirection', { httpStatus: 302 }],
  ])(
    '%s the result is answered %s: it waits on the card, and is sent and removed later',
    async (_number, _what, answer) => {
      await using reference = await openReference();
      reference.smdp.on('handleNotification', answer);
      expect(await reference.download()).toMatchObject({ notifications: { delivered: 0, pending: 1 } });
      expect(reference.card.sent('BF30')).toEqual([]);
      expect(await reference.waiting()).toEqual([1]);
      reference.smdp.on('handleNotification', up);
      const { delivered, kept } = await reference.lpa.deliverNotifications();
      expect([delivered.length, kept]).toEqual([1, []]);
      expect(reference.card.sent('BF30')).toEqual(['BF3003800101']);
      expect(await reference.waiting()).toEqual([]);
      const [first, second] = reference.smdp.requests('handleNotification');
      expect(second).toEqual(first);
    },
  );

  it.each([
    ['C172e', 204, ''],
    ['C172f', 200, ''],
    ['C172g', 200, '<html>thanks</html>'],
    ['C172h', 202, '{}'],
  ])(
    '%s the result is answered %i with "%s": removed after that answer, not before it',
    async (_number, httpStatus, body) => {
      await using reference = await openReference();
      const removedBefore: number[] = [];
      reference.smdp.on('handleNotification', () => {
        removedBefore.push(reference.card.sent('BF30').length);
        return { httpStatus, body };
      });
      await reference.download();
      expect(removedBefore).toEqual([0]);
      expect(reference.card.sent('BF30')).toEqual(['BF3003800101']);
    },
  );

  it('C172i the server cannot be reached: it waits, and goes out before the next session with that server', async () => {
    await using reference = await openReference();
    reference.smdp.intercept = ({ name }) => {
      if (name === 'handleNotification') throw new HttpFailure('connect', 'nothing listens there');
      return undefined;
    };
    expect(await reference.download()).toMatchObject({ notifications: { pending: 1 } });
    reference.smdp.intercept = () => undefined;
    reference.smdp.calls.splice(0);
    expect((await reference.failure()).status).toBe('IccidAlreadyExists');
    expect(reference.smdp.called.slice(0, 2)).toEqual(['handleNotification', 'initiateAuthentication']);
  });
});

describe('SGP.23 §4.4, the order of notifications (SGP.22 §3.5)', () => {
  it('C173a to each recipient in ascending numbers', async () => {
    await using reference = await openReference();
    await withHistory(reference);
    reference.smdp.on('handleNotification', up);
    await reference.lpa.deliverNotifications();
    expect(posted(reference)).toEqual([
      `${here} 1 Install`,
      `${there} 2 Enable`,
      `${there} 3 Disable`,
      `${here} 4 Delete`,
      `${there} 5 Delete`,
    ]);
    expect(await reference.waiting()).toEqual([]);
  });

  it('C173b one recipient takes nothing: the others get theirs, its own wait in order behind the first', async () => {
    await using reference = await openReference();
    await withHistory(reference);
    reference.smdp.on('handleNotification', up);
    reference.smdp.intercept = ({ url }) => {
      if (url.includes(there)) throw new HttpFailure('connect', `${there} is down`);
      return undefined;
    };
    const { kept } = await reference.lpa.deliverNotifications();
    expect(kept.map(({ notification, reason }) => [notification.seqNumber, reason])).toEqual([
      [2, `${there} is down`],
      [3, `${there} is down`],
      [5, `${there} is down`],
    ]);
    expect(posted(reference)).toEqual([`${here} 1 Install`, `${there} 2 Enable`, `${here} 4 Delete`]);
    expect(await reference.waiting()).toEqual([2, 3, 5]);
    reference.smdp.intercept = () => undefined;
    await reference.lpa.deliverNotifications();
    expect(posted(reference).slice(3)).toEqual([
      `${there} 2 Enable`,
      `${there} 3 Disable`,
      `${there} 5 Delete`,
    ]);
  });
});
