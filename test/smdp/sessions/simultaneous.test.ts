import { describe, expect, it } from 'vitest';

import type { Answer } from '../../support/crafted-device.ts';
import type { Bench, BenchOptions } from '../bench.ts';
import { openBench, otherEid, stock } from '../bench.ts';
import { stores } from '../both-stores.ts';

/** What came of calls made at the same time, sorted. */
async function outcomesOf(...calls: readonly Promise<Answer>[]): Promise<readonly string[]> {
  return (await Promise.all(calls)).map(({ outcome }) => outcome).sort();
}

/** When that many requests of a function have come. */
async function requests({ trace }: Bench, name: string, count: number): Promise<void> {
  return new Promise((resolve) => {
    let come = 0;
    trace.on('wire', ({ direction }) => {
      if (direction === `request ${name}`) come += 1;
      if (come === count) resolve();
    });
  });
}

const times = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

describe.each(stores)('at the same time, with a %s store', (_name, open) => {
  const bench = async (options: BenchOptions = {}) => openBench({ store: await open(), ...options });

  it('of two getBoundProfilePackage of a session one is answered, and one package delivered', async () => {
    await using it = await bench();
    await it.place();
    const session = await it.device.authenticate(await it.device.initiate(), { matchingId: 'M-1' });
    const outcomes = await outcomesOf(it.device.tryPrepare(session), it.device.tryPrepare(session));
    expect(outcomes).toEqual(['8.10.1/3.9', 'Executed-Success']);
    expect((await it.smdp.orders.list())[0]?.deliveries).toHaveLength(1);
  });

  it('a package and a cancelled session come one after the other', async () => {
    await using it = await bench();
    await it.place();
    const session = await it.device.authenticate(await it.device.initiate(), { matchingId: 'M-1' });
    const [prepared, cancelled] = await Promise.all([
      it.device.tryPrepare(session),
      it.device.cancel(session, 'postponed'),
    ]);
    expect(cancelled.outcome).toBe('Executed-Success');
    expect(await it.state()).toBe(prepared.outcome === 'Executed-Success' ? 'Downloaded' : 'Released');
    expect(it.smdp.sessions()).toEqual([]);
  });

  it('a success of an earlier package and a retry leave the Profile Installed', async () => {
    await using it = await bench();
    await it.place();
    const { prepared } = await it.device.download('M-1');
    const retry = await it.device.authenticate(await it.device.initiate(), { matchingId: 'M-1' });
    const [answer] = await Promise.all([
      it.device.tryPrepare(retry, { oneTimeKey: prepared.oneTimeKey }),
      it.device.notify(it.device.installationResult(prepared, 'success')),
    ]);
    expect(['Executed-Success', '8.2/3.7']).toContain(answer.outcome);
    expect(await it.state()).toBe('Installed');
  });

  it('one result sent twice is told once', async () => {
    await using it = await bench();
    await it.place();
    const { prepared } = await it.device.download('M-1');
    const result = it.device.installationResult(prepared, 'success');
    const answers = await Promise.all(times(3).map(async () => it.device.notify(result)));
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
    const told = it.events('order.progress').filter(({ point }) => point === 'bppInstallation');
    expect(told).toHaveLength(1);
  });

  it('of two eUICCs that ask for one order, one gets the package', async () => {
    await using it = await bench();
    await it.place();
    const devices = [it.device, it.openDevice(otherEid)];
    const sessions = await Promise.all(
      devices.map(async (each) => ({
        each,
        session: await each.authenticate(await each.initiate(), { matchingId: 'M-1' }),
      })),
    );
    const outcomes = await outcomesOf(...sessions.map(async ({ each, session }) => each.tryPrepare(session)));
    expect(outcomes).toEqual(['8.2/3.7', 'Executed-Success']);
  });

  it('wrong Confirmation Codes are counted one by one, and none above the limit', async () => {
    await using it = await bench();
    await it.place({ confirmationCode: '1234' });
    const sessions = await Promise.all(
      times(5).map(async () => it.device.authenticate(await it.device.initiate(), { matchingId: 'M-1' })),
    );
    const outcomes = await outcomesOf(
      ...sessions.map(async (session) => it.device.tryPrepare(session, { confirmationCode: '4321' })),
    );
    expect(outcomes).toEqual(['8.2.7/3.8', '8.2.7/3.8', '8.2.7/6.4', '8.2.7/6.4', '8.2.7/6.4']);
    expect((await it.smdp.orders.list())[0]).toMatchObject({
      state: 'Error',
      attempts: { confirmationCode: 3 },
    });
  });

  it('download attempts are counted one by one, and none above the limit', async () => {
    await using it = await bench();
    await it.place({ downloadAttempts: 3 });
    const sessions = await Promise.all(times(5).map(async () => it.device.initiate()));
    const outcomes = await outcomesOf(
      ...sessions.map(async (session) => it.device.tryAuthenticate(session, { matchingId: 'M-1' })),
    );
    expect(outcomes.filter((outcome) => outcome === 'Executed-Success')).toHaveLength(3);
    expect(outcomes).toContain('8.8.5/6.4');
    expect((await it.smdp.orders.list())[0]).toMatchObject({ state: 'Error', attempts: { download: 3 } });
  });

  it('an offer makes one order for two sessions of an eUICC', async () => {
    await using it = await bench();
    const bothCame = requests(it, 'authenticateClient', 2);
    let made = 0;
    it.smdp.orders.offer({
      matchingId: 'FREE',
      makeProfile: async () => {
        made += 1;
        await bothCame;
        return stock(`890001234567890${1000 + made}`);
      },
    });
    const sessions = [await it.device.initiate(), await it.device.initiate()];
    const outcomes = await outcomesOf(
      ...sessions.map(async (session) => it.device.tryAuthenticate(session, { matchingId: 'FREE' })),
    );
    expect(outcomes).toEqual(['Executed-Success', 'Executed-Success']);
    expect(await it.smdp.orders.list()).toHaveLength(1);
  });

  it('of two orders with one MatchingID one is refused', async () => {
    await using it = await bench();
    const placed = await Promise.allSettled([it.place(), it.place()]);
    expect(placed.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await it.smdp.orders.list()).toHaveLength(1);
  });

  it('a session that has to make room while its function works does not come back', async () => {
    await using it = await bench({ settings: { maximumSessions: 1 } });
    it.smdp.orders.offer({
      matchingId: 'FREE',
      makeProfile: async () => {
        await it.openDevice(otherEid).initiate();
        return stock();
      },
    });
    const opened = await it.device.initiate();
    const answer = await it.device.tryAuthenticate(opened, { matchingId: 'FREE' });
    expect(answer.outcome).toBe('8.10.1/3.9');
    expect(it.smdp.sessions()).toHaveLength(1);
    expect(it.events('session.moved').map(({ to }) => to)).toEqual(['opened', 'ended', 'opened']);
  });
});
