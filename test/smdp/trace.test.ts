import { describe, expect, it } from 'vitest';
import { fromUtf8 } from '#shared/bytes/bytes';
import { TraceHash } from '#shared/runtime/trace-hash';

import { brainpool, nist, openBench } from './bench.ts';

/** The digest over the wire of one download with a cancelled and a refused session before it. */
async function hashOf(seed: number, cis = [nist]): Promise<string> {
  await using bench = await openBench({ seed, cis });
  const hash = new TraceHash(bench.trace);
  await bench.place({ confirmationCode: '1234' });
  const postponed = await bench.device.authenticate(await bench.device.initiate(), { matchingId: 'M-1' });
  await bench.device.cancel(postponed, 'postponed');
  await bench.device.tryAuthenticate(await bench.device.initiate(), { matchingId: 'M-2' });
  const { prepared } = await bench.device.download('M-1', { confirmationCode: '1234' });
  await bench.device.notify(bench.device.installationResult(prepared, 'success'));
  return hash.digest();
}

describe('the trace of ES9+', () => {
  it('holds the octets of each body, by function', async () => {
    await using bench = await openBench();
    const request = bench.device.initiateRequest();
    const answer = await bench.device.call('initiateAuthentication', request);
    const wire = bench
      .events('wire')
      .map(({ lane, direction, octets }) => [lane, direction, fromUtf8(octets)]);
    expect(wire).toEqual([
      ['ES9+', 'request initiateAuthentication', JSON.stringify(request)],
      ['ES9+', 'response initiateAuthentication', answer.text],
    ]);
  });

  it('tells of refusals with what never goes over the wire', async () => {
    await using bench = await openBench();
    const request = bench.device.initiateRequest({ smdpAddress: 'other.test' });
    const answer = await bench.device.call('initiateAuthentication', request);
    expect(bench.events('es9plus.refused')).toEqual([
      {
        function: 'initiateAuthentication',
        refusal: 'invalidDpAddress',
        detail: 'other.test is not smdp.test',
        transactionId: undefined,
      },
    ]);
    expect(answer.text).not.toContain('other.test');
  });

  it('is the same for a seed, octet for octet, on either curve, and another for another seed', async () => {
    const first = await hashOf(1);
    expect(await hashOf(1)).toBe(first);
    expect(await hashOf(2)).not.toBe(first);
    const other = await hashOf(1, [brainpool]);
    expect(await hashOf(1, [brainpool])).toBe(other);
    expect(other).not.toBe(first);
  });
});
