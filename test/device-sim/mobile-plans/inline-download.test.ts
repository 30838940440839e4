import { describe, expect, it } from 'vitest';

import { seconds } from '#shared/runtime/span';

import { Bench, failure, goodCode, newIccid } from './bench.ts';

const otherIccid = '8901091000000000009';

describe('a profile bought in a portal', () => {
  it('is downloaded; the portal hears of the activation first and of each registration state after it', async () => {
    const bench = new Bench();
    const { page } = await bench.portal();
    const { scripted } = bench.device;
    bench.device.outcome = async () => {
      scripted.becomes('deregistered', otherIccid);
      scripted.becomes('searching');
      scripted.becomes('searching');
      await bench.clock.sleep(seconds(2));
      return { iccid: `${newIccid}F` };
    };
    const context = page.run(`buy('${goodCode}')`);
    expect(context).toMatchObject({ Id: expect.stringMatching(/^[0-9a-f]{16}-[0-9a-z]+-1$/) as string });
    expect(await page.callback('activated')).toEqual({ activationResult: 'success', iccid: newIccid });
    scripted.becomes('home');
    expect(await page.callback('registered')).toEqual({
      networkRegistrationState: 'searching',
      iccid: newIccid,
    });
    expect(await page.callback('registered')).toEqual({ networkRegistrationState: 'home', iccid: newIccid });
    expect(page.callbacks.map(({ name, outcome }) => [name, outcome])).toEqual([
      ['activated', 'delivered'],
      ['registered', 'delivered'],
      ['registered', 'delivered'],
    ]);
    expect(bench.device.codes).toEqual([goodCode]);
    expect(bench.findings).toEqual([]);
    expect(bench.faults).toEqual([]);
  });

  it('gives the callbacks one argument, a JSON text', async () => {
    const bench = new Bench();
    const { page } = await bench.portal();
    page.run('activated = (...values) => { heard.push(...values); }');
    page.run(`buy('${goodCode}')`);
    await page.callback('activated');
    expect(page.run('JSON.stringify(heard)')).toBe(
      JSON.stringify([`{"activationResult":"success","iccid":"${newIccid}"}`]),
    );
  });

  it('that cannot be downloaded is told with the name of the failure, and no registration follows', async () => {
    const bench = new Bench();
    const { page } = await bench.portal();
    bench.device.outcome = () => Promise.reject(failure('InvalidMatchingId'));
    page.run(`buy('${goodCode}')`);
    expect(await page.callback('activated')).toEqual({ activationResult: 'invalidMatchingId', iccid: '' });
    bench.device.scripted.becomes('home');
    await bench.clock.settled();
    expect(page.callbacks).toHaveLength(1);
    expect(bench.device.scripted.listeners).toBe(0);
    expect(bench.findings).toEqual([]);
  });

  it('is told with the ICCID that was on offer when the failure came after it', async () => {
    const bench = new Bench();
    const { page } = await bench.portal();
    bench.device.outcome = (_code, listener) => {
      listener?.offered(`${newIccid}F`);
      return Promise.reject(failure('InsufficientSpaceOnCard'));
    };
    page.run(`buy('${goodCode}')`);
    expect(await page.callback('activated')).toEqual({
      activationResult: 'insufficientSpaceOnCard',
      iccid: newIccid,
    });
  });

  it('is refused with cardBusy while another download goes on, which goes on', async () => {
    const bench = new Bench();
    const { page } = await bench.portal();
    page.run(`buy('${goodCode}'); buy('${goodCode}')`);
    expect(await page.callback('activated')).toEqual({ activationResult: 'cardBusy', iccid: '' });
    expect(await page.callback('activated')).toEqual({ activationResult: 'success', iccid: newIccid });
    expect(bench.device.codes).toHaveLength(1);
    expect(bench.findings).toEqual(['notifiedTwice']);
  });

  it('may be asked for again from within the callback that tells of a failure', async () => {
    const bench = new Bench();
    const { page } = await bench.portal();
    const { outcome } = bench.device;
    bench.device.outcome = () => Promise.reject(failure('ServerNotReachable', 'network', 'connect'));
    page.run(`activated = (json) => { if (JSON.parse(json).activationResult !== 'success') again(); };`);
    page.run(`again = () => buy('${goodCode}')`);
    page.run('again()');
    await page.callback('activated').then(() => (bench.device.outcome = outcome));
    await expect.poll(() => bench.device.codes.length).toBeGreaterThan(1);
    await bench.clock.settled();
    expect(bench.findings).toEqual([]);
  });

  it('is refused with modemNotFound by a device without a modem', async () => {
    const bench = new Bench();
    bench.device.modem = undefined;
    const { page } = await bench.portal();
    page.run(`buy('${goodCode}')`);
    expect(await page.callback('activated')).toEqual({ activationResult: 'modemNotFound', iccid: '' });
    expect(bench.device.codes).toEqual([]);
  });

  it('that ends in a fault of ours is told as unknownError, and the fault is heard', async () => {
    const bench = new Bench();
    const { page } = await bench.portal();
    bench.device.outcome = () => Promise.reject(new RangeError('ours'));
    page.run(`buy('${goodCode}')`);
    expect(await page.callback('activated')).toEqual({ activationResult: 'unknownError', iccid: '' });
    expect(bench.faults).toMatchObject([{ event: { where: 'mobile-plans download' } }]);
  });

  it('is told over the legacy names as well, which are found fault with', async () => {
    const bench = new Bench();
    const { page } = await bench.portal();
    page.run("MobilePlansInlineProfileDownload.profileActivationCompleteScript = 'activated'");
    page.run(`MobilePlansInlineProfile.notifyInlineProfileDownload(bought(), '${goodCode}')`);
    expect(await page.callback('activated')).toEqual({ activationResult: 'success', iccid: newIccid });
    expect(bench.findings).toEqual(['legacyName', 'legacyName']);
  });

  it('puts calls, callbacks and the operation into the trace', async () => {
    const bench = new Bench();
    const { page } = await bench.portal();
    const { Id } = page.run(`buy('${goodCode}')`) as { readonly Id: string };
    await page.callback('activated');
    await bench.clock.settled();
    const events = bench.records.filter(({ name }) => name.startsWith('host.'));
    expect(events.map(({ name }) => name)).toEqual([
      'host.launch',
      'host.call',
      'host.operation',
      'host.operation',
      'host.callback',
    ]);
    expect(events).toMatchObject([
      {},
      { event: { name: 'notifyProfileDownload', id: Id } },
      { event: { id: Id, state: 'begun' } },
      { event: { id: Id, state: 'ended', result: 'success', status: 'Success', iccid: newIccid } },
      { event: { name: 'profileActivationComplete', outcome: 'delivered' } },
    ]);
    const wires = bench.records.flatMap(({ name, event }) =>
      name === 'wire' && 'lane' in event ? [`${event.lane} ${event.direction}`] : [],
    );
    expect(wires).toEqual([
      'device-1/host set profileActivationCompleteScript',
      'device-1/host set registrationChangedScript',
      'device-1/host call notifyProfileDownload',
      'device-1/host callback profileActivationComplete',
    ]);
  });
});
