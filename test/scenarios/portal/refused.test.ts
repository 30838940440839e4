import { describe, expect, it } from 'vitest';

import { transportName } from '#device-sim/mobile-plans/index';
import { filled } from '#shared/bytes/bytes';
import { minutes } from '#shared/runtime/span';

import { Customer } from '../../support/customer.ts';
import type { Shop } from '../../support/shop.ts';
import { openShop } from '../../support/shop.ts';

const failed = 'That did not work';
const call = JSON.stringify({
  kind: 'call',
  document: 'a1',
  number: 1,
  object: 'MobilePlansInlineOperations',
  name: 'notifyProfileDownload',
  made: true,
  spellings: [],
  arguments: [],
});

/** That nothing has come of it: no download was begun, the card and the network know nothing. */
async function assertNothingBegun(shop: Shop): Promise<void> {
  expect(shop.events('host.operation')).toEqual([]);
  expect(await shop.profiles()).toEqual([]);
  expect(shop.device().registration?.state).toBe('none');
}

describe('refused, and told by name in the portal', () => {
  it('a MatchingID that the SM-DP+ does not know', async () => {
    await using shop = await openShop();
    await using customer = await Customer.enter(shop.world);
    await customer.buy();
    await customer.handOver('1$smdp.operator.test$NOBODY-KNOWS');
    expect(await customer.hears()).toEqual([{ activationResult: 'invalidMatchingId', iccid: '' }]);
    expect(await customer.shown()).toMatchObject({
      headline: failed,
      sentence: 'The download server does not know the activation code.',
      reason: 'invalidMatchingId',
    });
    expect(shop.events('host.operation')).toMatchObject([
      { state: 'begun' },
      { state: 'ended', result: 'invalidMatchingId', status: 'InvalidMatchingId' },
    ]);
    expect(await shop.profiles()).toEqual([]);
    expect(shop.purchases).toEqual(['failed']);

    await customer.handOver();
    await customer.hears();
    expect(await customer.shown()).toMatchObject({ headline: 'You are connected' });
  });

  it('a network with another K: the card finds the MAC wrong, and the device is never at home', async () => {
    await using shop = await openShop();
    await using customer = await Customer.enter(shop.world);
    await customer.buy();
    const subscriber = await shop.subscriber();
    shop.world.network.provisioning.provision({ ...subscriber, k: filled(16, 0x42) });
    await customer.handOver();
    const heard = await customer.hears();
    expect(heard[0]).toEqual({ activationResult: 'success', iccid: shop.iccid });
    expect(heard.at(-1)).toEqual({ networkRegistrationState: 'denied', iccid: shop.iccid });
    expect(await customer.shown()).toEqual({
      headline: 'The network said no',
      sentence:
        'Your eSIM is installed, but the network refused this device. Please tell us the number below.',
      reason: '',
      registration: 'The network refused this device',
    });
    await shop.clock.advance(minutes(60));
    const aka = shop.events('modem.aka');
    expect(aka[0]).toMatchObject({ imsi: subscriber.imsi, result: 'macFailure' });
    expect(aka.filter(({ result }) => result === 'success')).toEqual([]);
    expect(shop.events('modem.registration').map(({ state }) => state)).not.toContain('home');
    expect(shop.events('modem.registration').find(({ state }) => state === 'denied')?.cause).toBe(
      'macFailure',
    );
    expect(shop.desk.record(shop.iccid)?.state).toBe('Installed');

    shop.world.network.provisioning.provision({ ...subscriber });
    await shop.device().modem.register();
    await customer.hears();
    expect(await customer.shown()).toMatchObject({ headline: 'You are connected' });
  });

  it('a code whose order the operator has cancelled meanwhile', async () => {
    await using shop = await openShop();
    await using customer = await Customer.enter(shop.world);
    await customer.buy();
    await shop.desk.cancel(shop.iccid);
    await customer.handOver();
    expect(await customer.hears()).toEqual([{ activationResult: 'invalidMatchingId', iccid: '' }]);
    expect(await shop.stateOf(shop.iccid)).toBe('Unavailable');
    expect(await shop.profiles()).toEqual([]);
  });

  it.each([
    ['no metadata', 'undefined'],
    ['bad JSON', `'{"moDirectStatus":'`],
    ['metadata that contain themselves', '(() => { const it = {}; it.it = it; return it; })()'],
  ])('%s in place of the purchase: invalidJson', async (_what, metaData) => {
    await using shop = await openShop();
    await using customer = await Customer.enter(shop.world);
    await customer.buy();
    customer.page.run(`MobilePlansInlineOperations.notifyProfileDownload(${metaData}, '${customer.code}')`);
    expect(await customer.hears()).toEqual([{ activationResult: 'invalidJson', iccid: '' }]);
    expect(await customer.shown()).toMatchObject({
      headline: failed,
      sentence: 'The device could not read what this page handed over.',
      reason: 'invalidJson',
    });
    expect(shop.findings).toEqual(['metadataUnreadable']);
    await assertNothingBegun(shop);
  });

  it.each([
    ['', 'codeEmpty'],
    ['2$smdp.operator.test$A', 'codeMalformed'],
    ['1$smdp.operator.test', 'codeMalformed'],
    ['1$smdp.operator.test$A B', 'codeBlanks'],
    ['your plan', 'codeBlanks'],
  ])('the activation code "%s": invalidActivationCode', async (code, finding) => {
    await using shop = await openShop();
    await using customer = await Customer.enter(shop.world);
    await customer.buy();
    await customer.handOver(code);
    expect(await customer.hears()).toEqual([{ activationResult: 'invalidActivationCode', iccid: '' }]);
    expect(await customer.shown()).toMatchObject({
      headline: failed,
      sentence: 'The device did not accept the activation code.',
      reason: 'invalidActivationCode',
    });
    expect(shop.findings).toEqual([finding]);
    await assertNothingBegun(shop);
  });

  it('a frame and a foreign host that look for the bridge or call, and a message that is none', async () => {
    await using shop = await openShop();
    await using customer = await Customer.enter(shop.world);
    await customer.buy();
    const { page, launch } = customer;
    const attempts = `typeof MobilePlansInlineOperations + typeof ${transportName}(${JSON.stringify(call)})`;
    for (const url of ['https://pay.example.com/', launch.url])
      expect(page.runInFrame(url, attempts)).toBe('undefinedundefined');
    page.navigate('https://pay.example.com/');
    expect(page.run(attempts)).toBe('undefinedundefined');
    page.navigate(launch.url);
    for (const text of ['{', 'null', '{"kind":"call"}'])
      page.run(`${transportName}(${JSON.stringify(text)})`);
    await shop.clock.settled();
    expect(shop.findings).toEqual([
      ...Array<string>(4).fill('callFromFrame'),
      ...Array<string>(2).fill('callFromForeignHost'),
      ...Array<string>(3).fill('messageMalformed'),
    ]);
    expect(shop.events('finding').map(({ what }) => what)).toContain(
      'callFromForeignHost: a document of another host than the notification host looked for the bridge or called: ' +
        'pay.example.com, notifyProfileDownload',
    );
    expect(shop.events('host.call')).toEqual([]);
    await assertNothingBegun(shop);
  });
});
