import { describe, expect, it } from 'vitest';
import { travelPlan } from '#scenarios/operator/index';
import { HttpFailure } from '#shared/http/failure';
import { virtualClock } from '#shared/runtime/clock';
import { instant, seconds } from '#shared/runtime/span';
import { eid, imei, PortalBench } from './bench.ts';

const away = new HttpFailure('connect', 'nothing listens there');

describe('portal: buying', () => {
  it('signing in, buying and confirming orders the plan for the eSIM of the launch', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.launch();
    const signedIn = await bench.post(`${purchase}/sign-in`, { name: 'Alex', how: 'existing' });
    expect([signedIn.status, signedIn.headers['location']]).toEqual([303, `${purchase}/plan`]);
    const chosen = await bench.post(`${purchase}/plan`, { plan: 'travel-5gb' });
    expect([chosen.status, chosen.headers['location']]).toEqual([303, `${purchase}/confirm`]);
    expect(bench.desk.asked).toEqual([]);
    const bought = await bench.post(`${purchase}/confirm`);
    expect([bought.status, bought.headers['location']]).toEqual([303, `${purchase}/connect`]);
    expect(bench.desk.wanted).toEqual([{ plan: travelPlan, eid, imei, transactionId: 'tx-1' }]);
    const { text } = await bench.get(`${purchase}/connect`);
    expect(text).toContain('data-code="1$smdp.operator.test$SOLD-1"');
    expect(bench.moves).toBe('opened > signedIn > ordered');
    expect(bench.faults).toEqual([]);
  });

  it('without an EID the code is good for any device', async () => {
    await using bench = await PortalBench.open();
    await bench.buy('');
    expect(bench.desk.wanted).toEqual([{ plan: travelPlan }]);
  });

  it('confirming twice at the same time, and once more, places one order', async () => {
    const clock = virtualClock(instant('2026-01-01T00:00:00Z'));
    await using bench = await PortalBench.open({ clock });
    bench.desk.hold = async () => clock.sleep(seconds(3), { what: 'the SM-DP+' });
    const purchase = await bench.launch();
    await bench.post(`${purchase}/sign-in`, { name: 'Alex', how: 'existing' });
    const [one, other] = await Promise.all([
      bench.post(`${purchase}/confirm`),
      bench.post(`${purchase}/confirm`),
    ]);
    const later = await bench.post(`${purchase}/confirm`);
    for (const { status, headers } of [one, other, later])
      expect([status, headers['location']]).toEqual([303, `${purchase}/connect`]);
    expect(bench.desk.asked).toEqual(['buy travel-5gb']);
    expect(clock.now()).toBe(instant('2026-01-01T00:00:03Z'));
  });

  it.each([
    ['existing', 'Alex', 'existing', 'existing'],
    ['new', 'Alex', 'new', 'new'],
    ['none', '', 'none', 'new'],
  ])('an account that is %s says so in the metadata', async (how, name, account, instrument) => {
    await using bench = await PortalBench.open();
    const purchase = await bench.launch();
    await bench.post(`${purchase}/sign-in`, { name, how });
    await bench.post(`${purchase}/confirm`);
    const { text } = await bench.get(`${purchase}/connect`);
    expect(text).toContain(`data-account="${account}"`);
    expect(text).toContain(`data-instrument="${instrument}"`);
  });

  it('somebody without a name is asked for one, and stays where he is', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.launch();
    const answer = await bench.post(`${purchase}/sign-in`, { name: '  ', how: 'existing' });
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('Please enter your name.')]);
    expect(bench.moves).toBe('opened');
  });

  it('an order desk that is not there is told on the page, and the next attempt orders', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.launch();
    await bench.post(`${purchase}/sign-in`, { name: 'Alex', how: 'existing' });
    bench.desk.failure = away;
    const answer = await bench.post(`${purchase}/confirm`);
    expect([answer.status, answer.text]).toEqual([
      503,
      expect.stringContaining('We could not place your order.'),
    ]);
    expect(bench.records.at(-1)).toMatchObject({
      name: 'finding',
      event: { what: 'no order: nothing listens there' },
    });
    bench.desk.failure = undefined;
    expect((await bench.post(`${purchase}/confirm`)).headers['location']).toBe(`${purchase}/connect`);
    expect(bench.faults).toEqual([]);
  });

  it('what no desk should throw is a fault: loud in the trace, and a page without detail', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.launch();
    await bench.post(`${purchase}/sign-in`, { name: 'Alex', how: 'existing' });
    bench.desk.failure = new Error('the secret');
    const answer = await bench.post(`${purchase}/confirm`);
    expect([answer.status, answer.text]).toEqual([500, expect.stringContaining('Nothing was charged.')]);
    expect(answer.text).not.toContain('secret');
    expect(bench.faults).toMatchObject([{ event: { error: { message: 'the secret' } } }]);
  });
});

