import { describe, expect, it } from 'vitest';

import { toHex } from '#shared/bytes/bytes';
import { httpClient } from '#shared/http/client';
import { steppedClock } from '#shared/runtime/clock';

import { otherEid, someEid, start } from '../../smdp/bench.ts';
import type { OperatorBench } from '../../smdp/es2plus/crafted-operator.ts';
import { openOperatorBench } from '../../smdp/es2plus/crafted-operator.ts';
import type { Told } from '../../smdp/es2plus/operator-endpoint.ts';
import { openEndpoint } from '../../smdp/es2plus/operator-endpoint.ts';

/** An operator that subscribed, and its order M-1, released. */
interface Subscribed extends AsyncDisposable {
  readonly bench: OperatorBench['bench'];
  readonly iccid: string;
  readonly told: readonly Told[];
  /** `1 Executed-Success`, `2 Failed 8.2.7/3.8` and so on, in the order in which they arrived. */
  points(): Promise<readonly string[]>;
}

/** @param terms members of confirmOrder besides the usual ones */
async function subscribed(terms: object = {}): Promise<Subscribed> {
  const clock = steppedClock(start);
  const endpoint = await openEndpoint(clock);
  const client = httpClient({ clock, proxyFor: () => undefined });
  const it = await openOperatorBench({ clock, notify: { url: endpoint.url, client } });
  const iccid = await it.addStock(1, { profileType: '2GB monthly' });
  await it.us.call('downloadOrder', { iccid });
  await it.us.call('confirmOrder', { iccid, matchingId: 'M-1', releaseFlag: true, ...terms });
  const { told } = endpoint;
  return {
    bench: it.bench,
    iccid,
    told,
    points: async () => {
      await it.bench.smdp.allTold();
      return told.map(inWords);
    },
    [Symbol.asyncDispose]: async () => {
      await it[Symbol.asyncDispose]();
      client.close();
      await endpoint.close();
    },
  };
}

function inWords({
  notificationPointId: point,
  notificationPointStatus: { status, statusCodeData },
}: Told): string {
  const codes = statusCodeData && ` ${statusCodeData.subjectCode}/${statusCodeData.reasonCode}`;
  return `${point} ${status}${codes ?? ''}`;
}

const shown = async ({ bench: { device } }: Subscribed) =>
  device.authenticate(await device.initiate(), { matchingId: 'M-1' });

describe('SGP.23 §4.3, ES2+.HandleDownloadProgressInfo (SGP.22 §5.3.5)', () => {
  it('C156a a download that goes well: points 1, 3, 4 in order, the last with the result', async () => {
    await using it = await subscribed();
    const { device } = it.bench;
    const { prepared } = await device.download('M-1');
    const result = device.installationResult(prepared, 'success');
    await device.notify(result);
    expect(await it.points()).toEqual(['1 Executed-Success', '3 Executed-Success', '4 Executed-Success']);
    for (const each of it.told) {
      expect(each).toMatchObject({ eid: someEid, iccid: it.iccid, profileType: '2GB monthly' });
      expect(each.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    }
    expect(it.told.map(({ resultData }) => resultData && toHex(resultData))).toEqual([
      undefined,
      undefined,
      toHex(result),
    ]);
  });

  it('C156b a Confirmation Code that is missing, wrong, and wrong once too often: point 2 Failed each time', async () => {
    await using it = await subscribed({ confirmationCode: '1234' });
    const { device } = it.bench;
    for (const code of [undefined, '1', '2', '3']) {
      const changes = code === undefined ? {} : { confirmationCode: code };
      await device.tryPrepare(await shown(it), changes);
    }
    const points = await it.points();
    expect(points.filter((point) => point.startsWith('2'))).toEqual([
      '2 Failed 8.2.7/2.2',
      '2 Failed 8.2.7/3.8',
      '2 Failed 8.2.7/3.8',
      '2 Failed 8.2.7/6.4',
    ]);
    expect(points.filter((point) => !point.startsWith('2'))).toEqual(Array(4).fill('1 Executed-Success'));
  });

  it('C156c an eUICC that the order is not for: point 1 Failed with the code that the device gets', async () => {
    await using it = await subscribed({ eid: otherEid });
    const { device } = it.bench;
    await device.tryAuthenticate(await device.initiate(), { matchingId: 'M-1' });
    expect(await it.points()).toEqual(['1 Failed 8.1.1/3.8']);
  });

  it.each([
    ['C156d', 'installFailedDueToInsufficientMemoryForProfile', '4 Failed 8.1/4.8'],
    ['C156e', 'installFailedDueToPEProcessingError', '4 Failed 8.2.10/4.2'],
  ] as const)('%s an installation that ends with %s: %s', async (_number, error, last) => {
    await using it = await subscribed();
    const { device } = it.bench;
    const { prepared } = await device.download('M-1');
    await device.notify(device.installationResult(prepared, error));
    expect((await it.points()).at(-1)).toBe(last);
  });

  it.each([
    ['C156f', 'endUserRejection', '4 Failed 8.8.5/3.8'],
    ['C156g', 'pprNotAllowed', '4 Failed 8.2.8/1.2'],
    ['C156h', 'metadataMismatch', '4 Failed 8.2.9/3.11'],
    ['C156i', 'loadBppExecutionError', '4 Failed 8.2.10/4.2'],
  ] as const)('%s a session cancelled with %s: %s', async (_number, reason, last) => {
    await using it = await subscribed();
    await it.bench.device.cancel(await shown(it), reason);
    expect(await it.points()).toEqual(['1 Executed-Success', last]);
  });
});
