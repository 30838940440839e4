import { describe, expect, it } from 'vitest';
import { filled, fromHex } from '#shared/bytes/bytes';
import { parseIccid } from '#shared/identifiers/iccid';
import { parseTac } from '#shared/identifiers/imei';
import { minutes } from '#shared/runtime/span';
import { after } from '#shared/runtime/span';
import type { Order } from '#smdp/index';
import { openSmdpStore } from '#smdp/index';
import type { ProgressCall } from '#smdp/es2plus/progress-call';

import { openDatabase } from '#shared/storage/database';

import type { SmdpTables } from '../../../smdp/store/tables.ts';
import { smdpMigrations } from '../../../smdp/store/tables.ts';
import { otherEid, someEid, start } from '../bench.ts';
import { newFile, stores } from '../both-stores.ts';

const plain: Omit<Order, 'id'> = {
  iccid: parseIccid('89000123456789012341'),
  ownership: undefined,
  ordered: 1,
  matchingId: 'M-1',
  eid: undefined,
  state: 'Released',
  hashedConfirmationCode: undefined,
  attempts: { download: 0, confirmationCode: 0 },
  limits: { download: 10, confirmationCode: 3 },
  expiresAt: undefined,
  expiresAfter: undefined,
  available: 'immediate',
  orderedAt: undefined,
  releasesAt: undefined,
  tacs: [],
  rebinding: 'reuse',
  profile: { upp: filled(3_000, 7), metadata: fromHex('BF2503910141') },
  binding: undefined,
  deliveries: [],
  history: [{ at: start, state: 'Released', why: 'ordered' }],
};

/** An order in which no member is left out. */
const full: Omit<Order, 'id'> = {
  ...plain,
  ownership: { owner: '2.999.1.1', profileType: '2GB monthly' },
  ordered: 3,
  matchingId: 'M-2',
  eid: someEid,
  state: 'Downloaded',
  hashedConfirmationCode: filled(32, 9),
  expiresAt: after(start, minutes(30)),
  expiresAfter: minutes(30),
  available: { after: minutes(10), from: 'confirmation' },
  orderedAt: start,
  releasesAt: after(start, minutes(11)),
  tacs: [parseTac('35290611')],
  binding: {
    curve: 'brainpoolP256r1',
    euiccOtpk: filled(65, 1),
    smdpOtpk: filled(65, 2),
    smdpOtsk: filled(32, 3),
    hostId: fromHex('65'),
    metadata: fromHex('BF2503910142'),
    profileKeys: { initialMacChainingValue: filled(16, 4), sEnc: filled(16, 5), sMac: filled(16, 6) },
  },
  deliveries: [
    {
      transactionId: filled(16, 5),
      at: start,
      eid: someEid,
      euiccCertificate: filled(300, 6),
      smdpOid: '2.999.10',
      result: undefined,
    },
  ],
};

/** A call of the first order, in which no member is left out. */
const call: ProgressCall = {
  id: 7,
  peer: 'https://api.operator.test',
  info: {
    order: 1,
    iccid: plain.iccid,
    eid: someEid,
    profileType: '2GB monthly',
    point: 'bppInstallation',
    outcome: { name: 'pprNotAllowed', codes: { subjectCode: '8.2.8', reasonCode: '1.2' } },
    resultData: filled(300, 0xbf),
  },
  at: start,
  functionCallIdentifier: '0123456789ABCDEF',
  made: 2,
};

