import { describe, expect, it } from 'vitest';

import { fromBase64 } from '#shared/bytes/bytes';

import { address, Bench, iccid, notification } from './bench.ts';
import { refused } from './scripted-server.ts';

/** A card on which a download was cut off between installation and the delivery of its result. */
function interrupted(error?: readonly [number, number]): Bench {
  const bench = new Bench();
  bench.leave(notification(0, 'notificationInstall'), error);
  bench.state = error === undefined ? 0 : undefined;
  bench.server.on('authenticateClient', refused('8.2.6', '3.8'));
  return bench;
}

describe('a download repeated after it was cut off (es9plus.md §4.2)', () => {
  it('delivers what is pending for the server before it opens a session', async () => {
    const bench = new Bench();
    const whole = bench.leave(notification(0, 'notificationEnable'));
    await bench.download();
    expect(bench.server.called.slice(0, 2)).toEqual(['handleNotification', 'initiateAuthentication']);
    expect(
      fromBase64(String(bench.server.requests('handleNotification')[0]?.['pendingNotification'])),
    ).toEqual(whole);
  });

  it('leaves what is pending for other servers until the profile is there', async () => {
    const bench = new Bench();
    bench.leave({ ...notification(0, 'notificationDelete'), notificationAddress: 'other.example.com' });
    await bench.download();
    expect(bench.server.called[0]).toBe('initiateAuthentication');
    expect(bench.server.calls.map(({ url }) => new URL(url).host)).toContain('other.example.com');
    expect(bench.pending).toEqual([]);
  });

  it('ends well with the profile enabled when the order is done and the profile there', async () => {
    const bench = interrupted();
    expect(await bench.download()).toEqual({
      ok: true,
      iccid,
      state: 'enabled',
      notifications: { delivered: 2, pending: 0 },
      resumed: true,
    });
    expect(bench.state).toBe(1);
    expect(bench.card.sent('BF41')).toEqual([]);
  });

  it('ends well when the profile had been enabled before it was cut off', async () => {
    const bench = interrupted();
    bench.state = 1;
    expect(await bench.download()).toMatchObject({ resumed: true, state: 'enabled' });
  });

  it('is refused when the result that was delivered is a failure', async () => {
    await expect(interrupted([2, 10]).download()).rejects.toMatchObject({ stage: 'authenticateClient' });
  });

  it('is refused when the profile is no longer there', async () => {
    const bench = interrupted();
    bench.state = undefined;
    await expect(bench.download()).rejects.toMatchObject({ status: 'InvalidMatchingId' });
  });

  it('is refused when the result was another server’s', async () => {
    const bench = new Bench();
    bench.leave({ ...notification(0, 'notificationInstall'), notificationAddress: 'other.example.com' });
    bench.state = 0;
    bench.server.on('authenticateClient', refused('8.2.6', '3.8'));
    await expect(bench.download()).rejects.toMatchObject({ status: 'InvalidMatchingId' });
  });

  it('is refused for any other reason of the server', async () => {
    const bench = interrupted();
    bench.server.on('authenticateClient', refused('8.1.1', '3.8'));
    await expect(bench.download()).rejects.toMatchObject({ status: 'EidMismatch' });
    expect(address).toBe('smdp.example.com');
  });

  it('goes on with a new order behind the same code when the server has one', async () => {
    const bench = new Bench();
    bench.leave(notification(0, 'notificationInstall'));
    expect(await bench.download()).toMatchObject({ resumed: false, notifications: { delivered: 3 } });
  });
});
