import { describe, expect, it } from 'vitest';

import type { Toast } from '#device-sim/mobile-plans/index';
import { ToastAnswered } from '#device-sim/mobile-plans/index';
import { days, instant, milliseconds, minutes, seconds } from '#shared/runtime/span';

import { Bench, failure, goodCode, newIccid } from './bench.ts';

async function ordered(delay = 60): Promise<Awaited<ReturnType<Bench['portal']>> & { bench: Bench }> {
  const bench = new Bench();
  const portal = await bench.portal();
  portal.page.run(`var later = buyForLater('${goodCode}', ${delay})`);
  return { bench, ...portal };
}

async function invited(): Promise<Awaited<ReturnType<typeof ordered>> & { toast: Toast }> {
  const portal = await ordered();
  await portal.bench.clock.advance(minutes(60));
  const [toast] = portal.bench.host.toasts;
  if (toast === undefined) throw new Error('no toast');
  return { ...portal, toast };
}

const states = (bench: Bench): readonly unknown[] =>
  bench.records.flatMap(({ name, event }) =>
    name === 'host.operation' && 'state' in event ? [event.state] : [],
  );

describe('a profile that is bought for later', () => {
  it('is not downloaded before somebody has accepted its toast, which is shown when the delay is over', async () => {
    const { bench, page } = await ordered(60);
    const shown: Toast[] = [];
    bench.host.onToast((toast) => shown.push(toast));
    expect(bench.host.awaited).toMatchObject([{ what: 'toast', due: instant('2026-11-23T10:00:00Z') }]);
    await bench.clock.advance(minutes(59));
    expect(bench.host.toasts).toEqual([]);
    await bench.clock.advance(minutes(1));
    const { Id } = page.run('later') as { readonly Id: string };
    expect(shown).toMatchObject([
      {
        id: '1',
        kind: 'downloadReady',
        text: '"2 GB monthly" is ready: install its profile now?',
        state: 'shown',
        shownAt: instant('2026-11-23T10:00:00Z'),
        operation: Id,
      },
    ]);
    expect(bench.host.toasts).toEqual(shown);
    expect(bench.host.awaited).toEqual([]);
    await bench.clock.advance(minutes(600));
    expect(bench.device.codes).toEqual([]);
    expect(page.callbacks).toEqual([]);
  });

  it('is downloaded on acceptance; the portal that is still open is told, and of the registrations', async () => {
    const { bench, page, toast } = await invited();
    expect(await toast.accept()).toEqual({ result: 'success', iccid: newIccid, retryAt: undefined });
    expect(bench.device.codes).toEqual([goodCode]);
    expect(await page.callback('activated')).toEqual({ activationResult: 'success', iccid: newIccid });
    bench.device.scripted.becomes('home');
    expect(await page.callback('registered')).toMatchObject({ networkRegistrationState: 'home' });
    expect(toast.state).toBe('accepted');
    expect(states(bench)).toEqual(['scheduled', 'begun', 'ended']);
    expect(bench.findings).toEqual([]);
    expect(bench.faults).toEqual([]);
  });

  it('is downloaded although the portal is closed, and nothing is found fault with', async () => {
    const { bench, page } = await ordered();
    page.close();
    await bench.clock.advance(minutes(60));
    expect(await bench.host.toasts[0]?.accept()).toMatchObject({ result: 'success' });
    await bench.clock.settled();
    expect(page.callbacks).toEqual([]);
    expect(bench.device.scripted.listeners).toBe(0);
    expect(bench.findings).toEqual([]);
    expect(bench.host.toasts).toHaveLength(1);
  });

  it('is told to the portal that was entered meanwhile', async () => {
    const { bench } = await ordered();
    const { page } = await bench.portal();
    await bench.clock.advance(minutes(60));
    await bench.host.toasts[0]?.accept();
    expect(await page.callback('activated')).toEqual({ activationResult: 'success', iccid: newIccid });
    expect(bench.findings).toEqual([]);
  });

  it('never comes when the toast is ignored; an open portal hears operationAborted, and no failure is kept', async () => {
    const { bench, page, toast } = await invited();
    toast.ignore();
    expect(toast.state).toBe('ignored');
    expect(await page.callback('activated')).toEqual({ activationResult: 'operationAborted', iccid: '' });
    await bench.clock.advance(minutes(600));
    expect(bench.device.codes).toEqual([]);
    expect(states(bench)).toEqual(['scheduled', 'ended']);
    expect((await bench.host.launch()).headers).toEqual({ 'Accept-Language': 'en-US' });
    expect(bench.findings).toEqual([]);
  });

  it('has a toast that is answered once', async () => {
    const { toast } = await invited();
    toast.ignore();
    await expect(toast.accept()).rejects.toThrow(
      new ToastAnswered('toast 1 of 2026-11-23T10:00:00.000Z was ignored already'),
    );
    expect(() => {
      toast.ignore();
    }).toThrow(ToastAnswered);
  });

  it('that cannot be downloaded is told the person by a toast, and the portal by headers, when nobody is there', async () => {
    const { bench, page } = await ordered();
    page.close();
    await bench.clock.advance(minutes(60));
    bench.device.outcome = () => Promise.reject(failure('InvalidMatchingId'));
    expect(await bench.host.toasts[0]?.accept()).toMatchObject({ result: 'invalidMatchingId' });
    expect(bench.host.toasts[1]).toMatchObject({
      kind: 'downloadFailed',
      text: '"2 GB monthly" could not be installed (invalidMatchingId); open the portal again',
    });
    expect(await bench.host.toasts[1]?.accept()).toBeUndefined();
    const { headers } = await bench.host.launch();
    expect(headers).toMatchObject({
      'X-MP-LPAError-Codes': 'InvalidMatchingId',
      'X-MP-LPAError-TimeStamps': '11/23/2026 10:00:00 AM',
    });
  });

  it('that cannot be downloaded is told to an open portal, and not by a second toast', async () => {
    const { bench, page, toast } = await invited();
    bench.device.outcome = () => Promise.reject(failure('InvalidMatchingId'));
    await toast.accept();
    expect(await page.callback('activated')).toEqual({ activationResult: 'invalidMatchingId', iccid: '' });
    expect(bench.host.toasts).toHaveLength(1);
    expect(bench.device.scripted.listeners).toBe(0);
  });

  it('waits for what is under way on the card when its toast is accepted', async () => {
    const { bench, page, toast } = await invited();
    page.run(`buy('${goodCode}2')`);
    const accepted = toast.accept();
    expect(bench.device.codes).toEqual([`${goodCode}2`]);
    expect(await accepted).toMatchObject({ result: 'success' });
    expect(bench.device.codes).toEqual([`${goodCode}2`, goodCode]);
    expect(await page.callback('activated')).toMatchObject({ activationResult: 'success' });
    expect(await page.callback('activated')).toMatchObject({ activationResult: 'success' });
  });

  it('does not keep another from being bought now, or for later', async () => {
    const { bench, page } = await ordered(60);
    page.run(`buy('${goodCode}'); buyForLater('${goodCode}', 30)`);
    expect(await page.callback('activated')).toMatchObject({ activationResult: 'success' });
    expect(bench.host.awaited.map(({ due }) => new Date(due).toISOString())).toEqual([
      '2026-11-23T09:30:00.000Z',
      '2026-11-23T10:00:00.000Z',
    ]);
    await bench.clock.advance(minutes(60));
    expect(bench.host.toasts.map(({ id }) => id)).toEqual(['1', '2']);
    expect(bench.findings).toEqual([]);
  });

  it.each([
    ['modemNotFound', (bench: Bench) => void (bench.device.modem = undefined)],
    ['lpaInitializationError', (bench: Bench) => void (bench.device.eid = undefined)],
  ])('is refused with %s at once by a device that can never install it', async (result, lacks) => {
    const bench = new Bench();
    lacks(bench);
    const { page } = await bench.portal();
    page.run(`buyForLater('${goodCode}', 60)`);
    expect(await page.callback('activated')).toEqual({ activationResult: result, iccid: '' });
    expect(bench.host.awaited).toEqual([]);
  });

  it('is named "your plan" where the portal has no word for it, and without what would steer a terminal', async () => {
    const bench = new Bench();
    const { page } = await bench.portal();
    page.run(`var none = bought(); none.planName = ''`);
    page.run(`var odd = bought(); odd.planName = 'red\\u001b[31m\\n' + 'x'.repeat(200)`);
    page.run(`MobilePlansInlineOperations.notifyProfileDownload(none, '${goodCode}', 1)`);
    page.run(`MobilePlansInlineOperations.notifyProfileDownload(odd, '${goodCode}', 1)`);
    await bench.clock.advance(minutes(1));
    expect(bench.host.toasts.map(({ text }) => text)).toEqual([
      'your plan is ready: install its profile now?',
      expect.stringMatching(/^"red \[31m x{50,60}…" is ready: install its profile now\?$/) as string,
    ]);
  });
});

