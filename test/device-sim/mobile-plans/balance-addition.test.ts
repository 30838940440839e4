import { describe, expect, it } from 'vitest';

import { Bench, goodCode, newIccid } from './bench.ts';

const add = (iccid: string): string =>
  `MobilePlansInlineOperations.notifyBalanceAddition(bought(), ${iccid})`;

async function portal(): Promise<Awaited<ReturnType<Bench['portal']>> & { bench: Bench }> {
  const bench = new Bench();
  bench.device.installed = [{ iccid: `${newIccid}F` }];
  return { bench, ...(await bench.portal()) };
}

describe('balance that was added', () => {
  it('without an ICCID is taken note of, and the portal stays', async () => {
    const { bench, page } = await portal();
    const context = page.run(add('undefined'));
    expect(context).toMatchObject({ Id: expect.any(String) as string });
    await bench.clock.settled();
    expect(page.callbacks).toEqual([]);
    expect(bench.device.enabled).toEqual([]);
    expect(bench.records.filter(({ name }) => name === 'host.operation')).toMatchObject([
      { event: { state: 'ended', result: 'success' } },
    ]);
    expect(bench.findings).toEqual([]);
  });

  it('with an ICCID enables that profile, and the portal hears of it and of the registrations', async () => {
    const { bench, page } = await portal();
    page.run(add(`'${newIccid}'`));
    expect(await page.callback('activated')).toEqual({ activationResult: 'success', iccid: newIccid });
    bench.device.scripted.becomes('home');
    expect(await page.callback('registered')).toEqual({ networkRegistrationState: 'home', iccid: newIccid });
    expect(bench.device.enabled).toEqual([newIccid]);
    expect(bench.findings).toEqual([]);
  });

  it('for a profile that is not on the card ends in profileNotPresent', async () => {
    const { bench, page } = await portal();
    page.run(add("'8901091000000000009'"));
    expect(await page.callback('activated')).toEqual({
      activationResult: 'profileNotPresent',
      iccid: '8901091000000000009',
    });
    await bench.clock.settled();
    expect(bench.device.enabled).toEqual([]);
    expect(bench.device.scripted.listeners).toBe(0);
  });

  it('on a SIM of plastic is for the profile that the modem works with', async () => {
    const { bench, page } = await portal();
    bench.device.eid = undefined;
    bench.device.scripted.registration = { state: 'home', iccid: newIccid };
    page.run(add(`'${newIccid}'`));
    expect(await page.callback('activated')).toMatchObject({ activationResult: 'success' });
    expect(bench.device.enabled).toEqual([]);
  });

  it.each([
    ['an ICCID that is none', add("'4711'"), 'invalidIccid'],
    ['no metadata', 'MobilePlansInlineOperations.notifyBalanceAddition()', 'invalidJson'],
  ])('with %s is told %s', async (_what, call, result) => {
    const { page } = await portal();
    page.run(call);
    expect(await page.callback('activated')).toEqual({ activationResult: result, iccid: '' });
  });

  it('is refused with cardBusy while a download goes on, and with modemNotFound without a modem', async () => {
    const { bench, page } = await portal();
    page.run(`buy('${goodCode}'); ${add(`'${newIccid}'`)}`);
    expect(await page.callback('activated')).toMatchObject({ activationResult: 'cardBusy' });
    expect(await page.callback('activated')).toMatchObject({ activationResult: 'success' });
    bench.device.modem = undefined;
    page.run(add(`'${newIccid}'`));
    expect(await page.callback('activated')).toMatchObject({ activationResult: 'modemNotFound' });
  });

  it('ends in unknownError when we are at fault, which is heard', async () => {
    const { bench, page } = await portal();
    bench.device.enabling = () => Promise.reject(new RangeError('ours'));
    page.run(add(`'${newIccid}'`));
    expect(await page.callback('activated')).toMatchObject({ activationResult: 'unknownError' });
    expect(bench.faults).toMatchObject([{ event: { where: 'mobile-plans switch' } }]);
  });

  it('by the legacy function wants an ICCID, and gives control back to the app', async () => {
    const { bench, launch, page } = await portal();
    page.run('MobilePlans.notifyBalanceAddition(bought())');
    expect(await page.callback('activated')).toMatchObject({ activationResult: 'invalidIccid' });
    page.run(`MobilePlans.notifyBalanceAddition(bought(), '${newIccid}')`);
    expect(await launch.ended).toMatchObject({ why: 'purchased' });
    await bench.clock.settled();
    expect(bench.device.enabled).toEqual([newIccid]);
    expect(bench.findings).toEqual(['legacyName', 'iccidMalformed', 'legacyName']);
    expect(bench.device.scripted.listeners).toBe(0);
  });
});
