import { describe, expect, it } from 'vitest';

import type { KeptDownload } from '#device-sim/mobile-plans/index';
import { instant, minutes } from '#shared/runtime/span';

import { Bench, goodCode, newIccid } from './bench.ts';

/** Local settings that live on when the app is closed; keeping fails as often as told. */
class Settings {
  downloads: readonly KeptDownload[] = [];
  failing = false;

  keep(downloads: readonly KeptDownload[]): Promise<void> {
    if (this.failing) return Promise.reject(new Error('the disk is full'));
    this.downloads = downloads;
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
