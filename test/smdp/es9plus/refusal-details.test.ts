import { describe, expect, it } from 'vitest';

import { filled, toHex } from '#shared/bytes/bytes';
import { sgp26Key } from '#shared/pki/sgp26';
import { CertificateRefused } from '#shared/pki/trust';
import type { EuiccInfo1 } from '#shared/rsp/euicc-info';
import { Refusal } from '#shared/rsp/refusals';
import { trusted } from '#smdp/es9plus/euicc-checks';
import { oneTimeKeyIsOnTheCurve } from '#smdp/es9plus/package-checks';
import { telling } from '#smdp/es9plus/progress';
import type { Authenticated } from '#smdp/sessions/session';

import { openBench, someEid } from '../bench.ts';

const [one, two] = [filled(20, 1), filled(20, 2)];

describe('the trace of a refusal says', () => {
  it.each([
    ['which MatchingID there is no order for', 'M-2', 'M-2'],
    ['which EID there is no order for, where no MatchingID was sent', '', `nothing for ${someEid}`],
  ])('%s', async (_what, matchingId, detail) => {
    await using bench = await openBench();
    await bench.device.tryAuthenticate(await bench.device.initiate(), { matchingId });
    expect(bench.events('es9plus.refused')).toMatchObject([{ refusal: 'matchingIdRefused', detail }]);
  });

  const none: Partial<EuiccInfo1> = { euiccCiPKIdListForVerification: [] };
  const unknown: Partial<EuiccInfo1> = { euiccCiPKIdListForVerification: [one, two] };
  const unsigned: Partial<EuiccInfo1> = { euiccCiPKIdListForSigning: [] };
  const signed: Partial<EuiccInfo1> = { euiccCiPKIdListForSigning: [one, two] };
  it.each([
    ['that the eUICC verifies under no CI', none, 'the eUICC verifies under no CI'],
    ['under which CIs the eUICC verifies', unknown, `the eUICC verifies under ${toHex(one)}, ${toHex(two)}`],
    ['that the eUICC signs under no CI', unsigned, 'the eUICC signs under no CI'],
    ['under which CIs the eUICC signs', signed, `the eUICC signs under ${toHex(one)}, ${toHex(two)}`],
  ])('%s', async (_what, lists, detail) => {
    await using bench = await openBench();
    const euiccInfo1 = bench.device.euiccInfo1((value) => ({ ...value, ...lists }));
    await bench.device.call('initiateAuthentication', bench.device.initiateRequest({ euiccInfo1 }));
    expect(bench.events('es9plus.refused')).toMatchObject([{ detail }]);
  });
});

describe('an error', () => {
  it('of a certificate is the cause of the refusal that it becomes', () => {
    const cause = new CertificateRefused('signature', 'a test');
    const judged = (): never =>
      trusted('eumCertificateInvalid', () => {
        throw cause;
      });
    expect(judged).toThrow(new Refusal('eumCertificateInvalid', 'a test', { cause }));
    expect(judged).toThrow(expect.objectContaining({ cause }) as Error);
  });

  it('of a one-time key is the cause of the refusal that it becomes', () => {
    const session = { identity: { dpPb: { key: sgp26Key('dpPbNist') } } } as Authenticated;
    const value = { transactionId: filled(16, 1), euiccOtpk: filled(65, 4) };
    const response = { euiccSigned2: { value, der: filled(1, 0) }, euiccSignature2: filled(64, 1) };
    const judged = (): void => {
      oneTimeKeyIsOnTheCurve({ session, response });
    };
    const cause = expect.objectContaining({ message: 'the point is not on P-256' }) as Error;
    expect(judged).toThrow(expect.objectContaining({ refusal: 'formatInvalid', cause }) as Error);
  });

  it('that is no refusal stays as it is, and is no progress to tell of', async () => {
    await using bench = await openBench();
    const { iccid, id: order, ordered, ownership } = await bench.place();
    const where = { order, ordered, iccid, ownership, eid: someEid };
    const fault = new Error('a test');
    const told: unknown[] = [];
    const progressInfo = {
      callsOf: () => ({ calls: [], kept: [] }),
      keep: async (calls: unknown) => void told.push(calls),
      make: (calls: unknown) => void told.push(calls),
    };
    const smdp = { trace: bench.trace, progressInfo };
    const work = telling(
      smdp,
      where,
      () => 'bppDownload',
      async () => Promise.reject(fault),
    );
    await expect(work).rejects.toBe(fault);
    expect([told, bench.events('order.progress')]).toEqual([[], []]);
  });
});
