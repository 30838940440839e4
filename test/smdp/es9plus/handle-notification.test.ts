import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filled } from '#shared/bytes/bytes';
import { iccidToBytes, makeIccid } from '#shared/identifiers/iccid';
import type { InstallError } from '#shared/rsp/notifications';
import { installErrors } from '#shared/rsp/notifications';
import { openSmdpStore } from '#smdp/index';

import { flipBit } from '../../support/crafted-device.ts';
import type { Bench } from '../bench.ts';
import { brainpool, openBench, otherEid, someEid } from '../bench.ts';

const iccidExists = 'installFailedDueToIccidAlreadyExistsOnEuicc';

async function report(
  bench: Bench,
  session: Parameters<Bench['device']['installationResult']>[0],
  result: 'success' | InstallError,
): Promise<string | undefined> {
  const answer = await bench.device.notify(bench.device.installationResult(session, result));
  expect(answer).toMatchObject({ status: 204, text: '' });
  return bench.state();
}

/** es9plus.md §4: the Profile's state after the first package of an order was reported with an error. */
const afterError: readonly [InstallError, string][] = Object.keys(installErrors).map((name) => [
  name as InstallError,
  ['installFailedDueToInsufficientMemoryForProfile', 'installFailedDueToInterruption'].includes(name)
    ? 'Downloaded'
    : 'Error',
]);

