import { describe, expect, it } from 'vitest';

import type { Bytes } from '#shared/bytes/bytes';
import { filled, toUtf8 } from '#shared/bytes/bytes';
import { iccidToBytes } from '#shared/identifiers/iccid';
import type { InstallError } from '#shared/rsp/notifications';
import { installErrors } from '#shared/rsp/notifications';

import type { PreparedSession } from '../../support/crafted-device.ts';
import { flipBit } from '../../support/crafted-device.ts';
import type { Bench } from '../../smdp/bench.ts';
import { brainpool, openBench, otherEid, someEid } from '../../smdp/bench.ts';
import { authenticating, expectExecuted, expectRefused, standing } from './steps.ts';

const temporary: readonly InstallError[] = [
  'installFailedDueToInsufficientMemoryForProfile',
  'installFailedDueToInterruption',
];
const permanent = (Object.keys(installErrors) as InstallError[]).filter((name) => !temporary.includes(name));
/** `C138a`, `C138b` … */
const numbered = (line: string, errors: readonly InstallError[]) =>
  errors.map((error, at) => [`${line}${String.fromCharCode(97 + at)}`, error, installErrors[error]] as const);
const downloaded = { state: 'Downloaded', download: 1, confirmationCode: 0 };
const flipped = (octets: Bytes): Bytes => flipBit(octets);

/** A package that was delivered. */
async function delivered(bench: Bench): Promise<PreparedSession> {
  await bench.place();
  return (await bench.device.download('M-1')).prepared;
}

/** Hands a notification over: 204 and nothing else, whatever it is worth. */
async function notified({ device }: Bench, notification: Bytes): Promise<void> {
  const { status, text } = await device.notify(notification);
  expect([status, text]).toEqual([204, '']);
}

/** Handed over, and nothing at all comes of it but a finding. */
async function expectNothing(bench: Bench, notification: Bytes): Promise<void> {
  const before = await bench.smdp.orders.list();
  await notified(bench, notification);
  expect(await bench.smdp.orders.list()).toEqual(before);
  expect(bench.events('notification.received')).toEqual([]);
  expect(bench.events('finding').at(-1)?.where).toBe('handleNotification');
}

const reports = (bench: Bench): readonly string[] =>
  bench
    .events('order.progress')
    .filter(({ point }) => point === 'bppInstallation')
    .map(({ status }) => status);

