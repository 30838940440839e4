import { describe, expect, it } from 'vitest';

import { failureOf, openBench } from '../../support/bench.ts';

const names = ['device-1', 'device-2', 'device-3'] as const;
const devices = names.map((name) => ({ name }));

describe('several devices', () => {
  it('at the same time on one offer get a profile each, and each may come again', async () => {
    await using bench = await openBench({ devices });
    const code = bench.desk.offer({ matchingId: 'FOR-EVERYBODY' });
    const results = await Promise.all(names.map((name) => bench.device(name).download(code)));
    const iccids = results.map(({ iccid }) => iccid);
    expect(new Set(iccids).size).toBe(names.length);
    for (const [at, name] of names.entries()) {
      expect(await bench.profiles(name)).toEqual([`${iccids[at] ?? ''} enabled`]);
    }
    const orders = await bench.smdp.orders.list();
    expect(orders.map(({ state, eid }) => [state, eid])).toEqual(
      expect.arrayContaining(names.map((name) => ['Installed', bench.device(name).eid])),
    );
    expect(orders).toHaveLength(names.length);

    const again = await bench.device().download(code);
    expect(iccids).not.toContain(again.iccid);
    expect(await bench.profiles()).toHaveLength(2);
  });

  it('one after the other on one order: the first gets it, for the second it is gone', async () => {
    await using bench = await openBench({ devices });
    const { activationCode, order } = await bench.order();
    await bench.device('device-1').download(activationCode);
    expect(await bench.failure(activationCode, { device: 'device-2', order })).toMatchObject({
      stage: 'authenticateClient',
      status: 'InvalidMatchingId',
      code: '8.2.6/3.8',
      order: 'Installed',
      profilesOnCard: [],
    });
  });

  it('on one order: once a package went to one eUICC it is bound to it, and another is refused with 8.1.1/3.8', async () => {
    await using bench = await openBench({ devices });
    const { activationCode, order } = await bench.order();
    bench.device('device-1');
    const end = bench.world.trace.on('card.function', ({ name, card }) => {
      if (name !== 'LoadBoundProfilePackage') return;
      end();
      void bench.device(card).card.reset();
    });
    await bench.failure(activationCode, { order });
    expect(await bench.failure(activationCode, { device: 'device-2', order })).toMatchObject({
      status: 'EidMismatch',
      code: '8.1.1/3.8',
      order: 'Downloaded',
      profilesOnCard: [],
    });
    await bench.device('device-1').download(activationCode);
    expect(await bench.state(order)).toBe('Installed');
  });

  it('at the same time on one order: one gets it, the others nothing', async () => {
    await using bench = await openBench({ devices });
    const { activationCode, order } = await bench.order();
    const outcomes = await Promise.all(
      names.map(async (name) => {
        const download = bench.device(name).download(activationCode);
        return download.then(
          ({ iccid }) => iccid,
          async () => (await failureOf(download)).status,
        );
      }),
    );
    expect(outcomes.filter((outcome) => outcome === order.iccid)).toHaveLength(1);
    const refusals = ['EidMismatch', 'InvalidMatchingId', 'ProfileNotAvailableForNewBinding'];
    for (const outcome of outcomes.filter((each) => each !== order.iccid))
      expect(refusals).toContain(outcome);
    const cards = await Promise.all(names.map((name) => bench.profiles(name)));
    expect(cards.flat()).toEqual([`${order.iccid} enabled`]);
    expect(await bench.state(order)).toBe('Installed');
  });

  it('on one order while a person thinks: the one that was quicker has it, the other is refused with 8.2/3.7', async () => {
    await using bench = await openBench({ devices });
    const { activationCode, order } = await bench.order();
    const consent = async () => {
      await bench.device('device-2').download(activationCode);
      return 'accept' as const;
    };
    expect(await bench.failure(activationCode, { order, host: { consent } })).toMatchObject({
      stage: 'getBoundProfilePackage',
      status: 'ProfileNotAvailableForNewBinding',
      code: '8.2/3.7',
      order: 'Installed',
      profilesOnCard: [],
    });
    expect(await bench.profiles('device-2')).toEqual([`${order.iccid} enabled`]);
  });

  it('a rejection on one device does not take the order away from the one that has its package', async () => {
    await using bench = await openBench({ devices });
    const { activationCode, order } = await bench.order();
    const consent = async () => {
      await bench.device('device-2').download(activationCode);
      return 'reject' as const;
    };
    expect(await bench.failure(activationCode, { order, host: { consent } })).toMatchObject({
      cancelled: 'endUserRejection',
      order: 'Installed',
    });
  });
});
