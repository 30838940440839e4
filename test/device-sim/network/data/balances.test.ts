import { describe, expect, it } from 'vitest';

import type { Balance } from '#device-sim/network/index';
import { after, days, minutes, seconds } from '#shared/runtime/span';

import { attached, imsi, openBench, subscriber } from '../bench.ts';

const video = 'video.example';

/** A network with a subscriber that is attached, and all that was told of balances and data. */
async function openMetered(balance?: Balance, walledGarden?: readonly string[]) {
  const bench = openBench(walledGarden === undefined ? {} : { walledGarden });
  const { provisioning } = bench.network;
  provisioning.provision(subscriber);
  const heard: unknown[] = [];
  provisioning.onBalance((who, now, why) => heard.push([who, now?.octets, why]));
  provisioning.setBalance(imsi, balance);
  const { link } = await attached(bench);
  return { ...bench, provisioning, heard, link };
}

describe('a data session', () => {
  it('is there while a subscriber is attached', async () => {
    const { network, link } = await openMetered();
    expect(await link.use(video, 1)).toBe('carried');
    expect(network.session('device-1').judge(video)).toBe('carried');
    expect(network.session('device-2').judge(video)).toBe('noSession');
    link.release();
    expect(await link.use(video, 1)).toBe('noSession');
    expect(network.session('device-1').carry(video, 1)).toEqual({ outcome: 'noSession', octets: 0 });
  });

  it('ends with the subscription', async () => {
    const { network, provisioning } = await openMetered();
    const session = network.session('device-1');
    provisioning.bar(imsi, 8);
    expect(session.judge(video)).toBe('noSession');
  });

  it('is not metered where the operator says nothing of a balance', async () => {
    const { link, provisioning, heard } = await openMetered();
    expect(await link.use(video, 10_000_000_000)).toBe('carried');
    expect(provisioning.balanceOf(imsi)).toBeUndefined();
    expect(heard).toEqual([]);
  });
});

