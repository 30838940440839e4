import { describe, expect, it } from 'vitest';
import { AuthenticateClient, GetBoundProfilePackage, InitiateAuthentication } from '#shared/rsp/es9plus';
import { DownloadOrder } from '#shared/rsp/es2plus';
import { minutes, seconds } from '#shared/runtime/span';

import { flipBit } from '../../support/crafted-device.ts';
import { openBench, stock } from '../bench.ts';
import { openOperatorBench, us } from '../es2plus/crafted-operator.ts';

describe('misbehaviour that is ordered', () => {
  it('refuses the next call of the function, and that one only', async () => {
    await using bench = await openBench();
    await bench.place();
    bench.smdp.next(AuthenticateClient).refuse('eidMismatch');
    expect(bench.smdp.unusedOrders()).toEqual(['authenticateClient: refuse eidMismatch']);
    const session = await bench.device.initiate();
    expect((await bench.device.tryAuthenticate(session, { matchingId: 'M-1' })).outcome).toBe('8.1.1/3.8');
    expect((await bench.device.tryAuthenticate(session, { matchingId: 'M-1' })).outcome).toBe(
      'Executed-Success',
    );
    expect(bench.smdp.unusedOrders()).toEqual([]);
    const told = [{ function: 'authenticateClient', refusal: 'eidMismatch', detail: 'ordered' }];
    expect(bench.events('es9plus.refused')).toMatchObject(told);
  });

  it('answers something else than the truth, which the server goes on from', async () => {
    await using bench = await openBench();
    await bench.place();
    bench.smdp.next(GetBoundProfilePackage).answer((truth) => ({
      ...truth,
      boundProfilePackage: flipBit(truth.boundProfilePackage, 8 * 300),
    }));
    const { prepared, boundProfilePackage } = await bench.device.download('M-1');
    expect(() => bench.device.open(prepared, boundProfilePackage)).toThrow();
    expect(await bench.state()).toBe('Downloaded');
  });

  it('takes its time, by the Clock', async () => {
    await using bench = await openBench();
    bench.smdp.next(InitiateAuthentication).delay(seconds(30));
    let answered = false;
    const call = bench.device.initiate().then(() => {
      answered = true;
    });
    await bench.clock.advance(seconds(29));
    expect(answered).toBe(false);
    await bench.clock.advance(minutes(1));
    await call;
    expect(answered).toBe(true);
  });

  it('adds up: two orders are carried out by two calls', async () => {
    await using bench = await openBench();
    bench.smdp.next(InitiateAuthentication).refuse('invalidDpAddress');
    bench.smdp.next(InitiateAuthentication).refuse('ciPKNotSupported');
    const outcomes: string[] = [];
    for (let call = 0; call < 3; call += 1) {
      const request = bench.device.initiateRequest();
      outcomes.push((await bench.device.call('initiateAuthentication', request)).outcome);
    }
    expect(outcomes).toEqual(['8.8.1/3.8', '8.8.2/3.1', 'Executed-Success']);
  });

  it('hangs up before the function is carried out, or after it', async () => {
    await using bench = await openBench();
    await bench.place();
    const broken = { kind: 'reset' };
    bench.smdp.next(GetBoundProfilePackage).hangUp('before');
    await expect(bench.device.download('M-1')).rejects.toMatchObject(broken);
    expect(await bench.state()).toBe('Released');
    bench.smdp.next(GetBoundProfilePackage).hangUp('after');
    await expect(bench.device.download('M-1')).rejects.toMatchObject(broken);
    expect(await bench.state()).toBe('Downloaded');
    expect(bench.events('smdp.hungUp')).toEqual([
      { lane: 'ES9+', function: 'getBoundProfilePackage', when: 'before' },
      { lane: 'ES9+', function: 'getBoundProfilePackage', when: 'after' },
    ]);
    const answered = bench
      .events('wire')
      .filter(({ direction }) => direction.endsWith('getBoundProfilePackage'));
    expect(answered.map(({ direction }) => direction)).toEqual(
      Array(2).fill('request getBoundProfilePackage'),
    );
    await bench.device.download('M-1');
  });

  it('hangs up on operators', async () => {
    await using it = await openOperatorBench();
    const { smdp } = it.bench;
    await smdp.stock.add({ profile: stock(), profileType: 'A', owner: us });
    const order = async () => it.us.outcome('downloadOrder', { profileType: 'A' });
    smdp.next(DownloadOrder).hangUp('before');
    await expect(order()).rejects.toMatchObject({ kind: 'reset' });
    expect((await smdp.orders.list())[0]?.state).toBe('Available');
    smdp.next(DownloadOrder).hangUp('after');
    await expect(order()).rejects.toMatchObject({ kind: 'reset' });
    expect((await smdp.orders.list())[0]?.state).toBe('Allocated');
    expect(it.bench.events('smdp.hungUp').map(({ lane }) => lane)).toEqual(['ES2+', 'ES2+']);
  });

  it('tells of a refusal that is not answered, and of no fault', async () => {
    await using bench = await openBench();
    bench.smdp.next(AuthenticateClient).hangUp('after');
    const session = await bench.device.initiate();
    await expect(bench.device.tryAuthenticate(session, { matchingId: 'M-2' })).rejects.toMatchObject({
      kind: 'reset',
    });
    expect(bench.events('es9plus.refused')).toMatchObject([{ refusal: 'matchingIdRefused' }]);
    expect(bench.smdp.unusedOrders()).toEqual([]);
  });

  it('that hangs up and never happened is named', async () => {
    const bench = await openBench();
    bench.smdp.next(AuthenticateClient).hangUp('after');
    await expect(bench[Symbol.asyncDispose]()).rejects.toThrow('authenticateClient: hang up after');
  });

  it('that never happened fails the bench', async () => {
    const bench = await openBench();
    bench.smdp.next(AuthenticateClient).delay(seconds(1));
    await expect(bench[Symbol.asyncDispose]()).rejects.toThrow('authenticateClient: delay 1s');
  });
});
