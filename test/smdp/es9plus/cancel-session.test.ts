import { describe, expect, it } from 'vitest';
import { encode } from '#shared/asn1/index';
import { filled, toBase64, toHex } from '#shared/bytes/bytes';
import type { CancelSessionReason } from '#shared/rsp/cancel-session';
import { CancelSessionResponse } from '#shared/rsp/cancel-session';

import type { AuthenticatedSession } from '../../support/crafted-device.ts';
import { flipBit } from '../../support/crafted-device.ts';
import type { Bench } from '../bench.ts';
import { openBench, otherEid } from '../bench.ts';

async function authenticated(bench: Bench): Promise<AuthenticatedSession> {
  await bench.place();
  return bench.device.authenticate(await bench.device.initiate(), { matchingId: 'M-1' });
}

describe('cancelSession', () => {
  it('1: an unknown transactionId is refused with 8.10.1/3.9', async () => {
    await using bench = await openBench();
    const session = await authenticated(bench);
    const unknown = { ...session, transactionId: filled(16, 1) };
    expect((await bench.device.cancel(unknown, 'postponed')).outcome).toBe('8.10.1/3.9');
    expect(bench.smdp.sessions()).toHaveLength(1);
  });

  it.each([
    ['2: a wrong signature', { signature: (octets: Uint8Array) => flipBit(octets) }, '8.1/6.1'],
    ['3: another smdpOid', { smdpOid: '2.999.11' }, '8.8/3.10'],
    ['4: another transactionId inside', { transactionId: filled(16, 1) }, '8.10.1/3.9'],
  ] as const)('%s is refused and leaves session and order', async (_what, changes, outcome) => {
    await using bench = await openBench();
    const session = await authenticated(bench);
    const answer = await bench.device.cancel(session, 'endUserRejection', changes);
    expect(answer.outcome).toBe(outcome);
    expect(await bench.state()).toBe('Released');
    expect((await bench.device.tryPrepare(session)).outcome).toBe('Executed-Success');
  });

  it('5: ends the session, tells the operator, and answers with a header only', async () => {
    await using bench = await openBench();
    const session = await authenticated(bench);
    const answer = await bench.device.cancel(session, 'postponed');
    expect(answer.json).toEqual({ header: { functionExecutionStatus: { status: 'Executed-Success' } } });
    expect(bench.smdp.sessions()).toEqual([]);
    expect(bench.events('order.progress').at(-1)).toMatchObject({
      point: 'bppInstallation',
      status: 'postponed',
    });
    expect((await bench.device.cancel(session, 'postponed')).outcome).toBe('8.10.1/3.9');
  });

  it('an error of the eUICC ends the session and leaves the order', async () => {
    await using bench = await openBench();
    const session = await authenticated(bench);
    const cancelSessionResponse = toBase64(encode(CancelSessionResponse, { cancelSessionResponseError: 5 }));
    const transactionId = toHex(session.transactionId);
    const answer = await bench.device.call('cancelSession', { transactionId, cancelSessionResponse });
    expect(answer.outcome).toBe('Executed-Success');
    expect(bench.smdp.sessions()).toEqual([]);
    expect(await bench.state()).toBe('Released');
  });
});

/** es9plus.md §4: the state of the Profile after a cancelled session. */
const afterCancel: readonly [CancelSessionReason, 'strict' | 'lenient', boolean, string][] = [
  ['postponed', 'strict', false, 'Released'],
  ['timeout', 'strict', false, 'Released'],
  ['postponed', 'strict', true, 'Downloaded'],
  ['timeout', 'lenient', true, 'Downloaded'],
  ['endUserRejection', 'strict', false, 'Error'],
  ['endUserRejection', 'lenient', false, 'Released'],
  ['endUserRejection', 'lenient', true, 'Error'],
  ['pprNotAllowed', 'lenient', false, 'Error'],
  ['metadataMismatch', 'strict', true, 'Error'],
  ['loadBppExecutionError', 'strict', true, 'Error'],
  ['undefinedReason', 'lenient', false, 'Error'],
];

/** What operators are told at the point of an installation. */
function installationsTold(bench: Bench): readonly string[] {
  const told = bench.events('order.progress').filter(({ point }) => point === 'bppInstallation');
  return told.map(({ status }) => status);
}

describe('the order after a cancelled session', () => {
  it.each(afterCancel)(
    '%s, %s, package delivered %s: %s',
    async (reason, cancelPolicy, isDelivered, state) => {
      await using bench = await openBench({ settings: { cancelPolicy } });
      const session = await authenticated(bench);
      if (isDelivered) await bench.device.prepare(session);
      expect((await bench.device.cancel(session, reason)).outcome).toBe('Executed-Success');
      expect(await bench.state()).toBe(state);
      const again = await bench.device.tryAuthenticate(await bench.device.initiate(), { matchingId: 'M-1' });
      expect(again.outcome).toBe(state === 'Error' ? '8.2.6/3.8' : 'Executed-Success');
    },
  );

  it('is not ended by an eUICC when another one has got the package', async () => {
    await using bench = await openBench();
    const session = await authenticated(bench);
    await bench.openDevice(otherEid).download('M-1');
    expect((await bench.device.cancel(session, 'pprNotAllowed')).outcome).toBe('Executed-Success');
    expect(await bench.state()).toBe('Downloaded');
    expect(installationsTold(bench)).toEqual([]);
  });

  it('is not ended once the Profile is installed', async () => {
    await using bench = await openBench();
    const session = await authenticated(bench);
    const { prepared } = await bench.device.download('M-1');
    await bench.device.notify(bench.device.installationResult(prepared, 'success'));
    await bench.device.cancel(session, 'endUserRejection');
    expect(await bench.state()).toBe('Installed');
    expect(installationsTold(bench)).toEqual(['success']);
  });
});
