import { describe, expect, it } from 'vitest';

import { childrenOf, readTlv } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { toHex } from '#shared/bytes/bytes';
import { AuthenticateClient, GetBoundProfilePackage, HandleNotification } from '#shared/rsp/es9plus';
import { bppCommandIds, installErrors } from '#shared/rsp/notifications';
import { minutes } from '#shared/runtime/span';

import type { Bench } from '../../support/bench.ts';
import { openBench } from '../../support/bench.ts';
import { openCuttingProxy } from '../../support/cutting-proxy.ts';

/** Everything of a package behind InitialiseSecureChannel, in hex. */
function protectedPart(boundProfilePackage: Bytes | undefined): string {
  if (boundProfilePackage === undefined) throw new Error('no package');
  const [, configure] = childrenOf(readTlv(boundProfilePackage));
  return toHex(boundProfilePackage.slice(configure?.start));
}

/** Resets the card once it has been handed that many segments of a package. */
function resetAfter({ world }: Bench, segments: number): () => Promise<unknown> {
  let left = segments;
  let done: Promise<unknown> = Promise.resolve();
  const end = world.trace.on('card.function', ({ name }) => {
    if (name !== 'LoadBoundProfilePackage') return;
    left -= 1;
    if (left > 0) return;
    end();
    done = world.device().card.reset();
  });
  return () => done;
}

const interrupted = (bppCommandId: number) => ({
  bppCommandId,
  errorReason: installErrors.installFailedDueToInterruption,
  peStatus: [],
});

