import { describe, expect, it, vi } from 'vitest';

import { DeskRefused, memoryOperatorStore } from '#scenarios/operator/index';
import type { World } from '#scenarios/world/index';
import { openWorld } from '#scenarios/world/index';
import { decode } from '#shared/asn1/index';
import { fromUtf8 } from '#shared/bytes/bytes';
import { HttpFailure } from '#shared/http/failure';
import { parseIccid } from '#shared/identifiers/iccid';
import { CancelOrder, ConfirmOrder, DownloadOrder } from '#shared/rsp/es2plus';
import { StoreMetadataRequest } from '#shared/rsp/store-metadata';
import { days, seconds } from '#shared/runtime/span';
import { TraceHash } from '#shared/runtime/trace-hash';
import type { ProfileState } from '#smdp/index';

const opened = () => openWorld({ seed: 1, devices: [] });
const eid = '89049032123451234512345678901235';

/** What goes over ES2+, in the words of the lane and as JSON. */
function heard({ trace }: World): readonly (readonly [string, Readonly<Record<string, unknown>>])[] {
  const lane: (readonly [string, Readonly<Record<string, unknown>>])[] = [];
  trace.on('wire', ({ lane: of, direction, octets }) => {
    if (of === 'ES2+')
      lane.push([direction, JSON.parse(fromUtf8(octets)) as Readonly<Record<string, unknown>>]);
  });
  return lane;
}

const stateAt = async ({ smdp }: World, iccid: string): Promise<ProfileState | undefined> =>
  (await smdp.orders.profileOf(parseIccid(iccid)))?.state;

describe('an order', () => {
  it('goes into stock, over ES2+ and into the network, and its record says so', async () => {
    await using world = await opened();
    const lane = heard(world);
    const { activationCode, order, subscriber } = await world.desk.order({ eid, confirmationCode: '4711' });
    const { iccid, matchingId } = order;

    const header = (call: number) => ({
      functionRequesterIdentifier: '2.999.1.1',
      functionCallIdentifier: `call-${call}`,
    });
    expect(lane.filter(([direction]) => direction.startsWith('request'))).toEqual([
      ['request downloadOrder', { header: header(1), iccid, eid }],
      [
        'request confirmOrder',
        { header: header(2), iccid, eid, matchingId, confirmationCode: '4711', releaseFlag: true },
      ],
    ]);
    expect(order).toMatchObject({
      state: 'Released',
      ownership: { owner: '2.999.1.1', profileType: 'esimlab test plan' },
    });
    expect(order.history.map(({ state }) => state)).toEqual(['Available', 'Linked', 'Released']);
    expect(world.network.provisioning.has(subscriber?.imsi ?? '')).toBe(true);
    expect(activationCode).toBe(`1$smdp.operator.test$${matchingId}$$1`);
    expect(world.desk.orders()).toEqual([
      {
        iccid,
        matchingId,
        activationCode,
        profileType: 'esimlab test plan',
        eid,
        state: 'Released',
        progress: [],
        provisioned: true,
      },
    ]);
  });

  it('without provisioning is not known to the network until it is provisioned', async () => {
    await using world = await opened();
    const { order, subscriber } = await world.desk.order({ provision: false });
    const known = () => [
      world.network.provisioning.has(subscriber?.imsi ?? ''),
      world.desk.record(order.iccid)?.provisioned,
    ];
    expect(known()).toEqual([false, false]);
    await world.desk.provision(order.iccid);
    expect(known()).toEqual([true, true]);
  });

  it('that is not released waits for it', async () => {
    await using world = await opened();
    const { order } = await world.desk.order({ released: false });
    expect([order.state, world.desk.record(order.iccid)?.state]).toEqual(['Confirmed', 'Confirmed']);
    await world.desk.release(order.iccid);
    expect([await stateAt(world, order.iccid), world.desk.record(order.iccid)?.state]).toEqual([
      'Released',
      'Released',
    ]);
  });

  it.each([
    ['Available', true],
    ['Unavailable', false],
  ] as const)(
    'is cancelled and becomes %s; the network knows its subscriber still: %s',
    async (final, known) => {
      await using world = await opened();
      const { order, subscriber } = await world.desk.order({});
      await world.desk.cancel(order.iccid, final);
      expect(await stateAt(world, order.iccid)).toBe(final);
      expect(world.network.provisioning.has(subscriber?.imsi ?? '')).toBe(known);
      expect(world.desk.record(order.iccid)).toMatchObject({ state: final, provisioned: known });
    },
  );

  it('for a plan stands in stock under the name of its type', async () => {
    await using world = await opened();
    const { order } = await world.desk.order({ profileName: 'Travel', profileType: 'travel-5gb' });
    expect(order.ownership?.profileType).toBe('travel-5gb');
    expect(world.desk.record(order.iccid)?.profileType).toBe('travel-5gb');
  });

  it('comes one after the other, each with an ICCID, an IMSI and a MatchingID of its own', async () => {
    await using world = await opened();
    const placed = await Promise.all([1, 2, 3, 4].map(() => world.desk.order({})));
    for (const of of [
      placed.map(({ order }) => order.iccid),
      placed.map(({ order }) => order.matchingId),
      placed.map(({ subscriber }) => subscriber?.imsi),
    ])
      expect(new Set(of).size).toBe(4);
    expect(world.desk.orders().map(({ iccid }) => iccid)).toEqual(placed.map(({ order }) => order.iccid));
  });
});