describe('notifyOperationCancel', () => {
  const cancel = 'MobilePlansInlineOperations.notifyOperationCancel(later)';

  it('takes a delayed download back before its toast is shown', async () => {
    const { bench, page } = await ordered();
    await bench.clock.advance(minutes(59));
    page.run(cancel);
    expect(bench.host.awaited).toEqual([]);
    await bench.clock.advance(minutes(60));
    expect(bench.host.toasts).toEqual([]);
    expect(page.callbacks).toEqual([]);
    expect(states(bench)).toEqual(['scheduled', 'cancelled']);
    expect(bench.findings).toEqual([]);
  });

  it('changes nothing once the toast is shown', async () => {
    const { bench, page, toast } = await invited();
    page.run(cancel);
    expect(bench.findings).toEqual(['cancelOfNothing']);
    expect(await toast.accept()).toMatchObject({ result: 'success' });
  });

  it('takes one back once', async () => {
    const { bench, page } = await ordered();
    page.run(`${cancel}; ${cancel}`);
    expect(bench.findings).toEqual(['cancelOfNothing']);
  });

  it('given the Id alone takes nothing back', async () => {
    const { bench, page } = await ordered();
    page.run('MobilePlansInlineOperations.notifyOperationCancel(later.Id)');
    await bench.clock.advance(minutes(60));
    expect(bench.host.toasts).toHaveLength(1);
    expect(bench.findings).toEqual(['cancelWithId']);
  });

  it('is understood from a later entry into the portal', async () => {
    const { bench, page } = await ordered();
    const { Id } = page.run('later') as { readonly Id: string };
    const next = await bench.portal();
    next.page.run(`MobilePlansInlineOperations.notifyOperationCancel({ Id: '${Id}' })`);
    expect(bench.host.awaited).toEqual([]);
    expect(bench.findings).toEqual([]);
  });
});

