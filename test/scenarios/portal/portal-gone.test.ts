import { describe, expect, it } from 'vitest';

import { AuthenticateClient } from '#shared/rsp/es9plus';
import { minutes, seconds } from '#shared/runtime/span';

import { Customer } from '../../support/customer.ts';
import type { Shop } from '../../support/shop.ts';
import { openShop } from '../../support/shop.ts';

/** The window is closed at the moment at which that goes over the wire. */
function closesAt({ page }: Customer, { world }: Shop, wanted: string): void {
  const off = world.trace.on('wire', ({ direction }) => {
    if (direction !== wanted) return;
    off();
    page.close();
  });
}

describe('a portal that goes away', () => {
  it.each([
    'request initiateAuthentication',
    'request authenticateClient',
    'response authenticateClient',
    'response getBoundProfilePackage',
    'reset',
    'request handleNotification',
  ])('at "%s" changes nothing for the device', async (moment) => {
    await using shop = await openShop();
    await using customer = await Customer.enter(shop.world);
    await customer.buy();
    closesAt(customer, shop, moment);
    await customer.handOver();
    expect(await customer.launch.ended).toEqual({ why: 'closed' });
    await shop.world.device().registered('home');
    expect(await shop.profiles()).toEqual([`${shop.iccid} enabled`]);
    expect(await shop.stateOf(shop.iccid)).toBe('Installed');
    expect(shop.findings).toEqual(['callbackLost']);
  });

  it('in the middle of the download misses its callbacks, and the profile is there at the next launch', async () => {
    await using shop = await openShop();
    const { world } = shop;
    await using customer = await Customer.enter(world);
    await customer.buy();
    closesAt(customer, shop, 'request getBoundProfilePackage');
    await customer.handOver();
    expect(await customer.launch.ended).toEqual({ why: 'closed' });
    await world.device().registered('home');
    expect(shop.told).toEqual(['activation success']);
    expect(shop.events('host.callback')).toMatchObject([{ outcome: 'gone' }]);
    expect(shop.findings).toEqual(['callbackLost']);
    expect(shop.installationResults()).toEqual(['success']);
    expect(shop.desk.record(shop.iccid)?.state).toBe('Installed');
    expect(shop.purchases).toEqual(['downloading']);

    await using next = await Customer.enter(world);
    expect(new URL(next.launch.url).searchParams.get('iccids')).toBe(shop.iccid);
    expect(next.launch.headers).not.toHaveProperty('X-MP-LPAError-Codes');
    expect(shop.purchases).toEqual(['installed', 'opened']);
  });

  it('before a download that fails is told at the next launch, and goes on with the same code and ICCID', async () => {
    await using shop = await openShop();
    const { world } = shop;
    await using first = await Customer.enter(world);
    await first.buy();
    const { code, iccid } = first;
    shop.smdp.next(AuthenticateClient).refuse('profileNotReleased');
    closesAt(first, shop, 'request initiateAuthentication');
    await first.handOver();
    await shop.clock.settled();
    expect(shop.findings).toEqual(['codeNotValidYet', 'callbackLost']);

    await using next = await Customer.enter(world);
    expect(next.launch.headers).toMatchObject({
      'X-MP-LPAError-Codes': 'ProfileNotReleasedByOperator',
    });
    expect(next.step).toBe('resume');
    await next.resume();
    expect([next.code, next.iccid]).toEqual([code, iccid]);
    await next.handOver();
    await next.hears();
    expect(await next.shown()).toMatchObject({ headline: 'You are connected' });
    expect(shop.desk.orders()).toHaveLength(1);
    expect(await shop.profiles()).toEqual([`${iccid} enabled`]);
  });
});

describe('a world that is closed in the middle', () => {
  it.each(['response getBoundProfilePackage', 'reset', 'request handleNotification', 'device-1 uplink'])(
    'at "%s" ends at once, and without a fault',
    async (moment) => {
      await using shop = await openShop();
      await using customer = await Customer.enter(shop.world);
      await customer.buy();
      const closed = new Promise<void>((resolve) => {
        const off = shop.world.trace.on('wire', ({ direction }) => {
          if (direction !== moment) return;
          off();
          resolve(shop.world.close());
        });
      });
      customer.page.run(
        `handOver({ path: 'immediate', plan: 'Travel 5 GB', code: '${customer.code}', minutes: 0 })`,
      );
      await shop.clock.until('the end of the world', closed);
      expect(await customer.launch.ended).toEqual({ why: 'closed' });
    },
  );
});

describe('a portal that never answers', () => {
  it('is given up callback by callback, by the Clock; download and network wait for nobody', async () => {
    await using shop = await openShop();
    const { world, clock } = shop;
    const { activationCode } = await shop.order({});
    const launch = await world.device().mobilePlans.launch();
    const bridge = launch.attach({ deliver: () => new Promise(() => undefined) });
    const say = (message: object): void => {
      bridge.receive(JSON.stringify(message), { host: 'portal.operator.test', top: true });
    };
    const from = { document: 'a1', object: 'MobilePlansInlineOperations' };
    for (const property of ['profileActivationCompleteScript', 'registrationChangedScript'])
      say({ kind: 'script', ...from, property, value: 'tell' });
    const members = [
      ['moDirectStatus', 'Complete'],
      ['planName', 'Travel 5 GB'],
    ];
    const call = {
      kind: 'call',
      ...from,
      number: 1,
      name: 'notifyProfileDownload',
      made: true,
      spellings: [],
    };
    say({ ...call, arguments: [{ members }, activationCode] });
    const begun = clock.now();
    await world.device().registered('home');
    expect(clock.now() - begun).toBeLessThan(seconds(5));
    await clock.advance(minutes(3));
    expect(shop.events('host.callback').map(({ outcome }) => outcome)).toEqual(
      Array<string>(4).fill('unanswered'),
    );
    expect(shop.findings).toEqual(Array<string>(4).fill('callbackUnanswered'));
  });
});
