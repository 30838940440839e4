import { describe, expect, it } from 'vitest';

import { portalPlans, travelPlan } from '#scenarios/operator/index';
import type { PortalPlan } from '#scenarios/operator/index';
import { minutes, seconds } from '#shared/runtime/span';
import { launchQuery, PortalBench } from './bench.ts';

const iccid = '8900101000000000001';
const delayed = 'everyday-20gb';
const deferred = 'long-stay-50gb';
const success = { kind: 'activation', result: 'success', iccid };
const registration = (result: string): object => ({ kind: 'registration', result, iccid });
const scheduled = { kind: 'scheduled', operation: 'block-1' };

/** What the page says, and the attributes that its script goes by. */
async function page(bench: PortalBench, purchase: string): Promise<Readonly<Record<string, string>>> {
  const { text } = await bench.get(`${purchase}/connect`);
  const attributes = [...text.matchAll(/data-(path|minutes|interval|state)="([^"]*)"/g)];
  const [, headline = ''] = /id="headline">([^<]*)</.exec(text) ?? [];
  const marks = [...text.matchAll(/data-stage="(\w+)"\s+data-mark="(\w+)"/g)];
  return {
    ...Object.fromEntries(attributes.map(([, name = '', value = '']) => [name, value])),
    headline,
    stages: marks.map(([, stage = '', mark = '']) => `${stage} ${mark}`).join(', '),
  };
}

describe('portal: what is sold', () => {
  it('is one plan for each path, and the first is proposed', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.launch();
    await bench.post(`${purchase}/sign-in`, { name: 'Alex', how: 'existing' });
    const { text } = await bench.get(`${purchase}/plan`);
    const said = [...text.matchAll(/class="choice-(?:name|when)">([^<]*)</g)].map(([, says]) => says);
    expect(said).toEqual([
      'Travel 5 GB',
      'Online in a minute',
      'Everyday 20 GB',
      'eSIM now, online within 15 minutes',
      'Long Stay 50 GB',
      'eSIM ready in 10 minutes',
    ]);
    expect([...text.matchAll(/ checked/g)]).toHaveLength(1);
    expect(portalPlans().map(({ delivery }) => delivery.path)).toEqual([
      'immediate',
      'delayedConnectivity',
      'deferredDownload',
    ]);
  });

  it.each(portalPlans().map((plan) => [plan.name, plan] as const))(
    '%s is ordered, confirmed and shown as it was chosen',
    async (name, plan) => {
      await using bench = await PortalBench.open();
      const purchase = await bench.launch();
      await bench.post(`${purchase}/sign-in`, { name: 'Alex', how: 'existing' });
      await bench.post(`${purchase}/plan`, { plan: plan.id });
      const { text } = await bench.get(`${purchase}/confirm`);
      expect(text).toContain(`${name}, ${plan.validity}`);
      expect(text).toContain(`Confirm and pay ${plan.price}`);
      await bench.post(`${purchase}/confirm`);
      expect(bench.desk.wanted.map((wanted) => wanted.plan)).toEqual([plan]);
      expect(bench.portal.purchases()).toMatchObject([{ state: 'ordered', plan: plan.id }]);
    },
  );

  it('that nobody sells is refused with a page, and leaves the one before', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.launch();
    await bench.post(`${purchase}/sign-in`, { name: 'Alex', how: 'existing' });
    const answer = await bench.post(`${purchase}/plan`, { plan: 'free-for-ever' });
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('We do not sell this plan')]);
    expect(bench.portal.purchases()).toMatchObject([{ plan: 'travel-5gb' }]);
  });

  it('can be changed until it is bought', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.buy(launchQuery, delayed);
    await bench.post(`${purchase}/plan`, { plan: deferred });
    expect(bench.portal.purchases()).toMatchObject([{ plan: delayed }]);
  });

  it('may be other plans; none at all is a mistake', async () => {
    const only: PortalPlan = { ...travelPlan, id: 'only', name: 'The only one' };
    await using bench = await PortalBench.open({ plans: [only] });
    await bench.buy();
    expect(bench.desk.asked).toEqual(['buy only']);
    await expect(PortalBench.open({ plans: [] })).rejects.toThrow(TypeError);
  });
});

