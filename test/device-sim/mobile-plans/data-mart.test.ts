import { describe, expect, it } from 'vitest';

import { minutes } from '#shared/runtime/span';

import { Bench, goodCode, newIccid } from './bench.ts';

interface Result {
  readonly success?: unknown;
  readonly transactionId?: string;
  readonly activationCode?: string;
  readonly iccid?: string;
  readonly purchaseResult?: unknown;
}

const purchase = { moDirectStatus: 'Complete', planName: '2 GB' };

async function portal(): Promise<
  Awaited<ReturnType<Bench['portal']>> & { bench: Bench; call: (result: Result) => void }
> {
  const bench = new Bench();
  bench.device.installed = [{ iccid: newIccid }];
  const shown = await bench.portal();
  const call = (result: Result): void => {
    const whole = {
      ver: '1',
      success: true,
      transactionId: shown.launch.transactionId,
      purchaseResult: JSON.stringify(purchase),
      activationCode: '',
      iccid: '',
      ...result,
    };
    shown.page.run(`DataMart.notifyPurchaseResult(${JSON.stringify(JSON.stringify(whole))})`);
  };
  return { bench, call, ...shown };
}

describe('DataMart.notifyPurchaseResult', () => {
  it('with an activation code gives control back, and the profile is downloaded', async () => {
    const { bench, call, launch } = await portal();
    bench.device.scripted.becomes('searching');
    call({ activationCode: goodCode });
    expect(await launch.ended).toEqual({ why: 'purchased', purchase });
    await bench.clock.advance(minutes(1));
    expect(bench.device.codes).toEqual([goodCode]);
    bench.device.scripted.becomes('home');
    expect(bench.host.toasts).toMatchObject([{ kind: 'connected', text: '"2 GB" is connected' }]);
    expect(bench.findings).toEqual(['legacyName']);
  });

  it('with an ICCID and no code enables that profile', async () => {
    const { bench, call, launch } = await portal();
    call({ iccid: newIccid });
    expect(await launch.ended).toMatchObject({ why: 'purchased' });
    await bench.clock.settled();
    expect(bench.device.enabled).toEqual([newIccid]);
  });

  it('without success gives control back: the user has abandoned the purchase', async () => {
    const { bench, call, launch } = await portal();
    call({ success: false, purchaseResult: JSON.stringify({ moDirectStatus: 'None', planName: '' }) });
    expect(await launch.ended).toMatchObject({ why: 'cancelled', purchase: { moDirectStatus: 'None' } });
    expect(bench.findings).toEqual(['legacyName']);
  });

  it('takes an object in place of the JSON text within the JSON text', async () => {
    const { call, launch } = await portal();
    call({ activationCode: goodCode, purchaseResult: purchase });
    expect(await launch.ended).toEqual({ why: 'purchased', purchase });
  });

  it('without the transaction id of the launch is found fault with', async () => {
    const { bench, call } = await portal();
    call({ activationCode: goodCode, transactionId: 'mine' });
    expect(bench.findings).toEqual(['legacyName', 'transactionIdNotEchoed']);
  });

  it.each([
    ["'{not JSON'", 'purchaseResultUnreadable'],
    ['\'{"ver":"1"}\'', 'purchaseResultUnreadable'],
    ['undefined', 'purchaseResultUnreadable'],
    ['4711', 'purchaseResultUnreadable'],
    ['\'{"success":true,"purchaseResult":"{"}\'', 'metadataUnreadable'],
  ])('given %s is told invalidJson, and the portal stays', async (argument, finding) => {
    const { bench, page } = await portal();
    page.run(`DataMart.notifyPurchaseResult(${argument})`);
    expect(await page.callback('activated')).toEqual({ activationResult: 'invalidJson', iccid: '' });
    expect(bench.findings).toEqual(['legacyName', finding]);
  });

  it('with neither code nor ICCID, or with a code that cannot be read, is told invalidActivationCode', async () => {
    const { call, page } = await portal();
    call({});
    expect(await page.callback('activated')).toMatchObject({ activationResult: 'invalidActivationCode' });
    call({ activationCode: 'nonsense' });
    expect(await page.callback('activated')).toMatchObject({ activationResult: 'invalidActivationCode' });
  });

  it('is refused with cardBusy while a download goes on, and with modemNotFound without a modem', async () => {
    const { bench, call, page } = await portal();
    page.run(`buy('${goodCode}')`);
    call({ activationCode: goodCode });
    expect(await page.callback('activated')).toMatchObject({ activationResult: 'cardBusy' });
    await page.callback('activated');
    bench.device.modem = undefined;
    call({ activationCode: goodCode });
    expect(await page.callback('activated')).toMatchObject({ activationResult: 'modemNotFound' });
  });
});
