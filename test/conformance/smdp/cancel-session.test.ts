import { describe, expect, it } from 'vitest';

import { encode } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { filled, toBase64, toHex } from '#shared/bytes/bytes';
import { CancelSessionResponse } from '#shared/rsp/cancel-session';

import { flipBit } from '../../support/crafted-device.ts';
import type { Bench } from '../../smdp/bench.ts';
import { openBench, otherEid } from '../../smdp/bench.ts';
import { authenticating, expectExecuted, expectHarmless, expectRefused, standing } from './steps.ts';

/** A session in which metadata were shown, and in which a package was delivered where that is wanted. */
async function session(bench: Bench, isDelivered = false) {
  await bench.place();
  const authenticated = await bench.device.authenticate(await bench.device.initiate(), { matchingId: 'M-1' });
  if (isDelivered) await bench.device.prepare(authenticated);
  return authenticated;
}

const tried = { download: 1, confirmationCode: 0 };
const executedAlone = { header: { functionExecutionStatus: { status: 'Executed-Success' } } };

describe('SGP.23 §4.3.16, ES9+.CancelSession (SGP.22 §5.6.5)', () => {
  it.each([
    ['C144a', 'postponed', false, 'Released'],
    ['C144b', 'timeout', false, 'Released'],
    ['C144c', 'postponed', true, 'Downloaded'],
    ['C144d', 'timeout', true, 'Downloaded'],
  ] as const)(
    '%s %s, package delivered %s: success with a header alone, the order is kept as %s',
    async (_number, reason, isDelivered, state) => {
      await using bench = await openBench();
      const answer = await bench.device.cancel(await session(bench, isDelivered), reason);
      expect([answer.status, answer.json]).toEqual([200, executedAlone]);
      expect(await standing(bench)).toEqual({ state, ...tried });
      expect(bench.smdp.sessions()).toEqual([]);
      expectExecuted(await authenticating(bench));
    },
  );

  it.each([
    ['C145a', 'endUserRejection', false],
    ['C145b', 'pprNotAllowed', false],
    ['C145c', 'metadataMismatch', true],
    ['C145d', 'loadBppExecutionError', true],
    ['C145e', 'undefinedReason', true],
  ] as const)(
    '%s %s, package delivered %s: success with a header alone, the order ends and the operator is told',
    async (_number, reason, isDelivered) => {
      await using bench = await openBench();
      const answer = await bench.device.cancel(await session(bench, isDelivered), reason);
      expect([answer.status, answer.json]).toEqual([200, executedAlone]);
      expect(await standing(bench)).toEqual({ state: 'Error', ...tried });
      expect(bench.smdp.sessions()).toEqual([]);
      expect(bench.events('order.progress').at(-1)).toMatchObject({
        point: 'bppInstallation',
        status: reason,
      });
      expectRefused(await authenticating(bench), '8.2.6/3.8');
    },
  );

  it('C145f endUserRejection of an eUICC where another one has got the package: the order of that one stays', async () => {
    await using bench = await openBench();
    const authenticated = await session(bench);
    await bench.openDevice(otherEid).download('M-1');
    expectExecuted(await bench.device.cancel(authenticated, 'endUserRejection'));
    expect(await standing(bench)).toMatchObject({ state: 'Downloaded' });
  });

  it.each([
    ['C146a', 'the smdpOid is another', { smdpOid: '2.999.11' }, '8.8/3.10'],
    ['C146b', 'the signature is wrong', { signature: (octets: Bytes) => flipBit(octets) }, '8.1/6.1'],
    ['C146c', 'the TransactionID signed is another', { transactionId: filled(16, 1) }, '8.10.1/3.9'],
  ] as const)('%s %s: %s, order and session stay', async (_number, _what, changes, codes) => {
    await using bench = await openBench();
    const authenticated = await session(bench);
    const ask = async () => bench.device.cancel(authenticated, 'endUserRejection', changes);
    await expectHarmless(bench, ask, codes);
    expect(await standing(bench)).toEqual({ state: 'Released', ...tried });
    expectExecuted(await bench.device.tryPrepare(authenticated));
  });

  it.each([
    ['C146d', 'nobody knows', async () => filled(16, 1)],
    [
      'C146e',
      'is of a session that is not authenticated yet',
      async ({ device }: Bench) => (await device.initiate()).transactionId,
    ],
  ])('%s the TransactionID %s: 8.10.1/3.9, the other session stays', async (_number, _what, make) => {
    await using bench = await openBench();
    const authenticated = await session(bench);
    const other = { ...authenticated, transactionId: await make(bench) };
    await expectHarmless(bench, async () => bench.device.cancel(other, 'endUserRejection'), '8.10.1/3.9');
    expectExecuted(await bench.device.tryPrepare(authenticated));
  });

  it('C146f a session that was cancelled already: 8.10.1/3.9, and nothing more happens to the order', async () => {
    await using bench = await openBench();
    const authenticated = await session(bench);
    expectExecuted(await bench.device.cancel(authenticated, 'postponed'));
    const ask = async () => bench.device.cancel(authenticated, 'endUserRejection');
    await expectHarmless(bench, ask, '8.10.1/3.9');
  });

  it('C146g an error of the eUICC in place of an answer: the session ends, the order stays', async () => {
    await using bench = await openBench();
    const { transactionId } = await session(bench);
    const cancelSessionResponse = toBase64(encode(CancelSessionResponse, { cancelSessionResponseError: 5 }));
    const members = { transactionId: toHex(transactionId), cancelSessionResponse };
    expectExecuted(await bench.device.call('cancelSession', members));
    expect(bench.smdp.sessions()).toEqual([]);
    expect(await standing(bench)).toEqual({ state: 'Released', ...tried });
  });
});