describe.each(stores)('a %s store', (_name, open) => {
  it('gives ids from 1 and brings every member back', async () => {
    const store = await open();
    expect(await store.add(plain)).toEqual({ ...plain, id: 1 });
    expect(await store.add(full)).toEqual({ ...full, id: 2 });
    expect(await store.find(1)).toEqual({ ...plain, id: 1 });
    expect(await store.find(2)).toEqual({ ...full, id: 2 });
    expect(await store.where({})).toEqual([
      { ...plain, id: 1 },
      { ...full, id: 2 },
    ]);
    await store.close();
  });

  it('finds orders by MatchingID, EID, ICCID and the session of a delivery', async () => {
    const store = await open();
    await store.add(plain);
    await store.add(full);
    const idsOf = (orders: readonly Order[]): number[] => orders.map(({ id }) => id);
    expect(idsOf(await store.where({ matchingId: 'M-2' }))).toEqual([2]);
    expect(idsOf(await store.where({ matchingId: 'M-3' }))).toEqual([]);
    expect(idsOf(await store.where({ eid: someEid }))).toEqual([2]);
    expect(idsOf(await store.where({ eid: otherEid }))).toEqual([]);
    expect(idsOf(await store.where({ iccid: plain.iccid }))).toEqual([1, 2]);
    expect(idsOf(await store.where({ iccid: plain.iccid, states: ['Released', 'Error'] }))).toEqual([1]);
    expect(idsOf(await store.where({ states: [] }))).toEqual([]);
    expect((await store.withTransactionId(filled(16, 5)))?.id).toBe(2);
    expect(await store.withTransactionId(filled(16, 6))).toBeUndefined();
    expect(await store.find(3)).toBeUndefined();
    await store.close();
  });

  it('finds Profiles by owner and type, and the owners of a type', async () => {
    const store = await open();
    const owned = { owner: '2.999.1.1', profileType: 'A' };
    const others = { owner: '2.999.1.2', profileType: 'A' };
    for (const ownership of [undefined, owned, others, owned, { ...owned, profileType: 'B' }])
      await store.add({ ...plain, ownership });
    const idsOf = (orders: readonly Order[]): number[] => orders.map(({ id }) => id);
    expect(idsOf(await store.where({ owner: owned.owner }))).toEqual([2, 4, 5]);
    expect(idsOf(await store.where({ profileType: 'A' }))).toEqual([2, 3, 4]);
    expect(idsOf(await store.where(owned))).toEqual([2, 4]);
    expect([...(await store.ownersOf('A'))].sort()).toEqual(['2.999.1.1', '2.999.1.2']);
    expect(await store.ownersOf('B')).toEqual(['2.999.1.1']);
    expect(await store.ownersOf('C')).toEqual([]);
    await store.close();
  });

  it('finds the orders that are to be released by themselves, and not those that have been', async () => {
    const store = await open();
    for (const releasesAt of [undefined, start, after(start, minutes(1))])
      await store.add({ ...plain, releasesAt });
    const idsOf = async () => (await store.where({ releasesByItself: true })).map(({ id }) => id);
    expect(await idsOf()).toEqual([2, 3]);
    await store.change(2, (order) => ({ order: { ...order, releasesAt: undefined }, result: 0 }));
    expect(await idsOf()).toEqual([3]);
    await store.close();
  });

  it('changes the first that fits, and nothing when none does', async () => {
    const store = await open();
    for (let count = 0; count < 3; count += 1) await store.add({ ...plain, state: 'Available' });
    const take = async (state: 'Available' | 'Error'): Promise<number | undefined> =>
      store.changeFirst({ states: [state] }, (order) => ({
        order: { ...order, state: 'Allocated' },
        result: order.id,
      }));
    const taken = await Promise.all([take('Available'), take('Available'), take('Error'), take('Available')]);
    expect(taken).toEqual([1, 2, undefined, 3]);
    expect(await take('Available')).toBeUndefined();
    expect((await store.where({ states: ['Allocated'] })).map(({ id }) => id)).toEqual([1, 2, 3]);
    await store.close();
  });

  it('leaves the first that fits as it is when deciding throws, for the next one', async () => {
    const store = await open();
    await store.add({ ...plain, state: 'Available' });
    const refused = store.changeFirst({ states: ['Available'] }, () => {
      throw new Error('refused');
    });
    await expect(refused).rejects.toThrow('refused');
    const id = await store.changeFirst({ states: ['Available'] }, (order) => ({ order, result: order.id }));
    expect(id).toBe(1);
    expect((await store.find(1))?.state).toBe('Available');
    await store.close();
  });

  it('keeps what was decided and hands back what was asked', async () => {
    const store = await open();
    const { id } = await store.add(plain);
    const [delivery] = full.deliveries;
    const result = await store.change(id, (order) => ({
      order: { ...order, ...full, deliveries: [delivery!, { ...delivery!, transactionId: filled(16, 8) }] },
      result: order.state,
    }));
    expect(result).toBe('Released');
    expect((await store.find(id))?.binding).toEqual(full.binding);
    expect((await store.withTransactionId(filled(16, 8)))?.id).toBe(id);
    await store.close();
  });

  it('keeps another profile when the change has one', async () => {
    const store = await open();
    const { id } = await store.add(full);
    const profile = { upp: filled(2, 1), metadata: filled(3, 2) };
    await store.change(id, (order) => ({ order: { ...order, profile, binding: undefined }, result: 0 }));
    expect(await store.find(id)).toEqual({ ...full, id, profile, binding: undefined });
    await store.close();
  });

  it('writes nothing when deciding throws, or leaves the order as it is', async () => {
    const commits: string[] = [];
    const store = await open(({ when, number }) => commits.push(`${when} ${number}`));
    const { id } = await store.add(plain);
    const refused = store.change(id, () => {
      throw new Error('refused');
    });
    await expect(refused).rejects.toThrow('refused');
    await expect(store.change(7, (order) => ({ order, result: 0 }))).rejects.toThrow('no order 7');
    expect(await store.find(id)).toEqual({ ...plain, id });
    expect(commits.slice(0, 2)).toEqual(['before 1', 'after 1']);
    await store.close();
  });

  it('keeps calls by their ids until they are let go, and brings every member back', async () => {
    const store = await open();
    await store.add(plain);
    const success = {
      ...call,
      id: 8,
      info: { ...call.info, outcome: { name: 'success' }, resultData: undefined },
    };
    await store.calls.keep([success, call]);
    expect(await store.calls.all()).toEqual([call, success]);
    await store.calls.keep([{ ...call, made: 3 }]);
    expect(await store.calls.all()).toEqual([{ ...call, made: 3 }, success]);
    await store.calls.forget(7);
    await store.calls.forget(7);
    expect(await store.calls.all()).toEqual([success]);
    await store.close();
  });

  it('keeps calls with the change of an order in one commit, and with a decision that changes nothing', async () => {
    const commits: number[] = [];
    const store = await open(({ number }) => commits.push(number));
    const { id } = await store.add(plain);
    await store.change(id, (order) => ({ order: { ...order, state: 'Error' }, result: 0, calls: [call] }));
    const second = { ...call, id: 8 };
    await store.change(id, (order) => ({ order, result: 0, calls: [second] }));
    expect(await store.calls.all()).toEqual([call, second]);
    expect(new Set(commits)).toEqual(new Set([1, 2, 3]));
    await store.close();
  });

  it('keeps no call of a decision that throws', async () => {
    const store = await open();
    const { id } = await store.add(plain);
    const refused = store.change(id, (order) => {
      if (order.state === 'Released') throw new Error('refused');
      return { order, result: 0, calls: [call] };
    });
    await expect(refused).rejects.toThrow('refused');
    expect(await store.calls.all()).toEqual([]);
    await store.close();
  });

  it('decides one after the other', async () => {
    const store = await open();
    const { id } = await store.add(plain);
    const count = async (): Promise<number> =>
      store.change(id, (order) => {
        const download = order.attempts.download + 1;
        return { order: { ...order, attempts: { ...order.attempts, download } }, result: download };
      });
    expect(await Promise.all([count(), count(), count()])).toEqual([1, 2, 3]);
    expect((await store.find(id))?.attempts.download).toBe(3);
    await store.close();
  });

  it('loses a change that is interrupted before its commit, and that change only', async () => {
    let interrupt = false;
    const store = await open(({ when }) => {
      if (interrupt && when === 'before') throw new Error('killed');
    });
    const { id } = await store.add(plain);
    interrupt = true;
    const change = store.change(id, (order) => ({ order: { ...order, state: 'Error' }, result: 0 }));
    await expect(change).rejects.toThrow('killed');
    interrupt = false;
    expect((await store.find(id))?.state).toBe('Released');
    await store.close();
  });
});