/** The world as it was: nothing in the book, nobody in the network, and no Profile that a device could get. */
async function nothingIsLeft(world: World, imsis: readonly string[]): Promise<void> {
  expect(world.desk.orders()).toHaveLength(imsis.length);
  const states = (await world.smdp.orders.list()).map(({ state }) => state);
  expect(states.filter((state) => state === 'Released')).toHaveLength(imsis.length);
  expect(states).not.toContain('Allocated');
  expect(states).not.toContain('Linked');
  expect(states).not.toContain('Confirmed');
  expect(states).not.toContain('Available');
}

describe('an order that fails half way', () => {
  it.each([
    ['downloadOrder', DownloadOrder],
    ['confirmOrder', ConfirmOrder],
  ] as const)(
    'because nobody understands the answer to %s, which was carried out, is undone',
    async (_name, contract) => {
      await using world = await opened();
      world.smdp.next(contract).answer(() => ({ iccid: '?', matchingId: '?' }) as never);
      await expect(world.desk.order({ eid })).rejects.toThrow(/the answer cannot be used/);
      await nothingIsLeft(world, []);
    },
  );

  it('because the network does not take the subscriber, after confirmOrder, is undone', async () => {
    await using world = await opened();
    const { provisioning } = world.network;
    const provision = vi.spyOn(provisioning, 'provision').mockImplementationOnce(() => {
      throw new Error('the register is full');
    });
    const withdraw = vi.spyOn(provisioning, 'withdraw');
    await expect(world.desk.order({ matchingId: 'AGAIN-1' })).rejects.toThrow('the register is full');
    await nothingIsLeft(world, []);
    expect(withdraw.mock.calls).toEqual([[provision.mock.calls[0]?.[0].imsi]]);
    const { subscriber } = await world.desk.order({ matchingId: 'AGAIN-1' });
    await nothingIsLeft(world, [subscriber?.imsi ?? '']);
  });

  it.each([1, 2])('because the store does not keep it, the first %i times, is undone', async (times) => {
    const store = memoryOperatorStore();
    const keep = vi.spyOn(store, 'keep');
    for (let time = 0; time < times; time += 1) keep.mockRejectedValueOnce(new Error('the disk is full'));
    await using world = await openWorld({ seed: 1, devices: [], operator: { store } });
    for (let time = 0; time < times; time += 1)
      await expect(world.desk.order({})).rejects.toThrow('the disk is full');
    await nothingIsLeft(world, []);
    expect(await store.all()).toEqual([]);
    await world.desk.order({});
    expect(await store.all()).toHaveLength(1);
  });

  it('leaves what was there of its ICCID before', async () => {
    await using world = await opened();
    const { order } = await world.desk.order({ provision: false });
    await world.desk.cancel(order.iccid);
    const before = world.desk.orders();
    const { profile } = order;
    world.smdp.next(ConfirmOrder).refuse('matchingIdInUse');
    await expect(world.desk.order({ profile })).rejects.toMatchObject({ refusal: 'matchingIdInUse' });
    expect(world.desk.orders()).toEqual(before);
  });
});

describe('orders at the same time', () => {
  it('wait for one that takes its time, and virtual time goes on', async () => {
    await using world = await opened();
    world.smdp.next(DownloadOrder).delay(seconds(30));
    const { clock, desk } = world;
    const begun = clock.now();
    const placed = await Promise.all([1, 2, 3].map(() => clock.exchange('a customer', () => desk.order({}))));
    expect(placed).toHaveLength(3);
    expect(clock.now() - begun).toBe(seconds(30));
  });
});

