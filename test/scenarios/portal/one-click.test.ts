import { describe, expect, it } from 'vitest';

import { Customer } from '../../support/customer.ts';
import { assertConnected, openShop } from '../../support/shop.ts';

describe('three clicks in the portal, without a browser', () => {
  it('install, enable, authenticate and connect; everybody hears of it in the right order', async () => {
    await using shop = await openShop();
    await using customer = await Customer.enter(shop.world);
    await customer.buy();
    await customer.handOver();
    expect(await customer.hears()).toMatchObject([
      { activationResult: 'success', iccid: shop.iccid },
      { networkRegistrationState: 'deregistered', iccid: shop.iccid },
      { networkRegistrationState: 'searching', iccid: shop.iccid },
      { networkRegistrationState: 'home', iccid: shop.iccid },
    ]);
    await shop.clock.settled();
    await assertConnected(shop);
    expect(await customer.shown()).toMatchObject({
      headline: 'You are connected',
      registration: 'On the home network',
    });
  });

  it('and three more at the next launch bring a second profile in the place of the first', async () => {
    await using shop = await openShop();
    const iccids: string[] = [];
    for (let count = 0; count < 2; count += 1) {
      await using customer = await Customer.enter(shop.world);
      expect(new URL(customer.launch.url).searchParams.get('iccids')).toBe(iccids[0] ?? null);
      await customer.buy();
      iccids.push(customer.iccid);
      await customer.handOver();
      expect((await customer.hears()).map(({ iccid }) => iccid)).toEqual(Array(4).fill(customer.iccid));
    }
    const [first, second] = iccids;
    expect(await shop.profiles()).toEqual([`${first} disabled`, `${second} enabled`]);
    expect(shop.device().registration).toMatchObject({ state: 'home', iccid: second });
    expect(shop.purchases).toEqual(['connected', 'connected']);
    expect(shop.findings).toEqual([]);
  });

  it('cost a known amount of work: calls over the wire and APDUs', async () => {
    await using shop = await openShop();
    await using customer = await Customer.enter(shop.world);
    await customer.buy();
    await customer.handOver();
    await customer.hears();
    await shop.clock.settled();
    const count = (lane: string, direction: RegExp): number =>
      shop.events('wire').filter((wire) => wire.lane === lane && direction.test(wire.direction)).length;
    expect(count('device-1/ES9+', /^request/)).toBe(5);
    expect(count('ES2+', /^request/)).toBe(5);
    expect(count('device-1/ES10', /^command/)).toBeLessThanOrEqual(150);
    expect(count('network', /./)).toBeLessThanOrEqual(8);
  });
});