describe('the SQLite store', () => {
  it('brings everything back after a restart', async () => {
    const file = newFile();
    const before = await openSmdpStore(file);
    await before.add(full);
    await before.close();
    const afterwards = await openSmdpStore(file);
    expect(await afterwards.where({})).toEqual([{ ...full, id: 1 }]);
    expect((await afterwards.withTransactionId(filled(16, 5)))?.id).toBe(1);
    await afterwards.close();
  });

  it('sees and builds upon what another connection has written, though it keeps orders in memory', async () => {
    const file = newFile();
    const [one, other] = [await openSmdpStore(file), await openSmdpStore(file)];
    const { id } = await one.add(plain);
    const attempt = (store: typeof one): Promise<number> =>
      store.change(id, (order) => {
        const download = order.attempts.download + 1;
        return { order: { ...order, attempts: { ...order.attempts, download } }, result: download };
      });
    expect([await attempt(one), await attempt(other), await attempt(one)]).toEqual([1, 2, 3]);
    expect((await other.find(id))?.attempts.download).toBe(3);
    expect((await other.where({ matchingId: 'M-1' }))[0]?.attempts.download).toBe(3);
    await one.close();
    await other.close();
  });

  it('reads more orders than it keeps in memory', async () => {
    const store = await openSmdpStore(newFile());
    for (let count = 0; count < 200; count += 1) await store.add({ ...plain, matchingId: `M-${count}` });
    const found = await store.where({});
    expect(found.map(({ matchingId }) => matchingId)).toEqual(found.map((_, index) => `M-${index}`));
    expect(await store.find(1)).toEqual({ ...plain, id: 1, matchingId: 'M-0' });
    await store.close();
  });

  it('opens a file in which octets stood beside what changes, a bound package among them', async () => {
    const file = newFile();
    const old = await openDatabase<SmdpTables>({ file, migrations: smdpMigrations.slice(0, 2) });
    const hex = (octets: Uint8Array): string => Buffer.from(octets).toString('hex');
    const { attempts, limits, tacs, rebinding, history, ordered } = plain;
    const { curve, euiccOtpk, smdpOtpk, smdpOtsk, hostId, metadata } = full.binding!;
    const octets = { euiccOtpk, smdpOtpk, smdpOtsk, hostId, metadata };
    const binding = {
      curve,
      ...Object.fromEntries(Object.entries(octets).map(([name, value]) => [name, hex(value)])),
    };
    const details = { ordered, attempts, limits, tacs, rebinding, history, deliveries: [], binding };
    old.statements.run(
      `insert into download_order (iccid, matching_id, eid, state, upp, metadata, protected_part, details)
        values (?, 'OLD-2', null, 'Downloaded', ?, ?, ?, ?)`,
      plain.iccid,
      plain.profile.upp,
      plain.profile.metadata,
      filled(4_000, 4),
      JSON.stringify(details),
    );
    await old.close();
    const store = await openSmdpStore(file);
    const { binding: bound } = full;
    expect(await store.find(1)).toEqual({
      ...plain,
      id: 1,
      matchingId: 'OLD-2',
      state: 'Downloaded',
      binding: { ...bound, profileKeys: undefined },
    });
    await store.close();
  });

  it('opens a file of the time before there was stock, and keeps what is in it', async () => {
    const file = newFile();
    const [first] = smdpMigrations;
    const old = await openDatabase<SmdpTables>({ file, migrations: [first!] });
    const details = {
      attempts: { download: 1, confirmationCode: 0 },
      limits: plain.limits,
      tacs: [],
      rebinding: 'reuse',
      history: plain.history,
      deliveries: [],
    };
    old.statements.run(
      `insert into download_order (iccid, matching_id, eid, state, upp, metadata, details)
        values (?, 'OLD-1', null, 'Released', ?, ?, ?)`,
      plain.iccid,
      plain.profile.upp,
      plain.profile.metadata,
      JSON.stringify(details),
    );
    await old.close();
    const store = await openSmdpStore(file);
    expect(await store.where({})).toEqual([
      { ...plain, id: 1, matchingId: 'OLD-1', attempts: { download: 1, confirmationCode: 0 } },
    ]);
    expect(await store.add(full)).toMatchObject({ id: 2 });
    expect(await store.where({ profileType: '2GB monthly' })).toEqual([{ ...full, id: 2 }]);
    await store.close();
  });
});
