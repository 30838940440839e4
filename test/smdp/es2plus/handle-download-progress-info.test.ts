import { afterEach, describe, expect, it } from 'vitest';

import { fromHex, toHex } from '#shared/bytes/bytes';
import { httpClient } from '#shared/http/client';
import { iccidToBytes, parseIccid } from '#shared/identifiers/iccid';
import type { CancelSessionReason } from '#shared/rsp/cancel-session';
import type { InstallError } from '#shared/rsp/notifications';
import type { Clock } from '#shared/runtime/clock';
import { steppedClock, virtualClock } from '#shared/runtime/clock';
import { seconds } from '#shared/runtime/span';

import { otherEid, someEid, start } from '../bench.ts';
import type { OperatorBench, OperatorBenchOptions } from './crafted-operator.ts';
import { openOperatorBench } from './crafted-operator.ts';
import type { OperatorEndpoint, Told } from './operator-endpoint.ts';
import { openEndpoint, openSilentEndpoint } from './operator-endpoint.ts';

const closing: (() => void | Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A server that tells `endpoint` of downloads. */
async function telling(
  clock: Clock,
  { url, close }: Pick<OperatorEndpoint, 'url' | 'close'>,
  options: OperatorBenchOptions = {},
): Promise<OperatorBench> {
  const client = httpClient({ clock, proxyFor: () => undefined });
  closing.push(close, () => {
    client.close();
  });
  return openOperatorBench({ clock, notify: { url, client }, ...options });
}

/** An order that is ready; its MatchingID is M-1 unless told otherwise. */
async function order({ addStock, us }: OperatorBench, terms: object = {}, number = 1): Promise<string> {
  const iccid = await addStock(number, { profileType: '2GB monthly' });
  await us.call('downloadOrder', { iccid });
  await us.call('confirmOrder', { iccid, matchingId: `M-${number}`, releaseFlag: true, ...terms });
  return iccid;
}

/** Installs, or reports that error. Returns the notification. */
async function install(
  { bench: { device } }: OperatorBench,
  iccid: string,
  result: 'success' | InstallError = 'success',
  matchingId = 'M-1',
): Promise<Uint8Array> {
  const { prepared } = await device.download(matchingId);
  const notification = device.installationResult(prepared, result, {
    iccid: iccidToBytes(parseIccid(iccid)),
  });
  await device.notify(notification);
  return notification;
}

/** An endpoint that answers the first call when it is let go. */
async function openHeldEndpoint(clock: Clock) {
  let letGo: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const endpoint = await openEndpoint(clock, async (number) => {
    if (number === 1) await held;
    return { status: 204 };
  });
  return { endpoint, letGo };
}

/** The points of a download that goes well. */
const all = ['1 Executed-Success', '3 Executed-Success', '4 Executed-Success'];

const pointsOf = (told: readonly Told[]): readonly string[] =>
  told.map(({ notificationPointId: point, notificationPointStatus: { status, statusCodeData } }) =>
    statusCodeData === undefined
      ? `${point} ${status}`
      : `${point} ${status} ${statusCodeData.subjectCode}/${statusCodeData.reasonCode}`,
  );

const findings = (server: OperatorBench): readonly string[] =>
  server.bench
    .events('finding')
    .filter(({ where }) => where === 'handleDownloadProgressInfo')
    .map(({ what }) => what);

describe('the operator is told of a download', () => {
  it('that goes well: points 1, 3 and 4, each with who, what and when', async () => {
    const clock = steppedClock(start);
    const endpoint = await openEndpoint(clock);
    await using it = await telling(clock, endpoint);
    const iccid = await order(it);
    const notification = await install(it, iccid);
    await clock.settled();
    expect(pointsOf(endpoint.told)).toEqual(all);
    const common = {
      eid: someEid,
      iccid,
      profileType: '2GB monthly',
      timestamp: '2026-11-23T05:00:00Z',
      adminProtocol: 'gsma/rsp/v2.6.0',
    };
    for (const told of endpoint.told) expect(told).toMatchObject(common);
    expect(endpoint.told.map(({ resultData }) => resultData)).toEqual([undefined, undefined, notification]);
    expect(toHex(notification.slice(0, 2))).toBe('BF37');
  });

  it('in the name of the SM-DP+, each call by a name of its own', async () => {
    const clock = steppedClock(start);
    const endpoint = await openEndpoint(clock);
    await using it = await telling(clock, endpoint);
    await install(it, await order(it));
    await clock.settled();
    const headers = endpoint.told.map(({ header }) => header);
    expect(new Set(headers.map((header) => header.functionRequesterIdentifier))).toEqual(
      new Set(['2.999.10']),
    );
    expect(new Set(headers.map((header) => header.functionCallIdentifier)).size).toBe(3);
  });

  it('that is refused: point 1 with the codes', async () => {
    const clock = steppedClock(start);
    const endpoint = await openEndpoint(clock);
    await using it = await telling(clock, endpoint);
    await order(it, { eid: otherEid });
    const { device } = it.bench;
    await device.tryAuthenticate(await device.initiate(), { matchingId: 'M-1' });
    await clock.settled();
    expect(pointsOf(endpoint.told)).toEqual(['1 Failed 8.1.1/3.8']);
    expect(endpoint.told[0]).toMatchObject({
      eid: someEid,
      notificationPointStatus: { statusCodeData: { message: 'eidMismatch' } },
    });
  });

  it('whose Confirmation Code is missing, wrong, or wrong too often: point 2', async () => {
    const clock = steppedClock(start);
    const endpoint = await openEndpoint(clock);
    await using it = await telling(clock, endpoint);
    await order(it, { confirmationCode: '1234' });
    const { device } = it.bench;
    for (const confirmationCode of [undefined, '1', '2', '3']) {
      const session = await device.authenticate(await device.initiate(), { matchingId: 'M-1' });
      await device.tryPrepare(session, confirmationCode === undefined ? {} : { confirmationCode });
    }
    await clock.settled();
    expect(pointsOf(endpoint.told).filter((point) => !point.startsWith('1 '))).toEqual([
      '2 Failed 8.2.7/2.2',
      '2 Failed 8.2.7/3.8',
      '2 Failed 8.2.7/3.8',
      '2 Failed 8.2.7/6.4',
    ]);
  });

  it.each<[InstallError, string]>([
    ['installFailedDueToPEProcessingError', '4 Failed 8.2.10/4.2'],
    ['installFailedDueToInsufficientMemoryForProfile', '4 Failed 8.1/4.8'],
    ['installFailedDueToIccidAlreadyExistsOnEuicc', '4 Failed 8.2.1/3.3'],
    ['pprNotAllowed', '4 Failed 8.2.8/1.2'],
  ])('whose installation fails with %s: %s, with the result', async (result, point) => {
    const clock = steppedClock(start);
    const endpoint = await openEndpoint(clock);
    await using it = await telling(clock, endpoint);
    const notification = await install(it, await order(it), result);
    await clock.settled();
    expect(pointsOf(endpoint.told).at(-1)).toBe(point);
    expect(endpoint.told.at(-1)?.resultData).toEqual(notification);
    expect(endpoint.told.at(-1)?.notificationPointStatus.statusCodeData?.message).toBe(result);
  });

  it.each<[CancelSessionReason, string]>([
    ['endUserRejection', '4 Failed 8.8.5/3.8'],
    ['postponed', '4 Failed 8.8.5/4.3'],
    ['timeout', '4 Failed 8.8.5/4.3'],
    ['pprNotAllowed', '4 Failed 8.2.8/1.2'],
    ['metadataMismatch', '4 Failed 8.2.9/3.11'],
    ['loadBppExecutionError', '4 Failed 8.2.10/4.2'],
    ['undefinedReason', '4 Failed 8/4.2'],
  ])('that the eUICC cancels with %s: %s', async (reason, point) => {
    const clock = steppedClock(start);
    const endpoint = await openEndpoint(clock);
    await using it = await telling(clock, endpoint);
    await order(it);
    const { device } = it.bench;
    const session = await device.authenticate(await device.initiate(), { matchingId: 'M-1' });
    await device.cancel(session, reason);
    await clock.settled();
    expect(pointsOf(endpoint.told)).toEqual(['1 Executed-Success', point]);
  });

  it('once of a result that comes twice', async () => {
    const clock = steppedClock(start);
    const endpoint = await openEndpoint(clock);
    await using it = await telling(clock, endpoint);
    await it.bench.device.notify(await install(it, await order(it)));
    await clock.settled();
    expect(endpoint.told).toHaveLength(3);
  });

  it('of a result that comes after the Profile was taken out of use', async () => {
    const clock = steppedClock(start);
    const endpoint = await openEndpoint(clock);
    await using it = await telling(clock, endpoint);
    const { device } = it.bench;
    const iccid = await order(it);
    const { prepared } = await device.download('M-1');
    await it.us.call('cancelOrder', { iccid, finalProfileStatusIndicator: 'Unavailable' });
    await device.notify(
      device.installationResult(prepared, 'success', { iccid: iccidToBytes(parseIccid(iccid)) }),
    );
    await clock.settled();
    expect(pointsOf(endpoint.told).at(-1)).toBe('4 Executed-Success');
    expect(await it.stateOf(iccid)).toBe('Unavailable');
  });

  it('not of a cancelled session whose order the operator has cancelled: the Profile has another one', async () => {
    const clock = steppedClock(start);
    const endpoint = await openEndpoint(clock);
    await using it = await telling(clock, endpoint);
    const iccid = await order(it);
    const { device } = it.bench;
    const session = await device.authenticate(await device.initiate(), { matchingId: 'M-1' });
    await it.us.call('cancelOrder', { iccid, finalProfileStatusIndicator: 'Available' });
    await it.us.call('downloadOrder', { iccid });
    await it.us.call('confirmOrder', { iccid, matchingId: 'M-2', releaseFlag: true });
    expect((await device.cancel(session, 'pprNotAllowed')).outcome).toBe('Executed-Success');
    await clock.settled();
    expect(await it.stateOf(iccid)).toBe('Released');
    expect(pointsOf(endpoint.told)).toEqual(['1 Executed-Success']);
    expect(it.bench.smdp.sessions()).toEqual([]);
  });

  it('not of one that was ordered in process for nobody: that is in the trace alone', async () => {
    const clock = steppedClock(start);
    const endpoint = await openEndpoint(clock);
    await using it = await telling(clock, endpoint);
    const { iccid } = await it.bench.place();
    await install(it, iccid);
    await clock.settled();
    expect(endpoint.told).toEqual([]);
    expect(it.bench.events('order.progress')).toHaveLength(3);
  });

  it('of one that was ordered in process for it', async () => {
    const clock = steppedClock(start);
    const endpoint = await openEndpoint(clock);
    await using it = await telling(clock, endpoint);
    const ownership = { owner: '2.999.1.1', profileType: 'B' };
    await install(it, (await it.bench.place({ ownership })).iccid);
    await clock.settled();
    expect(endpoint.told.map(({ profileType }) => profileType)).toEqual(['B', 'B', 'B']);
  });

  it('on the lane ES2+, with the octets of both ways', async () => {
    const clock = steppedClock(start);
    const endpoint = await openEndpoint(clock);
    await using it = await telling(clock, endpoint);
    await order(it);
    await it.bench.device.download('M-1');
    await clock.settled();
    const wires = it.bench.events('wire').filter(({ direction }) => direction.includes('Progress'));
    expect(wires.map(({ lane, direction, octets }) => [lane, direction, octets.length > 0])).toEqual([
      ['ES2+', 'request handleDownloadProgressInfo', true],
      ['ES2+', 'response handleDownloadProgressInfo', false],
      ['ES2+', 'request handleDownloadProgressInfo', true],
      ['ES2+', 'response handleDownloadProgressInfo', false],
    ]);
  });
});

describe("the operator's end does not matter to the download when it", () => {
  it('refuses each call: a finding each, told once', async () => {
    const clock = steppedClock(start);
    const endpoint = await openEndpoint(clock, async () => ({ status: 403, body: 'who are you?' }));
    await using it = await telling(clock, endpoint);
    const iccid = await order(it);
    await install(it, iccid);
    await clock.settled();
    expect(await it.stateOf(iccid)).toBe('Installed');
    expect(endpoint.told).toHaveLength(3);
    expect(findings(it)).toEqual(Array(3).fill(expect.stringMatching(/answered 403 who are you\?$/)));
  });

  it('answers 200 with a page of its own: a finding each', async () => {
    const clock = steppedClock(start);
    const endpoint = await openEndpoint(clock, async () => ({ status: 200, body: '<html>' }));
    await using it = await telling(clock, endpoint);
    const iccid = await order(it);
    await install(it, iccid);
    await clock.settled();
    expect(await it.stateOf(iccid)).toBe('Installed');
    expect(findings(it)).toEqual(Array(3).fill(expect.stringMatching(/the answer is not JSON/)));
  });

  it('is not there: a finding', async () => {
    const clock = steppedClock(start);
    const endpoint = await openEndpoint(clock);
    await endpoint.close();
    await using it = await telling(clock, endpoint);
    const iccid = await order(it);
    await install(it, iccid);
    await clock.settled();
    expect(await it.stateOf(iccid)).toBe('Installed');
    expect(findings(it)).toEqual([expect.stringMatching(/nothing listens there.*; again in 10s$/)]);
  });

  it('is slow: the download is over before the first call is answered, and the order of calls is kept', async () => {
    const clock = steppedClock(start);
    const { endpoint, letGo } = await openHeldEndpoint(clock);
    await using it = await telling(clock, endpoint);
    const iccid = await order(it);
    await install(it, iccid);
    expect(await it.stateOf(iccid)).toBe('Installed');
    expect(endpoint.told.length).toBeLessThanOrEqual(1);
    letGo();
    await clock.settled();
    expect(pointsOf(endpoint.told)).toEqual(all);
  });

  it('is slow for one order: the others do not wait', async () => {
    const clock = steppedClock(start);
    const { endpoint, letGo } = await openHeldEndpoint(clock);
    await using it = await telling(clock, endpoint);
    const [first, second] = [await order(it, {}, 1), await order(it, {}, 2)];
    await install(it, first, 'success', 'M-1');
    await install(it, second, 'success', 'M-2');
    while (endpoint.told.length < 4) await new Promise(setImmediate);
    expect(endpoint.told.filter(({ iccid }) => iccid === second)).toHaveLength(3);
    letGo();
    await clock.settled();
    expect(endpoint.told).toHaveLength(6);
  });

  it('takes half a minute of virtual time for each call: a run waits for them, the device does not', async () => {
    const clock = virtualClock(start);
    const endpoint = await openEndpoint(clock, async () => {
      await clock.sleep(seconds(30), { what: 'a slow operator' });
      return { status: 204 };
    });
    await using it = await telling(clock, endpoint);
    await clock.run(async () => {
      const iccid = await order(it);
      await install(it, iccid);
      expect(await it.stateOf(iccid)).toBe('Installed');
      await clock.sleep(seconds(120), { what: 'whatever comes next' });
    });
    expect(endpoint.told).toHaveLength(3);
    const at = endpoint.told.map(({ timestamp }) => timestamp);
    expect(at[0]).toBe('2026-11-23T05:00:00Z');
    expect(findings(it)).toEqual([]);
  });

  it('never answers: closing waits two seconds at most, and says what it leaves', async () => {
    const clock = steppedClock(start);
    const endpoint = await openSilentEndpoint();
    const it = await telling(clock, endpoint);
    const iccid = await order(it);
    await install(it, iccid);
    expect(await it.stateOf(iccid)).toBe('Installed');
    const before = process.hrtime.bigint();
    await it[Symbol.asyncDispose]();
    expect(Number(process.hrtime.bigint() - before) / 1e6).toBeLessThan(4_000);
    expect(findings(it)).toEqual(['3 calls are left untold: the server closes']);
  });
});

describe('closing', () => {
  it('lets the operator hear of everything that happened', async () => {
    const clock = steppedClock(start);
    const endpoint = await openEndpoint(clock);
    {
      await using it = await telling(clock, endpoint);
      await install(it, await order(it));
    }
    expect(endpoint.told).toHaveLength(3);
  });
});

describe('the octets', () => {
  it('of a call are the same for the same seed', async () => {
    const octets = async (): Promise<readonly string[]> => {
      const clock = steppedClock(start);
      const endpoint = await openEndpoint(clock);
      await using it = await telling(clock, endpoint);
      await install(it, await order(it));
      await clock.settled();
      return it.bench
        .events('wire')
        .filter(({ lane }) => lane === 'ES2+')
        .map((wire) => `${wire.direction} ${toHex(wire.octets)}`);
    };
    const first = await octets();
    expect(await octets()).toEqual(first);
    expect(new TextDecoder().decode(fromHex(first[8]?.split(' ')[2] ?? ''))).toMatch(
      /^\{"header":\{"functionRequesterIdentifier":"2\.999\.10","functionCallIdentifier":"[0-9A-F]{16}"\},"eid":/,
    );
  });
});