describe('portal: the path of delayed connectivity', () => {
  it('hands the code over with the minutes until the network, and Windows goes on alone', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.buy(launchQuery, delayed);
    expect(await page(bench, purchase)).toMatchObject({
      path: 'delayedConnectivity',
      interval: '15',
      state: 'ordered',
      headline: 'Windows takes it from here',
      stages: 'download turning, installed ahead, line ahead, connected ahead',
    });
  });

  it('a network that refuses meanwhile is no failure', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.buy(launchQuery, delayed);
    for (const report of [{ kind: 'handedOver' }, success, registration('denied')])
      await bench.report(purchase, report);
    expect(await page(bench, purchase)).toMatchObject({
      headline: 'Your line is being switched on',
      stages: 'download done, installed done, line waiting, connected ahead',
    });
  });

  it('a customer who comes back sees how far it is, and buys nothing twice', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.buy(launchQuery, delayed);
    await bench.report(purchase, { kind: 'handedOver' });
    const shown = async () => {
      expect(await bench.launch()).toBe(purchase);
      return (await page(bench, purchase))['headline'];
    };
    expect(await shown()).toBe('Windows takes it from here');
    bench.desk.records.set(iccid, { state: 'Installed', progress: [], provisioned: false });
    expect(await shown()).toBe('Your line is being switched on');
    bench.desk.records.set(iccid, { state: 'Installed', progress: [], provisioned: true });
    expect(await shown()).toBe('Your line is on');
    await bench.report(purchase, registration('home'));
    expect((await page(bench, purchase))['headline']).toBe('You are connected');
    expect(await bench.launch()).not.toBe(purchase);
    expect(bench.desk.asked).toEqual([`buy ${delayed}`]);
  });

  it('a download that failed is begun again with the same code', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.buy(launchQuery, delayed);
    await bench.report(purchase, { kind: 'handedOver' });
    const answer = await bench.get(`/?${launchQuery}`, { 'X-MP-LPAError-Codes': 'ServerNotReachable' });
    expect(answer.headers['location']).toBe(`${purchase}/resume`);
    await bench.post(`${purchase}/resume`);
    expect(await page(bench, purchase)).toMatchObject({ state: 'ordered', interval: '15' });
  });
});

describe('portal: the path of the deferred download', () => {
  it('hands the code over with the minutes that are left, and offers it at once when there are none', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.buy(launchQuery, deferred);
    expect(await page(bench, purchase)).toMatchObject({
      path: 'deferredDownload',
      minutes: '10',
      headline: 'We are getting your eSIM ready',
      stages: 'preparing waiting, download ahead, connecting ahead, connected ahead',
    });
    await bench.report(purchase, scheduled);
    await bench.clock.advance(seconds(390));
    expect(await page(bench, purchase)).toMatchObject({ state: 'scheduled', minutes: '4' });
    await bench.clock.advance(seconds(210));
    expect(await page(bench, purchase)).toMatchObject({ minutes: '0', headline: 'Your eSIM is ready' });
  });

  it('a customer who comes back too early sees how long it takes, and later installs it with one click', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.buy(launchQuery, deferred);
    await bench.report(purchase, scheduled);
    expect((await bench.get(`/?${launchQuery}`)).headers['location']).toBe(`${purchase}/connect`);
    await bench.clock.advance(minutes(10));
    expect((await bench.get(`/?${launchQuery}`)).headers['location']).toBe(`${purchase}/resume`);
    await bench.launch();
    await bench.post(`${purchase}/resume`);
    expect(await page(bench, purchase)).toMatchObject({ state: 'ordered', minutes: '0' });
  });

  it('is installed when the device says so, however long that takes', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.buy(launchQuery, deferred);
    for (const report of [scheduled, success, registration('home')]) await bench.report(purchase, report);
    expect(bench.moves).toBe('opened > signedIn > ordered > scheduled > installed > connected');
  });

  it('that is cancelled is taken back, and the device is told what it need not do', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.buy(launchQuery, deferred);
    await bench.report(purchase, scheduled);
    await bench.post(`${purchase}/cancel`);
    expect(bench.desk.asked).toEqual([`buy ${deferred}`, `cancel ${iccid}`]);
    expect((await bench.get(`${purchase}/cancelled`)).text).toContain('data-operation="block-1"');
  });

  it.each([
    { kind: 'scheduled', operation: '<b>' },
    { kind: 'scheduled', operation: 'x'.repeat(65) },
  ])('%j is no report', async (report) => {
    await using bench = await PortalBench.open();
    const purchase = await bench.buy(launchQuery, deferred);
    expect((await bench.report(purchase, report)).status).toBe(400);
  });
});