describe('SGP.23 §4.3.15, ES9+.HandleNotification (SGP.22 §5.6.4): ProfileInstallationResult', () => {
  it('C137 a success: 204, the Profile is Installed, its session ends, its code is used up', async () => {
    await using bench = await openBench();
    const session = await delivered(bench);
    await notified(bench, bench.device.installationResult(session, 'success'));
    expect(await standing(bench)).toEqual({ ...downloaded, state: 'Installed' });
    expect(bench.smdp.sessions()).toEqual([]);
    expect(reports(bench)).toEqual(['success']);
    expectRefused(await authenticating(bench), '8.2.6/3.8');
  });

  it.each(numbered('C138', temporary))(
    '%s %s (%i): 204, the Profile stays Downloaded and can be had again',
    async (_number, error) => {
      await using bench = await openBench();
      const session = await delivered(bench);
      await notified(bench, bench.device.installationResult(session, error));
      expect(await standing(bench)).toEqual(downloaded);
      expectExecuted(await authenticating(bench));
      expect(reports(bench)).toEqual([error]);
    },
  );

  it.each(numbered('C139', permanent))(
    '%s %s (%i): 204, the Profile goes to Error and its code is used up',
    async (_number, error) => {
      await using bench = await openBench();
      const session = await delivered(bench);
      await notified(bench, bench.device.installationResult(session, error));
      expect(await standing(bench)).toEqual({ ...downloaded, state: 'Error' });
      expectRefused(await authenticating(bench), '8.2.6/3.8');
      expect(reports(bench)).toEqual([error]);
    },
  );

  it.each([
    ['C140a', 'its signature is wrong', { signature: flipped }],
    ['C140b', 'its signature is nothing but zeros', { signature: () => filled(64, 0) }],
    [
      'C140c',
      'it is for another SM-DP+',
      { data: (value: object) => ({ ...value, smdpOid: '2.999.11' }) as never },
    ],
  ])('%s a success, but %s: 204 and no change', async (_number, _what, changes) => {
    await using bench = await openBench();
    const session = await delivered(bench);
    await expectNothing(bench, bench.device.installationResult(session, 'success', changes));
    expect(await standing(bench)).toEqual(downloaded);
  });

  it('C140d a success of another eUICC for this TransactionID: 204 and no change', async () => {
    await using bench = await openBench();
    const session = await delivered(bench);
    await expectNothing(bench, bench.openDevice(otherEid).installationResult(session, 'success'));
  });

  it('C141a the same result twice: 204 both times, the state moves once, the operator hears it once', async () => {
    await using bench = await openBench();
    const session = await delivered(bench);
    const result = bench.device.installationResult(session, 'success');
    await notified(bench, result);
    await notified(bench, result);
    expect(bench.events('order.moved').map(({ to }) => to)).toEqual(['Released', 'Downloaded', 'Installed']);
    expect(reports(bench)).toEqual(['success']);
  });

  it('C141b an error after the success: 204, Installed is final', async () => {
    await using bench = await openBench();
    const session = await delivered(bench);
    await notified(bench, bench.device.installationResult(session, 'success'));
    await notified(bench, bench.device.installationResult(session, 'installFailedDueToPEProcessingError'));
    expect(await standing(bench)).toEqual({ ...downloaded, state: 'Installed' });
  });

  it('C143a a result of an unknown TransactionID: 204 and no change; by its ICCID it is found', async () => {
    await using bench = await openBench();
    const session = { ...(await delivered(bench)), transactionId: filled(16, 1) };
    await expectNothing(bench, bench.device.installationResult(session, 'success'));
    const [order] = await bench.smdp.orders.list();
    const iccid = iccidToBytes(order!.iccid);
    await notified(bench, bench.device.installationResult(session, 'success', { iccid }));
    expect(await standing(bench)).toEqual({ ...downloaded, state: 'Installed' });
  });

  it('C143b a result of a session that got no package: 204 and no change', async () => {
    await using bench = await openBench();
    await bench.place();
    const session = await bench.device.initiate();
    await expectNothing(bench, bench.device.installationResult(session, 'success'));
  });
});

describe('SGP.23 §4.3.15, ES9+.HandleNotification (SGP.22 §5.6.4): OtherSignedNotification', () => {
  it.each([
    ['C142a', 'notificationEnable'],
    ['C142b', 'notificationDisable'],
    ['C142c', 'notificationDelete'],
  ] as const)('%s %s: 204, recorded with EID and ICCID, the order stays', async (_number, operation) => {
    await using bench = await openBench();
    const { iccid } = await bench.place();
    const before = await bench.smdp.orders.list();
    await notified(bench, bench.device.otherNotification(operation, { iccid: iccidToBytes(iccid) }));
    expect(bench.events('notification.received')).toEqual([
      { iccid, eid: someEid, operation, sequenceNumber: 2 },
    ]);
    expect(await bench.smdp.orders.list()).toEqual(before);
  });

  it('C142d a wrong signature, or a chain of a CI that is not trusted: 204, not recorded', async () => {
    await using bench = await openBench();
    await bench.place();
    await expectNothing(bench, bench.device.otherNotification('notificationEnable', { signature: flipped }));
    const foreign = bench.openDevice(otherEid, { cis: [brainpool] });
    await expectNothing(bench, foreign.otherNotification('notificationEnable'));
  });

  it('C143c an ICCID that nobody knows: 204, recorded, no order moves', async () => {
    await using bench = await openBench();
    await bench.place();
    const before = await bench.smdp.orders.list();
    const iccid = filled(10, 0x11);
    await notified(bench, bench.device.otherNotification('notificationDelete', { iccid }));
    expect(bench.events('notification.received')).toHaveLength(1);
    expect(await bench.smdp.orders.list()).toEqual(before);
  });

  it('C143d octets that are no notification: no 5xx, no order moves, the next one is taken', async () => {
    await using bench = await openBench();
    const session = await delivered(bench);
    const before = await bench.smdp.orders.list();
    const { status, outcome, text } = await bench.device.notify(toUtf8('no notification'));
    expect([status, outcome]).toEqual([200, '1.3.1/2.1']);
    expect(text).toContain('pendingNotification');
    expect(await bench.smdp.orders.list()).toEqual(before);
    await notified(bench, bench.device.installationResult(session, 'success'));
    expect(await standing(bench)).toEqual({ ...downloaded, state: 'Installed' });
  });
});
