import { describe, expect, it } from 'vitest';

import type { AppMemory, KeptDownload, KeptWork } from '#device-sim/mobile-plans/index';
import { days, instant, minutes } from '#shared/runtime/span';

import { Bench, goodCode, newIccid } from './bench.ts';

/** Local settings that live on when the app is closed; keeping fails as often as told. */
class Settings implements AppMemory {
  kept: KeptWork = { downloads: [], searches: [] };
  failing = false;

  get downloads(): readonly KeptDownload[] {
    return this.kept.downloads;
  }

  keep(work: KeptWork): Promise<void> {
    if (this.failing) return Promise.reject(new Error('the disk is full'));
    this.kept = work;
    return Promise.resolve();
  }
}

/** A bench whose portal has ordered a profile for ten o'clock. */
async function ordered(settings: Settings): Promise<Bench> {
  const bench = new Bench({}, settings);
  const { page } = await bench.portal();
  page.run(`buyForLater('${goodCode}', 60)`);
  await bench.clock.settled();
  return bench;
}

describe('what an app does later', () => {
  it('is kept, and the toast is shown when its time comes although the app was closed in between', async () => {
    const settings = new Settings();
    await (await ordered(settings)).host.close();
    expect(settings.downloads).toMatchObject([
      { planName: '2 GB monthly', usable: { code: goodCode }, due: instant('2026-11-23T10:00:00Z') },
    ]);
    const again = new Bench({}, settings);
    expect(again.host.awaited).toMatchObject([{ what: 'toast', due: instant('2026-11-23T10:00:00Z') }]);
    await again.clock.advance(minutes(60));
    expect(await again.host.toasts[0]?.accept()).toMatchObject({ result: 'success', iccid: newIccid });
    await again.clock.settled();
    expect(settings.downloads).toEqual([]);
    expect(again.findings).toEqual([]);
  });

  it('that was due while the app was closed has its toast at once, and so has one that nobody has answered', async () => {
    const settings = new Settings();
    const bench = await ordered(settings);
    await bench.clock.advance(minutes(60));
    expect(bench.host.toasts).toHaveLength(1);
    await bench.host.close();
    const later = new Bench({}, settings);
    await later.clock.advance(minutes(60));
    expect(later.host.toasts).toMatchObject([{ kind: 'downloadReady', state: 'shown' }]);
  });

  it.each([
    ['ignored', (bench: Bench) => bench.host.toasts[0]?.ignore()],
    ['accepted', async (bench: Bench) => bench.host.toasts[0]?.accept()],
  ])('is forgotten once it is %s', async (_answer, answer) => {
    const settings = new Settings();
    const bench = await ordered(settings);
    await bench.clock.advance(minutes(60));
    expect(settings.downloads).toHaveLength(1);
    await answer(bench);
    await bench.clock.settled();
    expect(settings.downloads).toEqual([]);
  });

  it('is forgotten when the portal takes it back, also after the app was opened anew', async () => {
    const settings = new Settings();
    await (await ordered(settings)).host.close();
    const [kept] = settings.downloads;
    const again = new Bench({}, settings);
    const { page } = await again.portal();
    page.run(`MobilePlansInlineOperations.notifyOperationCancel({ Id: '${kept?.id ?? ''}' })`);
    await again.clock.advance(minutes(60));
    expect(again.host.toasts).toEqual([]);
    expect(settings.downloads).toEqual([]);
  });

  it('that cannot be kept is not begun: the portal is told localSettingsAccessFailed', async () => {
    const settings = new Settings();
    settings.failing = true;
    const bench = new Bench({}, settings);
    const { page } = await bench.portal();
    page.run(`buyForLater('${goodCode}', 60)`);
    expect(await page.callback('activated')).toEqual({
      activationResult: 'localSettingsAccessFailed',
      iccid: '',
    });
    expect(bench.host.awaited).toEqual([]);
    await bench.clock.advance(minutes(60));
    expect(bench.host.toasts).toEqual([]);
    expect(bench.records.filter(({ name }) => name === 'finding')).toMatchObject([
      { event: { what: 'the app cannot keep its settings: the disk is full' } },
    ]);
  });
});

describe('a search for the network', () => {
  /** A bench whose portal has bought a profile; its network does not know it, and is asked again at 9:15 and 9:30. */
  async function searching(settings: Settings, at = 20): Promise<Bench> {
    const bench = new Bench({}, settings);
    bench.device.outcome = () => Promise.resolve({ iccid: newIccid });
    const { page } = await bench.portal();
    bench.device.scripted.becomes('denied');
    page.run(`networkLater('${goodCode}', 15)`);
    await bench.clock.advance(minutes(at));
    await bench.host.close();
    return bench;
  }

  /** The machine is started again at nine, and its modem is where it was. */
  function startedAgain(settings: Settings): Bench {
    const bench = new Bench({}, settings);
    bench.device.scripted.becomes('denied');
    return bench;
  }

  it('is kept with its next attempt and its end, and goes on when the app is opened again', async () => {
    const settings = new Settings();
    await searching(settings);
    expect(settings.kept.searches).toMatchObject([
      {
        planName: '2 GB monthly',
        iccid: newIccid,
        interval: minutes(15),
        due: instant('2026-11-23T09:30:00Z'),
        until: instant('2026-11-24T09:00:00Z'),
      },
    ]);
    const again = startedAgain(settings);
    const { scripted } = again.device;
    expect(again.host.awaited).toMatchObject([
      { what: 'registration', due: instant('2026-11-23T09:30:00Z') },
    ]);
    scripted.attempt = () => {
      if (scripted.asked.length === 2) scripted.becomes('home');
    };
    await again.clock.advance(minutes(90));
    expect(scripted.asked).toEqual([instant('2026-11-23T09:30:00Z'), instant('2026-11-23T09:45:00Z')]);
    expect(again.host.toasts).toMatchObject([{ kind: 'connected', text: '"2 GB monthly" is connected' }]);
    expect(settings.kept).toEqual({ downloads: [], searches: [] });
    expect(again.faults).toEqual([]);
  });

  it('is over when the modem has found the network by itself as it was started', async () => {
    const settings = new Settings();
    await searching(settings);
    const again = startedAgain(settings);
    again.device.scripted.becomes('home');
    await again.clock.settled();
    expect(again.host.toasts).toMatchObject([{ kind: 'connected' }]);
    expect(settings.kept.searches).toEqual([]);
  });

  it('whose time was over meanwhile is tried once more, and then given up', async () => {
    const settings = new Settings();
    await searching(settings);
    const [kept] = settings.kept.searches;
    if (kept === undefined) throw new Error('nothing is kept');
    const past = instant('2026-11-22T09:00:00Z');
    settings.kept = { downloads: [], searches: [{ ...kept, due: past, until: past }] };
    const again = startedAgain(settings);
    await again.clock.advance(minutes(1));
    expect(again.device.scripted.asked).toHaveLength(1);
    expect(again.host.toasts).toMatchObject([{ kind: 'notConnected' }]);
    expect(settings.kept.searches).toEqual([]);
  });

  it('is none any more once the modem works with another profile', async () => {
    const settings = new Settings();
    await searching(settings);
    const again = new Bench({}, settings);
    again.device.scripted.becomes('home', '8901091000000000025');
    await again.clock.advance(days(2));
    expect(again.host.toasts).toEqual([]);
    expect(settings.kept.searches).toEqual([]);
  });
});
