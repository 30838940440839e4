import { describe, expect, it, vi } from 'vitest';

import { Es2plusClient } from '../../../../scenarios/operator/es2plus/es2plus-client.ts';
import { memoryOperatorStore } from '#scenarios/operator/index';
import type { OperatorStore } from '#scenarios/operator/index';
import type { World } from '#scenarios/world/index';
import { openWorld } from '#scenarios/world/index';
import { httpClient } from '#shared/http/client';
import { parseIccid } from '#shared/identifiers/iccid';
import type { Iccid } from '#shared/identifiers/iccid';
import { CancelOrder, ConfirmOrder, DownloadOrder } from '#shared/rsp/es2plus';
import { memorySmdpStore } from '#smdp/index';
import type { SmdpStore } from '#smdp/index';

const plan = { profileType: 'travel-5gb', profileName: 'Travel 5 GB' };

/** Another back end of the same operator: its certificate, its name, and nothing else of the desk. */
class BackEnd implements Disposable {
  readonly #world: World;
  readonly #client: Es2plusClient;

  constructor(world: World, requester = '2.999.1.1') {
    const { clock, names, web } = world;
    const client = httpClient({
      clock,
      names,
      judge: web.judgeOfServers(),
      identity: web.client('another back end'),
    });
    this.#world = world;
    this.#client = new Es2plusClient({ url: 'https://es2.operator.test', client, requester });
  }

  async order(profileType = plan.profileType): Promise<Iccid> {
    const { iccid } = await this.#client.ask(DownloadOrder, profileType, { profileType });
    return iccid;
  }

  /** Returns the activation code. */
  async confirm(iccid: Iccid, releaseFlag = true): Promise<string> {
    const { matchingId } = await this.#client.ask(ConfirmOrder, iccid, { iccid, releaseFlag });
    return `1$${this.#world.smdp.address}$${matchingId}`;
  }

  async cancel(iccid: Iccid, finalProfileStatusIndicator: 'Available' | 'Unavailable'): Promise<void> {
    await this.#client.ask(CancelOrder, iccid, { iccid, finalProfileStatusIndicator });
  }

  [Symbol.dispose](): void {
    this.#client.close();
  }
}

interface Stores {
  readonly operator?: OperatorStore;
  readonly smdp?: SmdpStore;
}

/** A world whose desk has the plan made when it is asked for. */
async function opened({ operator, smdp }: Stores = {}, devices: readonly { readonly name: string }[] = []) {
  const world = await openWorld({
    seed: 1,
    devices,
    ...(operator === undefined ? {} : { operator: { store: operator } }),
    ...(smdp === undefined ? {} : { smdp: { store: smdp } }),
  });
  world.desk.stockWhenAsked(plan);
  return world;
}

const imsiOf = (iccid: string): string => iccid.slice(2, 17);
const isKnown = ({ network }: World, iccid: string): boolean => network.provisioning.has(imsiOf(iccid));

