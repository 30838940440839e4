import { describe, expect, it } from 'vitest';

import { filled, fromBase64, toBase64, toHex } from '#shared/bytes/bytes';

import { address, Bench, honest, iccid, notification, serverSigned1 } from './bench.ts';
import { executed, refused } from './scripted-server.ts';

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

  it.each([
    [0, 'disabled'],
    [1, 'enabled'],
  ])('that is not to enable says of a profile in state %i that it is %s', async (octet, state) => {
    const bench = interrupted();
    bench.state = octet;
    expect(await bench.download({ enable: false })).toMatchObject({ resumed: true, state });
    expect([bench.state, bench.card.sent('BF31')]).toEqual([octet, []]);
  });

  it('is refused when the result that was delivered is a failure', async () => {
    await expect(interrupted([2, 10]).download()).rejects.toMatchObject({ stage: 'authenticateClient' });
  });

  it('is refused when the profile is no longer there', async () => {
    const bench = interrupted();
    bench.state = undefined;
    await expect(bench.download()).rejects.toMatchObject({ status: 'InvalidMatchingId' });
  });

  it('is refused when the result is known to be of another code', async () => {
    const bench = new Bench();
    bench.server.on('handleNotification', { httpStatus: 503 });
    expect(await bench.download()).toMatchObject({ notifications: { delivered: 0, pending: 2 } });
    bench.server.on('handleNotification', { httpStatus: 204 });
    const next = filled(16, 2);
    const initiated = { transactionId: toHex(next), serverSigned1: toBase64(serverSigned1(next)) };
    bench.server.on('initiateAuthentication', executed({ ...honest.initiateAuthentication(), ...initiated }));
    bench.server.on('authenticateClient', refused('8.2.6', '3.8'));
    const another = bench.download({ activationCode: `1$${address}$QR-2` });
    await expect(another).rejects.toMatchObject({ status: 'InvalidMatchingId' });
  });

  it('ends well when the result is known to be of the same code', async () => {
    const bench = new Bench();
    bench.server.on('handleNotification', { httpStatus: 503 });
    await bench.download({ enable: false });
    bench.server.on('handleNotification', { httpStatus: 204 });
    bench.server.on('authenticateClient', refused('8.2.6', '3.8'));
    expect(await bench.download()).toMatchObject({ resumed: true, state: 'enabled' });
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
