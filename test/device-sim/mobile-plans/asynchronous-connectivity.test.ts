import { describe, expect, it } from 'vitest';

import type { MobilePlansSettings } from '#device-sim/mobile-plans/index';
import { instant, minutes, toIso } from '#shared/runtime/span';

import { Bench, failure, goodCode, newIccid } from './bench.ts';

async function purchased(
  interval: number | string,
  settings: Partial<MobilePlansSettings> = {},
): Promise<Awaited<ReturnType<Bench['portal']>> & { bench: Bench }> {
  const bench = new Bench(settings);
  const { scripted } = bench.device;
  bench.device.outcome = () => {
    scripted.becomes('denied');
    return Promise.resolve({ iccid: `${newIccid}F` });
  };
  const portal = await bench.portal();
  portal.page.run(`networkLater('${goodCode}', ${interval})`);
  await bench.clock.settled();
  return { bench, ...portal };
}

/** Minutes after nine at which the modem was asked to register. */
const asked = ({ device }: Bench): readonly number[] =>
  device.scripted.asked.map((at) => (at - instant('2026-11-23T09:00:00Z')) / minutes(1));

describe('a purchase with a network for later', () => {
  it('gives control back to the app at once, with what the portal said of the purchase', async () => {
    const { bench, launch, page } = await purchased(15);
    expect(await launch.ended).toMatchObject({ why: 'purchased', purchase: { planName: '2 GB monthly' } });
    expect(bench.device.codes).toEqual([goodCode]);
    expect(page.callbacks).toEqual([]);
    expect(bench.findings).toEqual([]);
  });

  it.each([
    [0, [0, 15, 30, 45]],
    ['undefined', [0, 15, 30, 45]],
    [1, [15, 30, 45]],
    [5, [15, 30, 45]],
    [22, [15, 30, 45]],
    [23, [30, 60, 90]],
    [30, [30, 60, 90]],
    [90, [90, 180, 270]],
  ])('for %s minutes registers anew after %j minutes', async (interval, expected) => {
    const { bench } = await purchased(interval);
    await bench.clock.advance(minutes(expected.at(-1) ?? 0));
    expect(asked(bench)).toEqual(expected);
    expect(bench.host.toasts).toEqual([]);
  });

  it('tells the person once the network is there, and looks for it no more', async () => {
    const { bench } = await purchased(15);
    const { scripted } = bench.device;
    scripted.attempt = () => {
      if (scripted.asked.length === 2) scripted.becomes('home');
    };
    await bench.clock.advance(minutes(120));
    expect(asked(bench)).toEqual([15, 30]);
    expect(bench.host.toasts).toMatchObject([
      {
        kind: 'connected',
        text: '"2 GB monthly" is connected',
        shownAt: instant('2026-11-23T09:30:00Z'),
      },
    ]);
    expect(await bench.host.toasts[0]?.accept()).toBeUndefined();
    expect(bench.host.awaited).toEqual([]);
    expect(scripted.listeners).toBe(0);
  });

  it.each(['home', 'roaming', 'partner'] as const)(
    'is connected when the modem comes to "%s" by itself in between',
    async (state) => {
      const { bench } = await purchased(30);
      await bench.clock.advance(minutes(3));
      bench.device.scripted.becomes(state);
      bench.device.scripted.becomes('deregistered');
      bench.device.scripted.becomes(state);
      expect(bench.host.toasts).toMatchObject([{ kind: 'connected' }]);
      await bench.clock.advance(minutes(90));
      expect(asked(bench)).toEqual([]);
    },
  );

  it('is told as connected at once where the network was there before anybody looked', async () => {
    const bench = new Bench();
    bench.device.outcome = () => {
      bench.device.scripted.becomes('home');
      return Promise.resolve({ iccid: newIccid });
    };
    const { page } = await bench.portal();
    page.run(`networkLater('${goodCode}', 15)`);
    await bench.clock.settled();
    expect(bench.host.toasts).toMatchObject([{ kind: 'connected' }]);
    expect(bench.host.awaited).toEqual([]);
    expect(bench.faults).toEqual([]);
  });

  it('is not connected by another profile', async () => {
    const { bench } = await purchased(15);
    bench.device.scripted.becomes('home', '8901091000000000009');
    expect(bench.host.toasts).toEqual([]);
  });

  it('is given up silently once the modem works with another profile, or with none', async () => {
    for (const other of ['8901091000000000009', undefined]) {
      const { bench } = await purchased(15);
      bench.device.scripted.registration = { state: 'home', iccid: other };
      await bench.clock.advance(minutes(90));
      expect(asked(bench)).toEqual([15]);
      expect(bench.host.toasts).toEqual([]);
      expect(bench.host.awaited).toEqual([]);
    }
  });

  it('is given up after a day, and the person is told', async () => {
    const { bench } = await purchased(15);
    await bench.clock.advance(minutes(48 * 60));
    expect(asked(bench)).toHaveLength(96);
    expect(bench.host.toasts).toMatchObject([
      {
        kind: 'notConnected',
        text: '"2 GB monthly" found no network in 1d; open the portal again',
        shownAt: instant('2026-11-24T09:00:00Z'),
      },
    ]);
    expect(bench.device.scripted.listeners).toBe(0);
  });

  it('is given up after as long as the settings say', async () => {
    const { bench } = await purchased(30, { registersFor: minutes(45) });
    await bench.clock.advance(minutes(90));
    expect(asked(bench)).toEqual([30]);
    expect(bench.host.toasts).toMatchObject([{ kind: 'notConnected' }]);
  });

  it('ends with the app', async () => {
    const { bench } = await purchased(15);
    await bench.host.close();
    await bench.clock.advance(minutes(90));
    expect(asked(bench)).toEqual([]);
    expect(bench.device.scripted.listeners).toBe(0);
    expect(bench.faults).toEqual([]);
  });

  it('whose download fails is told by a toast, and the portal at its next launch', async () => {
    const bench = new Bench();
    bench.device.outcome = () => Promise.reject(failure('EidMismatch'));
    const { page } = await bench.portal();
    page.run(`networkLater('${goodCode}', 15)`);
    await bench.clock.advance(minutes(60));
    expect(bench.host.toasts).toMatchObject([
      {
        kind: 'downloadFailed',
        text: '"2 GB monthly" could not be installed (eidMismatch); open the portal again',
      },
    ]);
    expect(asked(bench)).toEqual([]);
    expect((await bench.host.launch()).headers).toMatchObject({ 'X-MP-LPAError-Codes': 'EidMismatch' });
    expect(bench.findings).toEqual([]);
  });

  it.each([
    ['a code that cannot be read', "networkLater('nonsense', 15)", 'invalidActivationCode'],
    [
      'no metadata',
      `MobilePlans.notifyPurchaseWithProfileDownload(undefined, '${goodCode}', 15)`,
      'invalidJson',
    ],
    ['an interval that is none', `networkLater('${goodCode}', -1)`, 'operationAborted'],
  ])('with %s is told so, and the portal stays', async (_what, call, result) => {
    const bench = new Bench();
    const { page } = await bench.portal();
    page.run(call);
    expect(await page.callback('activated')).toEqual({ activationResult: result, iccid: '' });
    page.run(`buy('${goodCode}')`);
    expect(await page.callback('activated')).toMatchObject({ activationResult: 'success' });
  });

  it('is refused with cardBusy while a download goes on, and the portal stays', async () => {
    const bench = new Bench();
    const { page } = await bench.portal();
    page.run(`buy('${goodCode}'); networkLater('${goodCode}', 15)`);
    expect(await page.callback('activated')).toMatchObject({ activationResult: 'cardBusy' });
    expect(await page.callback('activated')).toMatchObject({ activationResult: 'success' });
    expect(bench.findings).toEqual(['notifiedTwice']);
  });

  it('registers at the stroke of the interval, counted from the installation', async () => {
    const { bench } = await purchased(15);
    expect(bench.host.awaited.map(({ what, due }) => [what, toIso(due)])).toEqual([
      ['registration', '2026-11-23T09:15:00.000Z'],
    ]);
  });
});