describe('notifyCancelledPurchase', () => {
  const cancel = `var gone = MobilePlans.createPurchaseMetaData();
    gone.moDirectStatus = MobilePlansMoDirectStatus.cancelled;
    gone.planName = '';
    MobilePlans.notifyCancelledPurchase(gone)`;
  const oldest = `DataMart.notifyPurchaseResult(JSON.stringify({ ver: '1', success: false, transactionId: '',
    activationCode: '', iccid: '', purchaseResult: JSON.stringify({ moDirectStatus: 'None', planName: '' }) }))`;

  it.each([
    ['MobilePlans.notifyCancelledPurchase', cancel],
    ['DataMart.notifyPurchaseResult', oldest],
  ])('(%s) takes back what was bought for later in the same launch', async (_name, script) => {
    const { bench, launch, page } = await ordered();
    page.run(script);
    expect(await launch.ended).toMatchObject({ why: 'cancelled' });
    expect(bench.host.awaited).toEqual([]);
    await bench.clock.advance(minutes(120));
    expect(bench.host.toasts).toEqual([]);
    expect(states(bench)).toEqual(['scheduled', 'cancelled']);
  });

  it('leaves what was bought in an earlier launch', async () => {
    const { bench } = await ordered();
    const { page } = await bench.portal();
    page.run(cancel);
    await bench.clock.advance(minutes(60));
    expect(bench.host.toasts).toMatchObject([{ kind: 'downloadReady', state: 'shown' }]);
  });

  it('leaves what the person has been invited to, and finds no fault', async () => {
    const { bench, page, toast } = await invited();
    page.run(cancel);
    expect(await toast.accept()).toMatchObject({ result: 'success' });
    expect(bench.findings).toEqual([]);
  });
});