describe('a balance', () => {
  it('gets less with what is used, both ways together', async () => {
    const { link, provisioning, heard } = await openMetered({ octets: 100 });
    expect(await link.use(video, 40)).toBe('carried');
    expect(provisioning.balanceOf(imsi)).toEqual({ octets: 60 });
    expect(await link.use(video, 60)).toBe('carried');
    expect(await link.use(video, 1)).toBe('blocked');
    expect(heard).toEqual([
      [imsi, 100, 'set'],
      [imsi, 60, 'used'],
      [imsi, 0, 'usedUp'],
    ]);
  });

  it('carries what there is of it, and the rest is blocked', async () => {
    const bench = await openMetered({ octets: 100 });
    const told: unknown[] = [];
    bench.trace.on('network.data', (event) => told.push(event));
    expect(await bench.link.use(video, 250)).toBe('blocked');
    expect(bench.provisioning.balanceOf(imsi)).toEqual({ octets: 0 });
    expect(told).toEqual([{ device: 'device-1', imsi, host: video, octets: 100, outcome: 'blocked' }]);
  });

  it('is added to by setting it anew, and taken away altogether', async () => {
    const { link, provisioning, heard } = await openMetered({ octets: 0 });
    expect(await link.use(video, 1)).toBe('blocked');
    provisioning.setBalance(imsi, { octets: 5 });
    expect(await link.use(video, 1)).toBe('carried');
    provisioning.setBalance(imsi, undefined);
    provisioning.setBalance(imsi, undefined);
    expect(await link.use(video, 1_000)).toBe('carried');
    expect(heard).toEqual([
      [imsi, 0, 'set'],
      [imsi, 5, 'set'],
      [imsi, 4, 'used'],
      [imsi, undefined, 'set'],
    ]);
  });

  it('expires at its moment, with all that was left', async () => {
    const bench = openBench();
    const { provisioning } = bench.network;
    const told: unknown[] = [];
    bench.trace.on('network.balance', (event) => told.push(event));
    const expiresAt = after(bench.clock.now(), days(30));
    provisioning.setBalance(imsi, { octets: 7, expiresAt });
    await bench.clock.run(() => bench.clock.advance(days(29)));
    expect(provisioning.balanceOf(imsi)).toEqual({ octets: 7, expiresAt });
    await bench.clock.run(() => bench.clock.advance(days(1)));
    expect(provisioning.balanceOf(imsi)).toEqual({ octets: 0, expiresAt });
    expect(told).toEqual([
      { imsi, why: 'set', octets: 7, expiresAt },
      { imsi, why: 'expired', octets: 0, expiresAt },
    ]);
  });

  it('that is set anew does not expire with the one before it', async () => {
    const bench = openBench();
    const { provisioning } = bench.network;
    provisioning.setBalance(imsi, { octets: 7, expiresAt: after(bench.clock.now(), minutes(1)) });
    provisioning.setBalance(imsi, { octets: 8 });
    await bench.clock.run(() => bench.clock.advance(minutes(2)));
    expect(provisioning.balanceOf(imsi)).toEqual({ octets: 8 });
  });

  it('that has expired already is empty at once', () => {
    const bench = openBench();
    const { provisioning } = bench.network;
    const expiresAt = after(bench.clock.now(), seconds(-1));
    provisioning.setBalance(imsi, { octets: 7, expiresAt });
    expect(provisioning.balanceOf(imsi)).toEqual({ octets: 0, expiresAt });
  });

  it('does not expire any more when the network is closed', async () => {
    const bench = openBench();
    const expiresAt = after(bench.clock.now(), minutes(1));
    bench.network.provisioning.setBalance(imsi, { octets: 7, expiresAt });
    await bench.network.close();
    await bench.clock.run(() => bench.clock.advance(minutes(2)));
    expect(bench.network.provisioning.balanceOf(imsi)).toMatchObject({ octets: 7 });
  });

  it.each([-1, 1.5, NaN, Infinity])('of %s octets is none', (octets) => {
    const { provisioning } = openBench().network;
    expect(() => {
      provisioning.setBalance(imsi, { octets });
    }).toThrow(TypeError);
  });

  it('is told to each listener until it ends, also when another one fails', async () => {
    const bench = openBench();
    const { provisioning } = bench.network;
    const faults: unknown[] = [];
    const heard: unknown[] = [];
    bench.trace.on('fault', ({ error }) => faults.push(error));
    provisioning.onBalance(() => {
      throw new Error('a listener that fails');
    });
    const end = provisioning.onBalance((_imsi, balance) => heard.push(balance));
    provisioning.setBalance(imsi, { octets: 1 });
    end();
    provisioning.setBalance(imsi, { octets: 2 });
    expect(heard).toEqual([{ octets: 1 }]);
    expect(faults).toHaveLength(2);
  });
});

describe('the walled garden', () => {
  const garden = ['portal.operator.test', '*.partner.example'];

  it.each([
    ['portal.operator.test', 'carried'],
    ['PORTAL.operator.TEST', 'carried'],
    ['a.partner.example', 'carried'],
    ['a.b.partner.example', 'carried'],
    ['partner.example', 'blocked'],
    ['my-partner.example', 'blocked'],
    ['other.operator.test', 'blocked'],
    ['portal.operator.test.example', 'blocked'],
    ['127.0.0.1', 'blocked'],
  ] as const)('at zero balance %s is %s', async (host, outcome) => {
    const { link } = await openMetered({ octets: 0 }, garden);
    expect(await link.use(host, 100)).toBe(outcome);
  });

  it('costs nothing', async () => {
    const { link, provisioning } = await openMetered({ octets: 10 }, garden);
    expect(await link.use('portal.operator.test', 1_000)).toBe('carried');
    expect(provisioning.balanceOf(imsi)).toEqual({ octets: 10 });
  });

  it('is the connectivity test of Windows unless told otherwise', async () => {
    const usual = await openMetered({ octets: 0 });
    expect(await usual.link.use('www.msftconnecttest.com', 1)).toBe('carried');
    const none = await openMetered({ octets: 0 }, []);
    expect(await none.link.use('www.msftconnecttest.com', 1)).toBe('blocked');
  });

  it.each([
    '10.0.0.1',
    '[::1]',
    '::1',
    'https://portal.operator.test',
    'a b',
    '',
    '*',
    'portal.operator.test:443',
  ])('holds names, not "%s"', (host) => {
    expect(() => openBench({ walledGarden: [host] })).toThrow(TypeError);
  });
});
