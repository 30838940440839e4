import { describe, expect, it } from 'vitest';

import { toBase64, toHex } from '#shared/bytes/bytes';
import { iccidToBytes } from '#shared/identifiers/iccid';

import type { AuthenticatedSession } from '../../support/crafted-device.ts';
import type { Bench } from '../bench.ts';
import { openBench, otherEid, stock } from '../bench.ts';

/** Two sessions of one eUICC for one order, as far as authenticateClient. */
async function twoSessions(bench: Bench): Promise<readonly [AuthenticatedSession, AuthenticatedSession]> {
  await bench.place();
  const next = async () => bench.device.authenticate(await bench.device.initiate(), { matchingId: 'M-1' });
  return [await next(), await next()];
}

const prepareMember = (bench: Bench, session: AuthenticatedSession): string =>
  toBase64(bench.device.prepareResponse(session, bench.device.drawOneTimeKey(session)));

describe('what an eUICC signed for one session', () => {
  it('BF38: is refused in another with 8.1/6.1, for it is of another serverChallenge', async () => {
    await using bench = await openBench();
    await bench.place();
    const [one, other] = [await bench.device.initiate(), await bench.device.initiate()];
    const answer = await bench.device.call('authenticateClient', {
      transactionId: toHex(other.transactionId),
      authenticateServerResponse: toBase64(bench.device.authenticateResponse(one, { matchingId: 'M-1' })),
    });
    expect(answer.outcome).toBe('8.1/6.1');
    expect(bench.smdp.sessions().map(({ transactionId }) => toHex(transactionId))).toEqual([
      toHex(one.transactionId),
    ]);
    expect((await bench.device.tryAuthenticate(one, { matchingId: 'M-1' })).outcome).toBe('Executed-Success');
  });

  it('BF21: is refused in another with 8.1/6.1, for it is over another smdpSignature2', async () => {
    await using bench = await openBench();
    const [one, other] = await twoSessions(bench);
    const prepareDownloadResponse = prepareMember(bench, one);
    const ask = async ({ transactionId }: AuthenticatedSession) =>
      bench.device.call('getBoundProfilePackage', {
        transactionId: toHex(transactionId),
        prepareDownloadResponse,
      });
    expect([(await ask(other)).outcome, await bench.state()]).toEqual(['8.1/6.1', 'Released']);
    expect((await ask(one)).outcome).toBe('Executed-Success');
  });

  it('BF41: is refused in another with 8.10.1/3.9, and both go on', async () => {
    await using bench = await openBench();
    const [one, other] = await twoSessions(bench);
    const cancelSessionResponse = toBase64(bench.device.cancelResponse(one, 'undefinedReason'));
    const transactionId = toHex(other.transactionId);
    const answer = await bench.device.call('cancelSession', { transactionId, cancelSessionResponse });
    expect([answer.outcome, await bench.state()]).toEqual(['8.10.1/3.9', 'Released']);
    expect(bench.smdp.sessions()).toHaveLength(2);
  });

  it('BF37: moves the Profile of that session alone', async () => {
    await using bench = await openBench();
    await bench.place();
    await bench.place({ matchingId: 'M-2', profile: stock('8900012345678901235') });
    const first = await bench.device.download('M-1');
    const second = await bench.device.download('M-2');
    await bench.device.notify(bench.device.installationResult(second.prepared, 'success'));
    const states = async () => (await bench.smdp.orders.list()).map(({ state }) => state);
    expect(await states()).toEqual(['Downloaded', 'Installed']);
    await bench.device.notify(bench.device.installationResult(first.prepared, 'pprNotAllowed'));
    expect(await states()).toEqual(['Error', 'Installed']);
  });
});

describe('what another eUICC signed', () => {
  it('is refused with 8.1/6.1 in a session that is not its own, and the order stays', async () => {
    await using bench = await openBench();
    const [one, two] = await twoSessions(bench);
    const other = bench.openDevice(otherEid);
    expect((await other.tryPrepare(one)).outcome).toBe('8.1/6.1');
    expect((await other.cancel(two, 'undefinedReason')).outcome).toBe('8.1/6.1');
    expect(await bench.state()).toBe('Released');
    expect((await bench.device.tryPrepare(two)).outcome).toBe('Executed-Success');
  });

  it('of a Profile that it never got changes nothing', async () => {
    await using bench = await openBench();
    const { iccid } = await bench.place();
    const { prepared } = await bench.device.download('M-1');
    await bench.device.notify(bench.device.installationResult(prepared, 'success'));
    const before = await bench.smdp.orders.list();
    const other = bench.openDevice(otherEid);
    const notification = other.otherNotification('notificationDelete', { iccid: iccidToBytes(iccid) });
    expect(await other.notify(notification)).toMatchObject({ status: 204, text: '' });
    expect(await bench.smdp.orders.list()).toEqual(before);
  });
});