describe('an installation result', () => {
  it('of success moves the Profile to Installed, ends the session and is told once', async () => {
    await using bench = await openBench();
    await bench.place();
    const { prepared } = await bench.device.download('M-1');
    expect(await report(bench, prepared, 'success')).toBe('Installed');
    expect(await report(bench, prepared, 'success')).toBe('Installed');
    const [order] = await bench.smdp.orders.list();
    expect(order?.binding).toBeUndefined();
    expect(order?.profile.upp).toEqual(new Uint8Array());
    expect(order?.history.map(({ state }) => state)).toEqual(['Released', 'Downloaded', 'Installed']);
    const told = bench.events('order.progress').filter(({ point }) => point === 'bppInstallation');
    expect(told).toEqual([expect.objectContaining({ status: 'success', eid: someEid })]);
    expect(bench.smdp.sessions()).toEqual([]);
  });

  it.each(afterError)('of %s leaves the Profile %s', async (error, state) => {
    await using bench = await openBench();
    await bench.place();
    const { prepared } = await bench.device.download('M-1');
    expect(await report(bench, prepared, error)).toBe(state);
    expect(await report(bench, prepared, error)).toBe(state);
    expect(bench.events('order.progress').filter(({ status }) => status === error)).toHaveLength(1);
    const again = await bench.device.tryAuthenticate(await bench.device.initiate(), { matchingId: 'M-1' });
    expect(again.outcome).toBe(state === 'Error' ? '8.2.6/3.8' : 'Executed-Success');
  });

  it('of error never moves a Profile that is Installed', async () => {
    await using bench = await openBench();
    await bench.place();
    const first = await bench.device.download('M-1');
    const second = await bench.device.download('M-1');
    expect(await report(bench, first.prepared, 'success')).toBe('Installed');
    expect(await report(bench, second.prepared, iccidExists)).toBe('Installed');
    expect(await report(bench, second.prepared, 'installFailedDueToPEProcessingError')).toBe('Installed');
  });

  it('"the ICCID exists" of an eUICC that had a package before leaves it Downloaded until the success comes', async () => {
    await using bench = await openBench();
    await bench.place();
    const first = await bench.device.download('M-1');
    const second = await bench.device.download('M-1');
    expect(await report(bench, second.prepared, iccidExists)).toBe('Downloaded');
    expect(await report(bench, first.prepared, 'success')).toBe('Installed');
  });

  it('of success after "the ICCID exists" had moved it to Error moves it to Installed', async () => {
    await using bench = await openBench();
    await bench.place();
    const first = await bench.device.download('M-1');
    const second = await bench.device.download('M-1');
    expect(await report(bench, first.prepared, iccidExists)).toBe('Error');
    expect(await report(bench, second.prepared, 'success')).toBe('Installed');
  });

  it('of success after another package had failed for good moves it to Installed', async () => {
    await using bench = await openBench();
    await bench.place();
    const first = await bench.device.download('M-1');
    const second = await bench.device.download('M-1');
    expect(await report(bench, first.prepared, 'installFailedDueToPEProcessingError')).toBe('Error');
    expect(await report(bench, second.prepared, 'success')).toBe('Installed');
  });

  it('of success after the download attempts were used up moves it to Installed', async () => {
    await using bench = await openBench();
    await bench.place({ downloadAttempts: 1 });
    const { prepared } = await bench.device.download('M-1');
    const retry = await bench.device.tryAuthenticate(await bench.device.initiate(), { matchingId: 'M-1' });
    expect([retry.outcome, await bench.state()]).toEqual(['8.8.5/6.4', 'Error']);
    expect(await report(bench, prepared, 'success')).toBe('Installed');
  });

  it('of a session that is not known is found by its ICCID', async () => {
    await using bench = await openBench();
    const { iccid } = await bench.place();
    const { prepared } = await bench.device.download('M-1');
    const changed = { ...prepared, transactionId: filled(16, 1) };
    await bench.device.notify(bench.device.installationResult(changed, 'success'));
    expect(await bench.state()).toBe('Downloaded');
    await bench.device.notify(
      bench.device.installationResult(changed, 'success', { iccid: iccidToBytes(iccid) }),
    );
    expect(await bench.state()).toBe('Installed');
  });

  it('of a session that is not known is nothing to a package whose own result has been heard', async () => {
    await using bench = await openBench();
    const { iccid } = await bench.place();
    const changes = { iccid: iccidToBytes(iccid) };
    const { prepared } = await bench.device.download('M-1');
    const unknown = { ...prepared, transactionId: filled(16, 1) };
    await report(bench, prepared, 'installFailedDueToInterruption');
    await bench.device.notify(bench.device.installationResult(unknown, 'success', changes));
    expect(await bench.state()).toBe('Downloaded');
    await report(bench, prepared, 'installFailedDueToPEProcessingError');
    await bench.device.notify(bench.device.installationResult(unknown, 'success', changes));
    expect(await bench.state()).toBe('Error');
    expect(bench.events('finding').map(({ what }) => what)).toEqual(
      Array(2).fill(expect.stringMatching(/no package/)),
    );
  });

  it('of error after the success of the same package is nothing new', async () => {
    await using bench = await openBench();
    await bench.place();
    const { prepared } = await bench.device.download('M-1');
    await report(bench, prepared, 'success');
    const before = await bench.smdp.orders.list();
    expect(await report(bench, prepared, 'installFailedDueToUnknownError')).toBe('Installed');
    expect(await bench.smdp.orders.list()).toEqual(before);
    const told = bench.events('order.progress').filter(({ point }) => point === 'bppInstallation');
    expect(told.map(({ status }) => status)).toEqual(['success']);
  });

  it('is verified and acted on after a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'esimlab-smdp-'));
    try {
      const file = join(folder, 'smdp.sqlite');
      const before = await openBench({ store: await openSmdpStore(file) });
      await before.place();
      const { prepared } = await before.device.download('M-1');
      await before[Symbol.asyncDispose]();
      await using bench = await openBench({ store: await openSmdpStore(file) });
      expect(await bench.state()).toBe('Downloaded');
      expect(await report(bench, prepared, 'success')).toBe('Installed');
      expect((await bench.device.tryPrepare(prepared)).outcome).toBe('8.10.1/3.9');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('a notification that is not what it should be is answered 204, is a finding, and changes nothing', () => {
  async function expectFinding(bench: Bench, notification: Uint8Array, what: RegExp): Promise<void> {
    const before = await bench.smdp.orders.list();
    expect(await bench.device.notify(notification)).toMatchObject({ status: 204, text: '' });
    expect(await bench.smdp.orders.list()).toEqual(before);
    expect(bench.events('finding').at(-1)).toEqual({
      where: 'handleNotification',
      what: expect.stringMatching(what) as unknown,
    });
    expect(bench.events('notification.received')).toEqual([]);
  }

  it('a result with a wrong signature', async () => {
    await using bench = await openBench();
    await bench.place();
    const { prepared } = await bench.device.download('M-1');
    const signature = (octets: Uint8Array): Uint8Array => flipBit(octets);
    await expectFinding(
      bench,
      bench.device.installationResult(prepared, 'success', { signature }),
      /euiccSignPIR/,
    );
  });

  it('a result signed by another eUICC', async () => {
    await using bench = await openBench();
    await bench.place();
    const { prepared } = await bench.device.download('M-1');
    const other = bench.openDevice(otherEid);
    await expectFinding(bench, other.installationResult(prepared, 'success'), /euiccSignPIR/);
  });

  it('a result for another SM-DP+', async () => {
    await using bench = await openBench();
    await bench.place();
    const { prepared } = await bench.device.download('M-1');
    const result = bench.device.installationResult(prepared, 'success', {
      data: (value) => ({ ...value, smdpOid: '2.999.11' }),
    });
    await expectFinding(bench, result, /2\.999\.11/);
  });

  it('a result for another ICCID', async () => {
    await using bench = await openBench();
    await bench.place();
    const { prepared } = await bench.device.download('M-1');
    const iccid = iccidToBytes(makeIccid('8900012345678901235'));
    await expectFinding(bench, bench.device.installationResult(prepared, 'success', { iccid }), /ICCID/);
  });

  it('a result of no package', async () => {
    await using bench = await openBench();
    await bench.place();
    const session = await bench.device.initiate();
    await expectFinding(bench, bench.device.installationResult(session, 'success'), /no package/);
    const bad = bench.device.installationResult(session, 'success', { iccid: filled(10, 0xaa) });
    await expectFinding(bench, bad, /no package/);
  });

  it('an enable with a wrong signature, or under a CI that is not trusted', async () => {
    await using bench = await openBench();
    const signature = (octets: Uint8Array): Uint8Array => flipBit(octets);
    const spoiled = bench.device.otherNotification('notificationEnable', { signature });
    await expectFinding(bench, spoiled, /euiccNotificationSignature/);
    const foreign = bench.openDevice(otherEid, { cis: [brainpool] });
    await expectFinding(bench, foreign.otherNotification('notificationEnable'), /not known here/);
  });
});

describe('another notification', () => {
  it.each(['notificationEnable', 'notificationDisable', 'notificationDelete'] as const)(
    '%s is verified with the chain it brings and told',
    async (operation) => {
      await using bench = await openBench();
      const { iccid } = await bench.place();
      const notification = bench.device.otherNotification(operation, { iccid: iccidToBytes(iccid) });
      expect(await bench.device.notify(notification)).toMatchObject({ status: 204, text: '' });
      expect(bench.events('notification.received')).toEqual([
        { iccid, eid: someEid, operation, sequenceNumber: 2 },
      ]);
      expect(await bench.state()).toBe('Released');
    },
  );
});