describe('what goes over ES2+', () => {
  /** A download, and at once what the desk does next; the operator's store is slow or fast. */
  async function hashWith(turns: () => number): Promise<string> {
    const store = memoryOperatorStore();
    const keep = store.keep.bind(store);
    store.keep = async (order) => {
      for (let turn = turns(); turn > 0; turn -= 1) await new Promise(setImmediate);
      await keep(order);
    };
    await using world = await openWorld({ seed: 1, operator: { store } });
    const hash = new TraceHash(world.trace);
    const { activationCode } = await world.desk.order({});
    const waiting = await world.desk.order({ released: false });
    await world.device().download(activationCode);
    await world.desk.release(waiting.order.iccid);
    await world.desk.order({});
    await world.desk.cancel(waiting.order.iccid);
    await world.clock.settled();
    expect(world.desk.orders()[0]?.state).toBe('Installed');
    return hash.digest();
  }

  it('has one order, however fast the operator is', async () => {
    const usual = await hashWith(() => 0);
    expect(await hashWith(() => 200)).toBe(usual);
    let call = 0;
    expect(await hashWith(() => ((call += 1) * 37) % 101)).toBe(usual);
  });
});

describe('a refusal of ES2+', () => {
  it('of a MatchingID in use is one line with name, subject and reason, and leaves no order', async () => {
    await using world = await opened();
    const first = await world.desk.order({ matchingId: 'TAKEN-1' });
    const refused: unknown = await world.desk
      .order({ matchingId: 'TAKEN-1' })
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(DeskRefused);
    expect(refused).toMatchObject({
      function: 'confirmOrder',
      refusal: 'matchingIdInUse',
      subject: '8.2.6',
      reason: '3.3',
      message: expect.stringMatching(
        /^the SM-DP\+ refused confirmOrder of \d+: [^\n]+ \(matchingIdInUse, 8\.2\.6\/3\.3\)$/,
      ) as string,
    });
    await nothingIsLeft(world, [first.subscriber?.imsi ?? '']);
  });

  it('of an order that is found by EID and has none leaves no order', async () => {
    await using world = await opened();
    await expect(world.desk.order({ matchingId: '' })).rejects.toMatchObject({ refusal: 'eidMissing' });
    await nothingIsLeft(world, []);
  });

  it.each([
    ['downloadOrder', DownloadOrder],
    ['confirmOrder', ConfirmOrder],
  ] as const)(
    'of %s leaves no order, nobody in the network, and a desk that goes on',
    async (_name, contract) => {
      await using world = await opened();
      world.smdp.next(contract).refuse('profileTypeUsedUp');
      await expect(world.desk.order({})).rejects.toMatchObject({ refusal: 'profileTypeUsedUp' });
      await nothingIsLeft(world, []);
      const { subscriber } = await world.desk.order({});
      await nothingIsLeft(world, [subscriber?.imsi ?? '']);
    },
  );

  it('of releaseProfile and cancelOrder changes nothing at the desk', async () => {
    await using world = await opened();
    const { order, subscriber } = await world.desk.order({});
    await expect(world.desk.release(order.iccid)).rejects.toMatchObject({ refusal: 'iccidWrongState' });
    world.smdp.next(CancelOrder).refuse('iccidInUse');
    await expect(world.desk.cancel(order.iccid)).rejects.toMatchObject({ refusal: 'iccidInUse' });
    expect(world.desk.record(order.iccid)).toMatchObject({ state: 'Released', provisioned: true });
    expect(world.network.provisioning.has(subscriber?.imsi ?? '')).toBe(true);
  });

  it('of an ICCID that nobody knows names it', async () => {
    await using world = await opened();
    await expect(world.desk.release('8900101000000000001')).rejects.toThrow(
      'the SM-DP+ refused releaseProfile of 8900101000000000001: The ICCID is unknown (iccidUnknown, 8.2.1/3.9)',
    );
    await expect(world.desk.provision('8900101000000000001')).rejects.toThrow(
      'the desk knows no subscriber with the ICCID 8900101000000000001',
    );
  });
});

describe('an operator', () => {
  it.each([1, 64])(
    'with a name of %i characters orders, and a Profile has what fits of it',
    async (length) => {
      await using world = await openWorld({ seed: 1, devices: [], operator: { name: 'x'.repeat(length) } });
      const { order } = await world.desk.order({});
      const { serviceProviderName } = decode(StoreMetadataRequest, order.profile.metadata);
      expect(serviceProviderName).toBe('x'.repeat(Math.min(length, 32)));
    },
  );
});

describe('an SM-DP+', () => {
  it('whose certificate has expired by the Clock is not ordered from: one line, and nothing in the book', async () => {
    await using world = await opened();
    await world.clock.advance(days(400));
    const failure: unknown = await world.desk.order({}).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(HttpFailure);
    expect(failure).toMatchObject({
      kind: 'tls',
      message: expect.stringMatching(/^es2\.operator\.test:443: [^\n]+\(expired\)[^\n]+$/) as string,
    });
    expect(world.desk.orders()).toEqual([]);
  });
});