describe('a Profile that another back end orders by its type', () => {
  it('is made, downloaded with the code, and registers at home; the desk hears of it', async () => {
    await using world = await opened({}, [{ name: 'device-1' }]);
    using backEnd = new BackEnd(world);
    const iccid = await backEnd.order();
    expect(world.desk.record(iccid)).toEqual({
      iccid,
      matchingId: '',
      activationCode: '',
      profileType: 'travel-5gb',
      state: 'Available',
      progress: [],
      provisioned: true,
    });
    const device = world.device();
    expect(await device.download(await backEnd.confirm(iccid))).toMatchObject({ iccid });
    await device.registered('home');
    await world.smdp.allTold();
    const { state, progress } = world.desk.record(iccid) ?? {};
    expect(state).toBe('Installed');
    expect(progress?.map(({ point, status }) => [point, status])).toEqual([
      ['eligibilityAndRetryLimit', 'success'],
      ['bppDownload', 'success'],
      ['bppInstallation', 'success'],
    ]);
  });

  it('has the name of the plan', async () => {
    await using world = await opened({}, [{ name: 'device-1' }]);
    using backEnd = new BackEnd(world);
    await world.device().download(await backEnd.confirm(await backEnd.order()));
    expect(await world.device().lpa.profiles()).toMatchObject([{ profileName: 'Travel 5 GB' }]);
  });

  it('is refused where nobody makes the type, and to another operator', async () => {
    await using world = await opened();
    using backEnd = new BackEnd(world);
    using stranger = new BackEnd(world, '2.999.1.2');
    await expect(backEnd.order('travel-1gb')).rejects.toMatchObject({ subject: '8.2.5', reason: '3.9' });
    await expect(stranger.order()).rejects.toMatchObject({ subject: '8.2.5', reason: '1.2' });
    expect(world.desk.orders()).toEqual([]);
  });

  it('is one for each of 20 orders at once, each with a subscriber of its own', async () => {
    await using world = await opened();
    using backEnd = new BackEnd(world);
    const iccids = await Promise.all(Array.from({ length: 20 }, async () => backEnd.order()));
    expect(new Set(iccids).size).toBe(20);
    expect(iccids.every((iccid) => isKnown(world, iccid))).toBe(true);
    expect(world.desk.orders()).toHaveLength(20);
  });

  it('is never the one that the desk has just put into stock for an order of its own', async () => {
    await using world = await opened();
    using backEnd = new BackEnd(world);
    const ways = Array.from({ length: 12 }, async (_, index) =>
      index % 2 === 0 ? backEnd.order() : (await world.desk.order(plan)).order.iccid,
    );
    expect(new Set(await Promise.all(ways)).size).toBe(12);
    const states = (await world.smdp.orders.list()).map(({ state }) => state).sort();
    expect(states).toEqual([...Array<string>(6).fill('Allocated'), ...Array<string>(6).fill('Released')]);
  });

  it('goes back into stock with its subscriber when the order is cancelled, by whomever', async () => {
    await using world = await opened();
    using backEnd = new BackEnd(world);
    const iccid = await backEnd.order();
    await backEnd.cancel(iccid, 'Available');
    expect(await backEnd.order()).toBe(iccid);
    await world.desk.cancel(iccid, 'Available');
    expect(world.desk.record(iccid)).toMatchObject({ state: 'Available', provisioned: true });
    expect([await backEnd.order(), isKnown(world, iccid)]).toEqual([iccid, true]);
    await world.desk.cancel(iccid);
    expect(world.desk.record(iccid)).toMatchObject({ state: 'Unavailable', provisioned: false });
    expect(isKnown(world, iccid)).toBe(false);
  });

  it('is not known to the network where the plan says so', async () => {
    await using world = await opened();
    const { iccid, provisioned } = await world.desk.stock({ ...plan, provision: false });
    expect([provisioned, isKnown(world, iccid)]).toEqual([false, false]);
    await world.desk.provision(iccid);
    expect(isKnown(world, iccid)).toBe(true);
  });
});

describe('a Profile that does not come into stock', () => {
  it('because the network does not take the subscriber leaves nothing', async () => {
    await using world = await opened();
    vi.spyOn(world.network.provisioning, 'provision').mockImplementationOnce(() => {
      throw new Error('the register is full');
    });
    await expect(world.desk.stock(plan)).rejects.toThrow('the register is full');
    expect([world.desk.orders(), await world.smdp.orders.list()]).toEqual([[], []]);
  });

  it.each(['operator', 'smdp'] as const)(
    'because the store of the %s fails leaves nothing',
    async (which) => {
      const operator = memoryOperatorStore();
      const smdp = memorySmdpStore();
      const full = new Error('the disk is full');
      if (which === 'operator') vi.spyOn(operator, 'keep').mockRejectedValueOnce(full);
      else vi.spyOn(smdp, 'add').mockRejectedValueOnce(full);
      await using world = await opened({ operator, smdp });
      const withdraw = vi.spyOn(world.network.provisioning, 'withdraw');
      await expect(world.desk.stock(plan)).rejects.toThrow('the disk is full');
      expect([world.desk.orders(), await world.smdp.orders.list(), await operator.all()]).toEqual([
        [],
        [],
        [],
      ]);
      expect(withdraw).toHaveBeenCalledOnce();
    },
  );
});