describe('a download that is interrupted', () => {
  it('is retried with the same one-time key and package after the answer of the server was cut', async () => {
    await using bench = await openBench();
    await using proxy = await openCuttingProxy(bench.smdp.port);
    const { activationCode, order } = await bench.order();
    const host = {
      stage: (stage: string) => {
        if (stage === 'getBoundProfilePackage') proxy.cutAfter(1_000);
      },
    };
    const smdpUrl = `https://127.0.0.1:${proxy.port}`;
    expect(await bench.failure(activationCode, { order, smdpUrl, host })).toEqual({
      stage: 'getBoundProfilePackage',
      status: 'ServerNotReachable',
      code: 'reset',
      cancelled: undefined,
      order: 'Downloaded',
      profilesOnCard: [],
      operator: ['eligibilityAndRetryLimit: success', 'bppDownload: success'],
    });
    await bench.device().download(activationCode);
    expect(await bench.state(order)).toBe('Installed');
    const [bound, again] = bench.packages();
    expect(protectedPart(again)).toBe(protectedPart(bound));
    expect(toHex(again ?? new Uint8Array())).not.toBe(toHex(bound ?? new Uint8Array()));
  });

  it.each([
    ['ConfigureISDP', 2, bppCommandIds.storeMetadata],
    ['StoreMetadata', 4, bppCommandIds.loadProfileElements],
    ['the first profile elements', 6, bppCommandIds.loadProfileElements],
  ])(
    'is retried with the same one-time key and package after the card was reset behind %s',
    async (_what, segments, bppCommandId) => {
      await using bench = await openBench();
      const free = await bench.freeMemory();
      const { activationCode, order } = await bench.order();
      const reset = resetAfter(bench, segments);
      expect(await bench.failure(activationCode, { order })).toMatchObject({
        stage: 'loadBoundProfilePackage',
        status: 'CardGeneralFailure',
        order: 'Downloaded',
        profilesOnCard: [],
      });
      await reset();
      expect(await bench.freeMemory()).toBe(free);
      expect(await bench.device().lpa.notifications()).toHaveLength(1);

      await bench.device().download(activationCode);
      expect(bench.installationResults()).toEqual([interrupted(bppCommandId), 'success']);
      expect(await bench.state(order)).toBe('Installed');
      const [bound, again] = bench.packages();
      expect(protectedPart(again)).toBe(protectedPart(bound));
    },
  );

  it('gets a new package where the order wants one, and the old one else', async () => {
    await using bench = await openBench();
    for (const [rebinding, same] of [
      ['rebind', false],
      ['reuse', true],
    ] as const) {
      const { activationCode, order } = await bench.order({ rebinding });
      const reset = resetAfter(bench, 5);
      await bench.failure(activationCode, { order });
      await reset();
      await bench.device().download(activationCode, { enable: false });
      const [bound, again] = bench.packages().slice(-2);
      expect(protectedPart(again) === protectedPart(bound)).toBe(same);
      expect(await bench.state(order)).toBe('Installed');
    }
  });

  it('is refused with 8.2/3.7 where the order allows no other one-time key and the card keeps that of a later download', async () => {
    await using bench = await openBench();
    const first = await bench.order({ rebinding: 'refuse' });
    const later = await bench.order();
    for (const { activationCode, order } of [first, later]) {
      const reset = resetAfter(bench, 5);
      expect(await bench.failure(activationCode, { order })).toMatchObject({ order: 'Downloaded' });
      await reset();
    }
    const { activationCode, order } = first;
    expect(await bench.failure(activationCode, { order })).toEqual({
      stage: 'getBoundProfilePackage',
      status: 'ProfileNotAvailableForNewBinding',
      code: '8.2/3.7',
      cancelled: undefined,
      order: 'Downloaded',
      profilesOnCard: [],
      operator: [
        'bppInstallation: installFailedDueToInterruption',
        'eligibilityAndRetryLimit: success',
        'bppDownload: bppRebindingRefused',
      ],
    });
    await bench.device().download(later.activationCode);
    expect(await bench.state(later.order)).toBe('Installed');
  });

  it('is retried after the answer of the server came too late', async () => {
    await using bench = await openBench();
    const { activationCode, order } = await bench.order();
    bench.smdp.next(GetBoundProfilePackage).delay(minutes(2));
    expect(await bench.failure(activationCode, { order })).toMatchObject({
      stage: 'getBoundProfilePackage',
      status: 'TimeoutWaitingForResponse',
      code: 'timeout',
      cancelled: undefined,
      profilesOnCard: [],
    });
    await bench.clock.advance(minutes(2));
    expect(await bench.state(order)).toBe('Downloaded');
    await bench.device().download(activationCode);
    expect(await bench.state(order)).toBe('Installed');
  });

  it('leaves the order as it was when it ends before a package was delivered', async () => {
    await using bench = await openBench();
    const { activationCode, order } = await bench.order();
    bench.smdp.next(AuthenticateClient).delay(minutes(2));
    expect(await bench.failure(activationCode, { order })).toMatchObject({
      stage: 'authenticateClient',
      status: 'TimeoutWaitingForResponse',
      order: 'Released',
      profilesOnCard: [],
    });
    await bench.device().download(activationCode);
    expect(await bench.state(order)).toBe('Installed');
  });

  it('keeps its result on the card while the server cannot be reached, and ends well when it is begun again', async () => {
    await using bench = await openBench();
    const { activationCode, order } = await bench.order();
    bench.smdp.next(HandleNotification).delay(minutes(2));
    expect(await bench.device().download(activationCode, { enable: false })).toMatchObject({
      state: 'disabled',
      notifications: { delivered: 0, pending: 1 },
      resumed: false,
    });
    expect(await bench.profiles()).toEqual([`${order.iccid} disabled`]);
    expect(await bench.device().download(activationCode)).toMatchObject({
      iccid: order.iccid,
      state: 'enabled',
      resumed: true,
      notifications: { pending: 0 },
    });
    expect(await bench.state(order)).toBe('Installed');
    expect(await bench.profiles()).toEqual([`${order.iccid} enabled`]);
  });

  it('delivers a result twice without harm', async () => {
    await using bench = await openBench();
    const { activationCode, order } = await bench.order();
    await using proxy = await openCuttingProxy(bench.smdp.port);
    const smdpUrl = `https://127.0.0.1:${proxy.port}`;
    const host = {
      stage: (stage: string) => {
        if (stage === 'handleNotification') proxy.cutAfter(10);
      },
    };
    expect(await bench.device().download(activationCode, { enable: false, smdpUrl, host })).toMatchObject({
      notifications: { delivered: 0, pending: 1 },
    });
    expect(await bench.state(order)).toBe('Installed');
    expect((await bench.device().lpa.deliverNotifications()).delivered).toHaveLength(1);
    expect(bench.installationResults()).toEqual(['success', 'success']);
    expect(await bench.state(order)).toBe('Installed');
    expect(await bench.device().lpa.notifications()).toEqual([]);
  });
});