describe('a toast that nobody answers', () => {
  it('leaves the screen after seven seconds, and can be answered all the same', async () => {
    const { bench, toast } = await invited();
    expect([toast.onScreen, toast.state]).toEqual([true, 'shown']);
    await bench.clock.advance(seconds(7));
    expect([toast.onScreen, toast.state]).toEqual([false, 'shown']);
    expect(await toast.accept()).toMatchObject({ result: 'success' });
  });

  it('expires after three days, which is as if it had been ignored', async () => {
    const { bench, page, toast } = await invited();
    await bench.clock.advance(milliseconds(days(3) - 1));
    expect(toast.state).toBe('shown');
    await bench.clock.advance(milliseconds(1));
    expect([toast.onScreen, toast.state]).toEqual([false, 'expired']);
    expect(await page.callback('activated')).toEqual({ activationResult: 'operationAborted', iccid: '' });
    expect(states(bench)).toEqual(['scheduled', 'ended']);
    await expect(toast.accept()).rejects.toThrow(
      new ToastAnswered('toast 1 of 2026-11-23T10:00:00.000Z has expired'),
    );
    expect(bench.faults).toEqual([]);
  });

  it.each(['accepted', 'ignored'] as const)('does not expire once it is %s', async (how) => {
    const { bench, toast } = await invited();
    if (how === 'accepted') await toast.accept();
    else toast.ignore();
    await bench.clock.advance(days(4));
    expect(toast.state).toBe(how);
  });

  it('does not expire any more where its app is closed', async () => {
    const { bench, toast } = await invited();
    await bench.host.close();
    await bench.clock.advance(days(4));
    expect(toast.state).toBe('shown');
  });
});

describe('an app that is closed', () => {
  it('shows no toast any more', async () => {
    const { bench } = await ordered();
    await bench.host.close();
    await bench.clock.advance(minutes(120));
    expect(bench.host.toasts).toEqual([]);
    expect(bench.faults).toEqual([]);
  });
});

describe('a listener of toasts', () => {
  it('that throws does not keep the next one from hearing, and is a fault', async () => {
    const { bench } = await ordered(1);
    const heard: string[] = [];
    bench.host.onToast(() => {
      throw new RangeError('ours');
    });
    const end = bench.host.onToast(({ kind }) => heard.push(kind));
    await bench.clock.advance(minutes(1));
    end();
    expect(heard).toEqual(['downloadReady']);
    expect(bench.faults).toMatchObject([{ event: { where: 'mobile-plans: a listener of toasts' } }]);
  });
});

it('toasts and what the person answers stand in the trace and on the lane of the host', async () => {
  const { bench, toast } = await invited();
  await toast.accept();
  await bench.clock.advance(seconds(1));
  expect(bench.records.filter(({ name }) => name === 'host.toast').map(({ event }) => event)).toMatchObject([
    { device: 'device-1', id: '1', kind: 'downloadReady', state: 'shown' },
    { device: 'device-1', id: '1', kind: 'downloadReady', state: 'accepted' },
  ]);
  const wires = bench.records.flatMap(({ name, event }) =>
    name === 'wire' && 'direction' in event && event.direction.startsWith('toast') ? [event.direction] : [],
  );
  expect(wires).toEqual(['toast shown', 'toast accepted']);
});