describe('a desk that starts again', () => {
  /** What a desk that starts again makes of what happened to a Profile it had in stock. */
  async function afterRestart(happens: (world: World, backEnd: BackEnd, iccid: Iccid) => Promise<void>) {
    const stores = { operator: memoryOperatorStore(), smdp: memorySmdpStore() };
    const world = await opened(stores, [{ name: 'device-1' }]);
    const iccid = parseIccid((await world.desk.stock(plan)).iccid);
    using backEnd = new BackEnd(world);
    await happens(world, backEnd, iccid);
    await world.close();
    const again = await opened(stores);
    return { again, iccid, record: again.desk.record(iccid) };
  }

  const cases: readonly (readonly [string, Parameters<typeof afterRestart>[0], object, boolean])[] = [
    ['lies in stock', async () => undefined, { state: 'Available', provisioned: true }, true],
    [
      'is ordered',
      async (_world, backEnd) => {
        await backEnd.order();
      },
      { state: 'Available', provisioned: true },
      true,
    ],
    [
      'is confirmed',
      async (_world, backEnd) => {
        await backEnd.confirm(await backEnd.order(), false);
      },
      { state: 'Confirmed', provisioned: true },
      true,
    ],
    [
      'is downloaded',
      async (world, backEnd) => {
        await world.device().download(await backEnd.confirm(await backEnd.order()));
      },
      { state: 'Installed', provisioned: true },
      true,
    ],
    [
      'is out of use',
      async (_world, backEnd) => {
        await backEnd.cancel(await backEnd.order(), 'Unavailable');
      },
      { state: 'Unavailable', provisioned: false },
      false,
    ],
  ];

  it.each(cases)('knows a Profile again that %s by then', async (_what, happens, expected, known) => {
    const { again, iccid, record } = await afterRestart(happens);
    await using world = again;
    expect(record).toMatchObject(expected);
    expect(isKnown(world, iccid)).toBe(known);
  });

  it('leaves the order of another alone, however often it starts, and lets it go on', async () => {
    const stores = { operator: memoryOperatorStore(), smdp: memorySmdpStore() };
    const first = await opened(stores);
    using one = new BackEnd(first);
    const iccid = await one.order();
    await one.confirm(iccid);
    await first.close();
    const second = await opened(stores);
    using two = new BackEnd(second);
    expect(second.desk.record(iccid)?.state).toBe('Released');
    await two.cancel(iccid, 'Available');
    expect(await two.order()).toBe(iccid);
    await second.close();
    await using third = await opened(stores, [{ name: 'device-1' }]);
    using three = new BackEnd(third);
    expect(third.desk.record(iccid)).toMatchObject({ state: 'Available', provisioned: true });
    await third.device().download(await three.confirm(iccid));
    await third.device().registered('home');
    expect(await three.order()).not.toBe(iccid);
  });

  it('forgets what was on its way into stock when it was killed', async () => {
    const stores = { operator: memoryOperatorStore(), smdp: memorySmdpStore() };
    const dying = await opened(stores);
    const killed = vi.spyOn(stores.smdp, 'add').mockRejectedValueOnce(new Error('killed'));
    const forget = vi.spyOn(stores.operator, 'forget').mockRejectedValueOnce(new Error('killed'));
    await expect(dying.desk.stock(plan)).rejects.toThrow('killed');
    expect([killed.mock.calls.length, forget.mock.calls.length]).toEqual([1, 1]);
    await dying.close();
    expect(await stores.operator.all()).toHaveLength(1);
    await using world = await opened(stores);
    expect([world.desk.orders(), await stores.operator.all()]).toEqual([[], []]);
  });
});