describe('portal: going back and forth', () => {
  it('pages ahead lead back to where the customer is', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.launch();
    for (const step of ['', '/plan', '/confirm', '/connect', '/resume', '/cancelled'])
      expect((await bench.get(purchase + step)).headers['location']).toBe(`${purchase}/sign-in`);
  });

  it('the account can be changed until the plan is bought', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.launch();
    await bench.post(`${purchase}/sign-in`, { name: 'Alex', how: 'existing' });
    await bench.post(`${purchase}/sign-in`, { name: 'Robin', how: 'existing' });
    expect((await bench.get(`${purchase}/confirm`)).text).toContain('Robin');
    await bench.post(`${purchase}/confirm`);
    expect((await bench.post(`${purchase}/sign-in`, { name: 'Kim', how: 'existing' })).status).toBe(409);
  });

  it('pages behind lead forward once the plan is bought, so that nothing is lost', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.buy();
    for (const step of ['', '/sign-in', '/plan', '/confirm'])
      expect((await bench.get(purchase + step)).headers['location']).toBe(`${purchase}/connect`);
  });
});

describe('portal: cancelling', () => {
  it.each([
    ['opened', 'bailed'],
    ['signedIn', 'existing'],
  ])('while %s orders and cancels nothing at the desk', async (state, account) => {
    await using bench = await PortalBench.open();
    const purchase = await bench.launch();
    if (state === 'signedIn') await bench.post(`${purchase}/sign-in`, { name: 'Alex', how: 'existing' });
    const answer = await bench.post(`${purchase}/cancel`);
    expect([answer.status, answer.headers['location']]).toEqual([303, `${purchase}/cancelled`]);
    expect((await bench.get(`${purchase}/cancelled`)).text).toContain(`data-account="${account}"`);
    expect(bench.desk.asked).toEqual([]);
    expect(bench.portal.purchases()).toMatchObject([{ state: 'cancelled' }]);
  });

  it.each([
    [],
    [{ kind: 'handedOver' }],
    [{ kind: 'handedOver' }, { kind: 'activation', result: 'serverFailure' }],
  ])('takes the order back, once', async (...reports) => {
    await using bench = await PortalBench.open();
    const purchase = await bench.buy();
    for (const report of reports) await bench.report(purchase, report);
    await bench.post(`${purchase}/cancel`);
    await bench.post(`${purchase}/cancel`);
    expect(bench.desk.asked).toEqual(['buy travel-5gb', 'cancel 8900101000000000001']);
    expect(await bench.launch()).not.toBe(purchase);
  });

  it('while the order is being placed takes it back when it is there', async () => {
    const clock = virtualClock(instant('2026-01-01T00:00:00Z'));
    await using bench = await PortalBench.open({ clock });
    bench.desk.hold = async () => clock.sleep(seconds(3), { what: 'the SM-DP+' });
    const purchase = await bench.launch();
    await bench.post(`${purchase}/sign-in`, { name: 'Alex', how: 'existing' });
    const confirmed = bench.post(`${purchase}/confirm`);
    while (bench.desk.asked.length === 0) await bench.get('/health');
    const cancelled = await bench.post(`${purchase}/cancel`);
    expect((await confirmed).status).toBe(303);
    expect(cancelled.headers['location']).toBe(`${purchase}/cancelled`);
    expect(bench.desk.asked).toEqual(['buy travel-5gb', 'cancel 8900101000000000001']);
  });

  it('is too late while the device installs what it has got', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.buy();
    await bench.report(purchase, { kind: 'handedOver' });
    bench.desk.records.set('8900101000000000001', { state: 'Downloaded', progress: [] });
    const answer = await bench.post(`${purchase}/cancel`);
    expect([answer.status, answer.text]).toEqual([
      409,
      expect.stringContaining('Your eSIM is being installed'),
    ]);
    expect(bench.desk.asked).toEqual(['buy travel-5gb']);
    expect(bench.portal.purchases()).toMatchObject([{ state: 'downloading' }]);
    await bench.report(purchase, { kind: 'activation', result: 'success' });
    expect(bench.portal.purchases()).toMatchObject([{ state: 'installed' }]);
  });

  it('takes back what the device has got and could not install', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.buy();
    await bench.report(purchase, { kind: 'handedOver' });
    bench.desk.records.set('8900101000000000001', { state: 'Downloaded', progress: [] });
    await bench.report(purchase, { kind: 'activation', result: 'cardGeneralFailure' });
    expect((await bench.post(`${purchase}/cancel`)).status).toBe(303);
    expect(bench.desk.asked).toEqual(['buy travel-5gb', 'cancel 8900101000000000001']);
  });

  it('is too late once the profile is installed', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.buy();
    await bench.report(purchase, { kind: 'activation', result: 'success' });
    const answer = await bench.post(`${purchase}/cancel`);
    expect([answer.status, answer.text]).toEqual([409, expect.stringContaining('already on its way')]);
    expect(bench.desk.asked).toEqual(['buy travel-5gb']);
  });

  it('that the desk cannot be asked for leaves the purchase as it is', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.buy();
    bench.desk.failure = away;
    expect((await bench.post(`${purchase}/cancel`)).status).toBe(503);
    expect(bench.portal.purchases()).toMatchObject([{ state: 'ordered' }]);
    expect(bench.faults).toEqual([]);
  });

  it('cannot be undone by going on', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.launch();
    await bench.post(`${purchase}/sign-in`, { name: 'Alex', how: 'existing' });
    await bench.post(`${purchase}/cancel`);
    expect((await bench.post(`${purchase}/confirm`)).status).toBe(409);
    expect((await bench.get(`${purchase}/connect`)).headers['location']).toBe(`${purchase}/cancelled`);
    expect(bench.desk.asked).toEqual([]);
  });
});
