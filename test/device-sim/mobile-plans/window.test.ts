import { describe, expect, it } from 'vitest';

import type { DeliveryOutcome, PagePort } from '#device-sim/mobile-plans/index';
import { seconds } from '#shared/runtime/span';

import { Bench, failure, goodCode, newIccid } from './bench.ts';

const activated = { activationResult: 'success', iccid: newIccid };

describe('a window that shows another document when a callback is due', () => {
  it('is told there, if the function is there', async () => {
    const bench = new Bench();
    const { page } = await bench.portal();
    page.run(`buy('${goodCode}')`);
    page.navigate('https://portal.operator.test/waiting');
    page.run('var told; function activated(json) { told = json; }');
    expect(await page.callback('activated')).toEqual(activated);
    expect(page.run('told')).toBe(JSON.stringify(activated));
    expect(bench.findings).toEqual([]);
  });

  it('is told under the name that it sets itself', async () => {
    const bench = new Bench();
    const { page } = await bench.portal();
    page.run(`buy('${goodCode}')`);
    page.navigate();
    page.run(`var done = () => {}; MobilePlansInlineOperations.profileActivationCompleteScript = 'done'`);
    expect(await page.callback('done')).toEqual(activated);
    expect(bench.findings).toEqual([]);
  });

  it.each(['https://portal.operator.test/gone', 'https://login.example.com/'])(
    'is not told where the function is not: lost at %s',
    async (url) => {
      const bench = new Bench();
      const { page } = await bench.portal();
      page.run(`buy('${goodCode}')`);
      page.navigate(url);
      await bench.clock.advance(seconds(10));
      expect(bench.findings).toEqual(['callbackLost']);
      expect(page.callbacks).toMatchObject([{ outcome: 'missing' }]);
    },
  );

  it('gives Ids that no document before it gave', async () => {
    const { page } = await new Bench().portal();
    const first = page.run(`buy('${goodCode}')`) as { readonly Id: string };
    page.navigate();
    const second = page.run('MobilePlansInlineOperations.notifyProfileDownload()') as { readonly Id: string };
    expect(second.Id).not.toBe(first.Id);
    expect(second.Id.split('-')[0]).toBe(first.Id.split('-')[0]);
  });
});

describe('a window that is closed in the middle', () => {
  it('lets the download go on to its end; what it would have been told is lost', async () => {
    const bench = new Bench();
    const { page } = await bench.portal();
    page.run(`buy('${goodCode}')`);
    page.close();
    await bench.clock.advance(seconds(10));
    bench.device.scripted.becomes('home');
    await bench.clock.settled();
    expect(bench.findings).toEqual(['callbackLost']);
    expect(bench.records.filter(({ name }) => name === 'host.operation')).toMatchObject([
      { event: { state: 'begun' } },
      { event: { state: 'ended', result: 'success' } },
    ]);
    expect(bench.device.scripted.listeners).toBe(0);
    expect((await bench.host.launch()).headers).toEqual({ 'Accept-Language': 'en-US' });
  });

  it('is told of a failure at the next launch', async () => {
    const bench = new Bench();
    const { page } = await bench.portal();
    bench.device.outcome = async () => {
      await bench.clock.sleep(seconds(5));
      throw failure('ServerNotReachable', 'network', 'connect');
    };
    page.run(`buy('${goodCode}')`);
    page.close();
    await bench.clock.advance(seconds(10));
    expect((await bench.host.launch()).headers).toMatchObject({
      'X-MP-LPAError-Codes': 'ServerNotReachable',
    });
  });

  it('keeps the next launch from downloading while the download goes on', async () => {
    const bench = new Bench();
    const { page } = await bench.portal();
    page.run(`buy('${goodCode}')`);
    page.close();
    const next = await bench.portal();
    next.page.run(`buy('${goodCode}')`);
    expect(await next.page.callback('activated')).toMatchObject({ activationResult: 'cardBusy' });
  });

  it('misses the registration once it is closed after the activation', async () => {
    const bench = new Bench();
    const { page } = await bench.portal();
    page.run(`buy('${goodCode}')`);
    await page.callback('activated');
    page.close();
    bench.device.scripted.becomes('searching');
    bench.device.scripted.becomes('home');
    await bench.clock.settled();
    expect(bench.findings).toEqual(['callbackLost']);
  });
});

describe('a window that is closed once the network is there', () => {
  it.each(['home', 'roaming'] as const)('misses nothing: %s', async (state) => {
    const bench = new Bench();
    const { page } = await bench.portal();
    page.run(`buy('${goodCode}')`);
    await page.callback('activated');
    await bench.clock.settled();
    bench.device.scripted.becomes(state);
    await page.callback('registered');
    page.close();
    bench.device.scripted.becomes('deregistered');
    await bench.clock.settled();
    expect(bench.findings).toEqual([]);
    expect(bench.device.scripted.listeners).toBe(0);
  });
});

describe('a window that does not answer', () => {
  async function opened(deliver: PagePort['deliver']): Promise<Bench> {
    const bench = new Bench();
    const launch = await bench.host.launch();
    const bridge = launch.attach({ deliver });
    const from = { host: 'portal.operator.test', top: true };
    const set = (property: string): string =>
      JSON.stringify({
        kind: 'script',
        document: 'a',
        object: 'MobilePlansInlineOperations',
        property,
        value: 'f',
      });
    bridge.receive(set('profileActivationCompleteScript'), from);
    bridge.receive(set('registrationChangedScript'), from);
    const values = [
      {
        members: [
          ['moDirectStatus', 'Complete'],
          ['planName', '2 GB'],
        ],
      },
      goodCode,
    ];
    const call = {
      object: 'MobilePlansInlineOperations',
      name: 'notifyProfileDownload',
      made: true,
      spellings: [],
    };
    bridge.receive(
      JSON.stringify({ kind: 'call', document: 'a', number: 1, ...call, arguments: values }),
      from,
    );
    return bench;
  }

  const ask = async (bench: Bench): Promise<readonly unknown[]> => {
    await bench.clock.advance(seconds(6));
    bench.device.scripted.becomes('home');
    await bench.clock.advance(seconds(120));
    return bench.records.flatMap(({ name, event }) =>
      name === 'host.callback' && 'outcome' in event ? [event.outcome] : [],
    );
  };

  it('is given up after half a minute, and the next callback is tried', async () => {
    const bench = await opened(() => new Promise(() => undefined));
    expect(await ask(bench)).toEqual(['unanswered', 'unanswered']);
    expect(bench.findings).toEqual(['callbackUnanswered', 'callbackUnanswered']);
  });

  it('because its document went away is tried once more', async () => {
    const outcomes: DeliveryOutcome[] = ['gone', 'delivered', 'gone', 'gone'];
    const bench = await opened(() => Promise.resolve(outcomes.shift() ?? 'delivered'));
    expect(await ask(bench)).toEqual(['delivered', 'gone']);
    expect(bench.findings).toEqual(['callbackLost']);
  });

  it('and whose hosting breaks is a fault, and gone', async () => {
    const bench = await opened(() => Promise.reject(new Error('hosting')));
    expect(await ask(bench)).toEqual(['gone', 'gone']);
    expect(bench.faults.length).toBeGreaterThan(0);
  });
});
