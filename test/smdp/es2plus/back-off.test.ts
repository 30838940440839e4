import { afterEach, describe, expect, it } from 'vitest';

import { httpClient } from '#shared/http/client';
import { iccidToBytes, parseIccid } from '#shared/identifiers/iccid';
import type { Clock } from '#shared/runtime/clock';
import { steppedClock, virtualClock } from '#shared/runtime/clock';
import { seconds } from '#shared/runtime/span';

import { start } from '../bench.ts';
import type { OperatorBench, OperatorBenchOptions } from './crafted-operator.ts';
import { openOperatorBench } from './crafted-operator.ts';
import type { OperatorEndpoint } from './operator-endpoint.ts';
import { openEndpoint } from './operator-endpoint.ts';

const closing: (() => void | Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A server that tells `endpoint` of downloads. */
async function telling(
  clock: Clock,
  endpoint: OperatorEndpoint,
  settings: OperatorBenchOptions['settings'] = {},
): Promise<OperatorBench> {
  const client = httpClient({ clock, proxyFor: () => undefined });
  closing.push(async () => endpoint.close());
  closing.push(() => {
    client.close();
  });
  return openOperatorBench({ clock, notify: { url: endpoint.url, client }, settings });
}

/** Orders a Profile and installs it: three things to tell. Returns its ICCID. */
async function installOne(server: OperatorBench, number = 1): Promise<string> {
  const { device } = server.bench;
  const iccid = await server.addStock(number);
  await server.us.call('downloadOrder', { iccid });
  await server.us.call('confirmOrder', { iccid, matchingId: `M-${number}`, releaseFlag: true });
  const { prepared } = await device.download(`M-${number}`);
  const about = { iccid: iccidToBytes(parseIccid(iccid)) };
  await device.notify(device.installationResult(prepared, 'success', about));
  return iccid;
}

/** An endpoint that is out of order for its first calls; when each call came, in seconds. */
async function openFailingEndpoint(clock: Clock, failing: number, status = 503) {
  const at: number[] = [];
  const endpoint = await openEndpoint(clock, async (number) => {
    at.push((clock.now() - start) / 1_000);
    return number <= failing ? { status, body: 'out of order' } : { status: 204 };
  });
  return { endpoint, at };
}

const pointsOf = ({ told }: OperatorEndpoint): readonly number[] =>
  told.map(({ notificationPointId }) => notificationPointId);

const findings = (server: OperatorBench): readonly string[] =>
  server.bench.events('finding').map(({ what }) => what);

describe('a call to the operator that brings no answer is made again', () => {
  it('after pauses that double, by the same name, and what comes after it waits its turn', async () => {
    const clock = steppedClock(start);
    const { endpoint, at } = await openFailingEndpoint(clock, 3);
    await using it = await telling(clock, endpoint);
    await installOne(it);
    await clock.settled();
    await clock.advance(seconds(600));
    expect(at).toEqual([0, 10, 30, 70, 70, 70]);
    expect(pointsOf(endpoint)).toEqual([1, 1, 1, 1, 3, 4]);
    const ids = endpoint.told.map(({ header }) => header.functionCallIdentifier);
    expect([new Set(ids.slice(0, 4)).size, new Set(ids).size]).toEqual([1, 3]);
    expect(new Set(endpoint.told.map(({ timestamp }) => timestamp))).toEqual(
      new Set(['2026-11-23T05:00:00Z']),
    );
    const next = findings(it).map((what) => what.replace(/^.*; /, ''));
    expect(next).toEqual(['again in 10s', 'again in 20s', 'again in 40s']);
  });

  it.each([408, 429, 500, 503])('when the operator answers %i', async (status) => {
    const clock = steppedClock(start);
    const { endpoint } = await openFailingEndpoint(clock, 1, status);
    await using it = await telling(clock, endpoint);
    await installOne(it);
    await clock.settled();
    await clock.advance(seconds(10));
    expect(pointsOf(endpoint)).toEqual([1, 1, 3, 4]);
  });

  it('as often as is set, with no longer pauses than are set, and is then given up for the next one', async () => {
    const clock = steppedClock(start);
    const { endpoint, at } = await openFailingEndpoint(clock, 4);
    const callbackBackOff = { first: seconds(10), longest: seconds(15), calls: 4 };
    await using it = await telling(clock, endpoint, { callbackBackOff });
    await installOne(it);
    await clock.settled();
    await clock.advance(seconds(600));
    expect(at).toEqual([0, 10, 25, 40, 40, 40]);
    expect(pointsOf(endpoint)).toEqual([1, 1, 1, 1, 3, 4]);
    expect(findings(it).at(-1)).toMatch(/; given up$/);
  });

  it('not in the way of the download, of other orders, or of who waits until all is told', async () => {
    const clock = steppedClock(start);
    const endpoint: OperatorEndpoint = await openEndpoint(clock, async () => ({
      status: endpoint.told.at(-1)?.iccid === endpoint.told[0]?.iccid ? 500 : 204,
    }));
    await using it = await telling(clock, endpoint);
    const one = await installOne(it, 1);
    const other = await installOne(it, 2);
    await it.bench.smdp.allTold();
    expect(clock.now()).toBe(start);
    expect(endpoint.told.map(({ iccid }) => iccid)).toEqual([one, other, other, other]);
    expect([await it.stateOf(one), await it.stateOf(other)]).toEqual(['Installed', 'Installed']);
  });

  it('in a run as time goes by, to the moment', async () => {
    const clock = virtualClock(start);
    const { endpoint, at } = await openFailingEndpoint(clock, 2);
    await using it = await telling(clock, endpoint);
    await clock.run(async () => {
      await installOne(it);
      await clock.sleep(seconds(31), { what: 'what comes next' });
    });
    expect(at).toEqual([0, 10, 30, 30, 30]);
  });

  it('no more once the server closes, which says what it leaves', async () => {
    const clock = steppedClock(start);
    const { endpoint } = await openFailingEndpoint(clock, 100);
    const it = await telling(clock, endpoint);
    await installOne(it);
    await clock.settled();
    await it[Symbol.asyncDispose]();
    await clock.advance(seconds(600));
    expect(pointsOf(endpoint)).toEqual([1]);
    expect(findings(it).at(-1)).toBe('3 calls are left untold: the server closes');
  });
});
