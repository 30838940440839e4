import { describe, expect, it } from 'vitest';

import type { Bench } from '../../support/bench.ts';
import { openBench } from '../../support/bench.ts';

/** What the SM-DP+ has heard of profiles since, `iccid operation`. */
const heard = (bench: Bench) =>
  bench.events('notification.received').map(({ iccid, operation }) => `${iccid ?? ''} ${operation}`);

async function twoProfiles(bench: Bench) {
  const first = await bench.order({ profileName: 'first' });
  await bench.device().download(first.activationCode);
  const second = await bench.order({ profileName: 'second' });
  await bench.device().download(second.activationCode);
  return [first.order.iccid, second.order.iccid] as const;
}

describe('profiles on a card', () => {
  it('a second one is enabled in place of the first, and the server hears of both', async () => {
    await using bench = await openBench();
    const [first, second] = await twoProfiles(bench);
    expect(await bench.profiles()).toEqual([`${first} disabled`, `${second} enabled`]);
    expect(heard(bench)).toEqual([
      `${first} notificationInstall`,
      `${first} notificationEnable`,
      `${second} notificationInstall`,
      `${first} notificationDisable`,
      `${second} notificationEnable`,
    ]);
  });

  it('the first one is enabled again, with its notifications', async () => {
    await using bench = await openBench();
    const [first, second] = await twoProfiles(bench);
    const before = heard(bench).length;
    const { delivered, kept } = await bench.device().lpa.enable(first);
    expect([delivered.length, kept.length]).toEqual([2, 0]);
    expect(await bench.profiles()).toEqual([`${first} enabled`, `${second} disabled`]);
    expect(heard(bench).slice(before)).toEqual([
      `${second} notificationDisable`,
      `${first} notificationEnable`,
    ]);
  });

  it('an enabled one is not deleted; a disabled one is, its memory is free again, its order stays Installed', async () => {
    await using bench = await openBench();
    const free = await bench.freeMemory();
    const { activationCode, order } = await bench.order();
    await bench.device().download(activationCode);
    const { lpa } = bench.device();
    await expect(lpa.delete(order.iccid)).rejects.toMatchObject({ name: 'EuiccError', code: 2 });
    await lpa.disable(order.iccid);
    await lpa.delete(order.iccid);
    expect(await bench.profiles()).toEqual([]);
    expect(await bench.freeMemory()).toBe(free);
    expect(heard(bench).slice(-2)).toEqual([
      `${order.iccid} notificationDisable`,
      `${order.iccid} notificationDelete`,
    ]);
    expect(await bench.state(order)).toBe('Installed');
    expect(await bench.failure(activationCode, { order })).toMatchObject({ code: '8.2.6/3.8' });
    await expect(lpa.delete(order.iccid)).rejects.toMatchObject({ name: 'EuiccError', code: 1 });
  });

  it('all are deleted by a memory reset, which the server hears of', async () => {
    await using bench = await openBench();
    const free = await bench.freeMemory();
    const iccids = await twoProfiles(bench);
    await bench.device().lpa.setDefaultSmdpAddress('smdp.operator.test');
    await bench.device().lpa.memoryReset();
    expect(await bench.profiles()).toEqual([]);
    expect(await bench.freeMemory()).toBe(free);
    expect((await bench.device().lpa.addresses()).defaultDpAddress).toBeUndefined();
    const deleted = heard(bench).filter((each) => each.endsWith('notificationDelete'));
    expect(deleted.sort()).toEqual(iccids.map((iccid) => `${iccid} notificationDelete`).sort());
    expect(await bench.device().lpa.notifications()).toEqual([]);
  });

  it('one gets a nickname, which an empty one takes away', async () => {
    await using bench = await openBench();
    const { activationCode, order } = await bench.order({ serviceProviderName: 'esimlab' });
    await bench.device().download(activationCode);
    const { lpa } = bench.device();
    await lpa.setNickname(order.iccid, 'Café ✈');
    expect(await lpa.profiles()).toMatchObject([{ nickname: 'Café ✈' }]);
    await bench.device().card.reset();
    expect(await lpa.profiles()).toMatchObject([{ nickname: 'Café ✈' }]);
    await lpa.setNickname(order.iccid, '');
    expect(await lpa.profiles()).toMatchObject([{ nickname: undefined, serviceProviderName: 'esimlab' }]);
  });

  it('notifications wait on the card when they are not delivered, and go in their order before the next session', async () => {
    await using bench = await openBench();
    const { activationCode, order } = await bench.order();
    await bench.device().download(activationCode);
    const before = heard(bench).length;
    const { lpa } = bench.device();
    await lpa.disable(order.iccid, { deliver: false });
    await lpa.enable(order.iccid, { deliver: false });
    await lpa.disable(order.iccid, { deliver: false });
    expect(heard(bench)).toHaveLength(before);
    expect((await lpa.notifications()).map(({ seqNumber }) => seqNumber)).toHaveLength(3);
    const next = await bench.order();
    await bench.device().download(next.activationCode, { enable: false });
    expect(heard(bench).slice(before)).toEqual([
      `${order.iccid} notificationDisable`,
      `${order.iccid} notificationEnable`,
      `${order.iccid} notificationDisable`,
      `${next.order.iccid} notificationInstall`,
    ]);
    expect(await lpa.notifications()).toEqual([]);
  });
});
