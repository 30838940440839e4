import { afterEach, describe, expect, it } from 'vitest';

import type { HttpClient } from '#shared/http/client';
import { httpClient } from '#shared/http/client';
import { iccidToBytes, parseIccid } from '#shared/identifiers/iccid';
import type { Clock } from '#shared/runtime/clock';
import { steppedClock } from '#shared/runtime/clock';
import { minutes, seconds } from '#shared/runtime/span';
import type { CommitHook, SmdpStore } from '#smdp/index';
import { memorySmdpStore, openSmdpStore } from '#smdp/index';

import { otherEid, start } from '../bench.ts';
import { newFile } from '../both-stores.ts';
import type { OperatorBench, OperatorBenchOptions } from './crafted-operator.ts';
import { openOperatorBench } from './crafted-operator.ts';
import type { OperatorEndpoint } from './operator-endpoint.ts';
import { openEndpoint } from './operator-endpoint.ts';

const closing: (() => void | Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A store that a server closes, and the next one opens again with all that is in it. */
type Reopening = () => Promise<SmdpStore>;

const reopened: readonly [string, () => Reopening][] = [
  [
    'memory',
    () => {
      const store = memorySmdpStore();
      return async () => store;
    },
  ],
  [
    'SQLite',
    () => {
      const file = newFile();
      return async () => openSmdpStore(file);
    },
  ],
];

/** An operator that can be away, and the servers that tell it one after the other. */
class Lives {
  readonly clock: Clock = steppedClock(start);
  readonly client: HttpClient = httpClient({ clock: this.clock, proxyFor: () => undefined });
  isAway = false;
  #endpoint: OperatorEndpoint | undefined;

  async open(): Promise<void> {
    this.#endpoint = await openEndpoint(this.clock, async () => ({ status: this.isAway ? 503 : 204 }));
    closing.push(async () => this.endpoint.close());
    closing.push(() => {
      this.client.close();
    });
  }

  get endpoint(): OperatorEndpoint {
    if (this.#endpoint === undefined) throw new Error('not open');
    return this.#endpoint;
  }

  async server(store: SmdpStore, options: OperatorBenchOptions = {}): Promise<OperatorBench> {
    const notify = { url: this.endpoint.url, client: this.client };
    return openOperatorBench({ clock: this.clock, store, notify, ...options });
  }

  /** What was told while that was done: point and name of each call. */
  async toldBy(work: () => Promise<void>): Promise<readonly (readonly [point: number, name: string])[]> {
    const before = this.endpoint.told.length;
    await work();
    await this.clock.settled();
    return this.endpoint.told
      .slice(before)
      .map(({ notificationPointId, header }) => [notificationPointId, header.functionCallIdentifier]);
  }

  /** What a server tells that opens the store, is left alone for a while, and closes. */
  async toldByNext(store: SmdpStore, options: OperatorBenchOptions = {}) {
    return this.toldBy(async () => {
      const server = await this.server(store, options);
      await this.clock.advance(minutes(30));
      await server[Symbol.asyncDispose]();
    });
  }
}

async function openLives(): Promise<Lives> {
  const lives = new Lives();
  await lives.open();
  return lives;
}

/** Orders a Profile and installs it: three things to tell. */
async function installOne({ addStock, us, bench: { device } }: OperatorBench): Promise<void> {
  const iccid = await addStock();
  await us.call('downloadOrder', { iccid });
  await us.call('confirmOrder', { iccid, matchingId: 'M-1', releaseFlag: true });
  const { prepared } = await device.download('M-1');
  const about = { iccid: iccidToBytes(parseIccid(iccid)) };
  await device.notify(device.installationResult(prepared, 'success', about));
}

const pointsOf = (told: readonly (readonly [number, string])[]): readonly number[] =>
  told.map(([point]) => point);

describe.each(reopened)('what an operator was not told is kept in a %s store', (_name, prepare) => {
  it('and told by the next server, once and in order, by the same names and with the time it happened', async () => {
    const reopen = prepare();
    const lives = await openLives();
    lives.isAway = true;
    const first = await lives.toldBy(async () => {
      await using it = await lives.server(await reopen());
      await installOne(it);
      await lives.clock.settled();
    });
    expect(pointsOf(first)).toEqual([1]);
    lives.isAway = false;
    const second = await lives.toldByNext(await reopen());
    expect(pointsOf(second)).toEqual([1, 3, 4]);
    expect(second[0]).toEqual(first[0]);
    const { told } = lives.endpoint;
    expect(new Set(told.map(({ timestamp }) => timestamp))).toEqual(new Set(['2026-11-23T05:00:00Z']));
    expect(told.at(-1)?.resultData?.length).toBeGreaterThan(100);
    expect(await lives.toldByNext(await reopen())).toEqual([]);
  });

  it('and comes before what happens after the restart', async () => {
    const reopen = prepare();
    const lives = await openLives();
    lives.isAway = true;
    await lives.toldBy(async () => {
      await using it = await lives.server(await reopen());
      const iccid = await it.addStock();
      await it.us.call('downloadOrder', { iccid });
      await it.us.call('confirmOrder', { iccid, matchingId: 'M-1', releaseFlag: true });
      await it.bench.device.authenticate(await it.bench.device.initiate(), { matchingId: 'M-1' });
    });
    lives.isAway = false;
    const told = await lives.toldBy(async () => {
      await using it = await lives.server(await reopen());
      await it.bench.device.download('M-1');
      await lives.clock.settled();
      expect(lives.endpoint.told).toHaveLength(1);
      await lives.clock.advance(seconds(10));
    });
    expect(pointsOf(told)).toEqual([1, 1, 3]);
  });

  it('with how often it was tried: a restart gives it no more calls than are set', async () => {
    const reopen = prepare();
    const lives = await openLives();
    lives.isAway = true;
    const callbackBackOff = { first: seconds(10), longest: seconds(10), calls: 5 };
    const settings = { settings: { callbackBackOff } };
    const first = await lives.toldBy(async () => {
      await using it = await lives.server(await reopen(), settings);
      await installOne(it);
      await lives.clock.settled();
      await lives.clock.advance(seconds(15));
    });
    expect(pointsOf(first)).toEqual([1, 1]);
    const second = await lives.toldByNext(await reopen(), settings);
    expect(pointsOf(second)).toEqual([1, 1, 1, ...Array<number>(5).fill(3), ...Array<number>(5).fill(4)]);
    lives.isAway = false;
    expect(await lives.toldByNext(await reopen(), settings)).toEqual([]);
  });

  it('though nothing of the order changed: a refusal', async () => {
    const reopen = prepare();
    const lives = await openLives();
    lives.isAway = true;
    await lives.toldBy(async () => {
      await using it = await lives.server(await reopen());
      const iccid = await it.addStock();
      await it.us.call('downloadOrder', { iccid, eid: otherEid });
      await it.us.call('confirmOrder', { iccid, matchingId: 'M-1', releaseFlag: true });
      const { device } = it.bench;
      await device.tryAuthenticate(await device.initiate(), { matchingId: 'M-1' });
    });
    lives.isAway = false;
    await lives.toldByNext(await reopen());
    expect(lives.endpoint.told.at(-1)).toMatchObject({
      notificationPointId: 1,
      notificationPointStatus: {
        status: 'Failed',
        statusCodeData: { subjectCode: '8.1.1', reasonCode: '3.8', message: 'eidMismatch' },
      },
    });
  });

  it('until somebody is told at its address again, and a finding says so', async () => {
    const reopen = prepare();
    const lives = await openLives();
    lives.isAway = true;
    await lives.toldBy(async () => {
      await using it = await lives.server(await reopen());
      await installOne(it);
    });
    lives.isAway = false;
    const elsewhere = await openEndpoint(lives.clock);
    closing.push(async () => elsewhere.close());
    {
      const notify = { url: elsewhere.url, client: lives.client };
      await using it = await lives.server(await reopen(), { notify });
      await lives.clock.advance(minutes(30));
      const findings = it.bench.events('finding').map(({ what }) => what);
      expect(findings).toEqual(['3 calls are kept for addresses that are not told now']);
    }
    expect(elsewhere.told).toEqual([]);
    expect(pointsOf(await lives.toldByNext(await reopen()))).toEqual([1, 3, 4]);
  });
});

/** Commits of a life: three of the order before the download, then those of the three points, each with its note. */
const places = Array.from({ length: 9 }, (_, index) => index + 1).flatMap((number) =>
  (['before', 'after'] as const).map((when) => ({ when, number })),
);

describe('a server that is killed at a commit', () => {
  it.each(places)(
    '$when commit $number tells of all that was kept, and again only what it had no time to note',
    async (place) => {
      const file = newFile();
      const lives = await openLives();
      let dead = false;
      const onCommit: CommitHook = ({ when, number }) => {
        dead ||= when === place.when && number === place.number;
        if (dead) throw new Error('killed');
      };
      let passed: readonly string[] = [];
      const before = await lives.toldBy(async () => {
        const dying = await lives.server(await openSmdpStore(file, { onCommit }));
        await installInTurn(dying, lives.clock).catch(() => undefined);
        passed = dying.bench.events('order.progress').map(({ point }) => point);
        dying.us.close();
        dying.them.close();
        await dying.bench.smdp.close();
      });
      const after = await lives.toldByNext(await openSmdpStore(file));
      const all = [...before, ...after];
      const names = [...new Set(all.map(([, name]) => name))];
      const points = names.map((name) => all.find((each) => each[1] === name)?.[0]);
      expect(points).toEqual([1, 3, 4].slice(0, points.length));
      expect(points.length).toBeGreaterThanOrEqual(passed.length);
      const isNote = place.number > 3 && place.number % 2 === 1;
      expect(all.length - names.length).toBe(isNote && place.when === 'before' ? 1 : 0);
      expect(await lives.toldByNext(await openSmdpStore(file))).toEqual([]);
    },
  );
});

/** The same life, in which each call is over before the next step. */
async function installInTurn(
  { addStock, us, bench: { device } }: OperatorBench,
  clock: Clock,
): Promise<void> {
  const iccid = await addStock();
  await us.call('downloadOrder', { iccid });
  await us.call('confirmOrder', { iccid, matchingId: 'M-1', releaseFlag: true });
  const session = await device.authenticate(await device.initiate(), { matchingId: 'M-1' });
  await clock.settled();
  const { prepared } = await device.prepare(session);
  await clock.settled();
  const about = { iccid: iccidToBytes(parseIccid(iccid)) };
  await device.notify(device.installationResult(prepared, 'success', about));
  await clock.settled();
}

describe('the commits of a download', () => {
  const commitsOf = async (options: OperatorBenchOptions, notified: Lives): Promise<number> => {
    let commits = 0;
    const onCommit: CommitHook = ({ when }) => (commits += when === 'after' ? 1 : 0);
    const store = await openSmdpStore(newFile(), { onCommit });
    await using it = await openOperatorBench({ clock: notified.clock, store, ...options });
    await installInTurn(it, notified.clock);
    return commits - 3;
  };

  it('are three, one for each change of the order, where nobody is told', async () => {
    expect(await commitsOf({}, await openLives())).toBe(3);
  });

  it('are no more where what an operator is not told is not kept', async () => {
    const lives = await openLives();
    const notify = { url: lives.endpoint.url, client: lives.client, keeps: false };
    expect(await commitsOf({ notify }, lives)).toBe(3);
    expect(lives.endpoint.told).toHaveLength(3);
  });

  it('are three more where an operator is told: a note after each answer', async () => {
    const lives = await openLives();
    const notify = { url: lives.endpoint.url, client: lives.client };
    expect(await commitsOf({ notify }, lives)).toBe(6);
  });
});
