import { describe, expect, it } from 'vitest';

import { openDirectPage, openMobilePlans, SettingsRefused } from '#device-sim/mobile-plans/index';
import { minutes } from '#shared/runtime/span';

import { Bench, failure, goodCode, newIccid } from './bench.ts';

const parametersOf = (url: string): Record<string, string> => Object.fromEntries(new URL(url).searchParams);

describe('the URL of a launch', () => {
  it('has every parameter of the contract', async () => {
    const bench = new Bench({ market: 'DE', location: 'at', iccidRanges: ['890109'] });
    bench.device.installed = [
      { iccid: `${newIccid}F` },
      { iccid: '8944000000000000001' },
      { iccid: '89010900000000000' },
    ];
    const { url, transactionId } = await bench.host.launch();
    expect(url.split('?')[0]).toBe('https://portal.operator.test/plans');
    expect(parametersOf(url)).toEqual({
      eid: bench.device.eid,
      iccids: `${newIccid},89010900000000000`,
      imei: '490154203237518',
      location: 'AT',
      market: 'DE',
      transactionId,
    });
    expect(transactionId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([
    ['where the device is', 'FR', {}, 'FR'],
    ['where its settings say it is', 'FR', { location: 'AT' }, 'AT'],
    ['the market, where the device does not know', undefined, {}, 'DE'],
  ] as const)('has for a location %s', async (_what, country, settings, location) => {
    const bench = new Bench({ market: 'DE', ...settings });
    bench.device.country = country;
    const { url } = await bench.host.launch();
    expect(parametersOf(url)).toMatchObject({ location, market: 'DE' });
  });

  it('lists the ICCIDs of a range from one number to another', async () => {
    const bench = new Bench({ iccidRanges: ['8901091000000000010-8901091000000000019', '8902'] });
    bench.device.installed = [
      { iccid: newIccid },
      { iccid: '8901091000000000025' },
      { iccid: '8902000000000000003' },
    ];
    const { url } = await bench.host.launch();
    expect(parametersOf(url)['iccids']).toBe(`${newIccid},8902000000000000003`);
  });

  it.each([[undefined], [['8944']], [[]]])(
    'has no iccids where none is in the ranges %j',
    async (iccidRanges) => {
      const bench = new Bench(iccidRanges === undefined ? {} : { iccidRanges });
      bench.device.installed = [{ iccid: newIccid }];
      const { url } = await bench.host.launch();
      expect(Object.keys(parametersOf(url))).toEqual(['eid', 'imei', 'location', 'market', 'transactionId']);
    },
  );

  it('has the ICCID of a physical SIM, and no EID', async () => {
    const bench = new Bench();
    bench.device.eid = undefined;
    bench.device.scripted.registration = { state: 'home', iccid: `${newIccid}F` };
    const { url } = await bench.host.launch();
    expect(parametersOf(url)).toMatchObject({ iccid: newIccid });
    expect(url).not.toContain('eid=');
  });

  it("keeps the portal's own query, letter for letter, and its fragment", async () => {
    const bench = new Bench({
      portalUrl: 'https://portal.operator.test/?a=%20b&c&constructor=1&eid=7#start',
    });
    const { url } = await bench.host.launch();
    expect(url).toMatch(
      /^https:\/\/portal\.operator\.test\/\?a=%20b&c&constructor=1&eid=8904\d{28}&imei=.*#start$/,
    );
  });

  it('has another transactionId each time, and the same ones under the same seed', async () => {
    const [one, two] = [new Bench(), new Bench()];
    const ids = [await one.host.launch(), await one.host.launch(), await two.host.launch()].map(
      ({ transactionId }) => transactionId,
    );
    expect(ids[0]).not.toBe(ids[1]);
    expect(ids[0]).toBe(ids[2]);
  });
});

describe('the headers of a launch', () => {
  it('name the language, and the first one is the locale', async () => {
    const { headers, locale } = await new Bench({ acceptLanguage: 'de-AT,de;q=0.8' }).host.launch();
    expect(headers).toEqual({ 'Accept-Language': 'de-AT,de;q=0.8' });
    expect(locale).toBe('de-AT');
  });

  it('tell of failed downloads once, on the next entry', async () => {
    const bench = new Bench();
    const { page } = await bench.portal();
    bench.device.outcome = (_code, listener) => {
      listener?.offered(`${newIccid}F`);
      return Promise.reject(failure('ServerFailure'));
    };
    page.run(`buy('${goodCode}')`);
    await page.callback('activated');
    await bench.clock.advance(minutes(200));
    bench.device.outcome = () => Promise.reject(failure('ServerNotReachable', 'network', 'connect'));
    page.run(`buy('${goodCode}')`);
    await page.callback('activated');
    expect((await bench.host.launch()).headers).toEqual({
      'Accept-Language': 'en-US',
      'X-MP-LPAError-Codes': 'ServerFailure,ServerNotReachable',
      'X-MP-LPAError-TimeStamps': '11/23/2026 9:00:00 AM,11/23/2026 12:20:00 PM',
      'X-MP-LPAError-ICCIDs': newIccid,
    });
    expect((await bench.host.launch()).headers).toEqual({ 'Accept-Language': 'en-US' });
  });

  it('do not tell of failures before a success, nor of codes that never came to a download', async () => {
    const bench = new Bench();
    const { outcome } = bench.device;
    const { page } = await bench.portal();
    bench.device.outcome = () => Promise.reject(failure('ServerFailure'));
    page.run(`buy('${goodCode}')`);
    await page.callback('activated');
    bench.device.outcome = outcome;
    page.run(`buy('${goodCode}')`);
    await page.callback('activated');
    page.run(`buy('nonsense')`);
    await page.callback('activated');
    expect((await bench.host.launch()).headers).toEqual({ 'Accept-Language': 'en-US' });
  });
});

describe('the URL of a portal', () => {
  it.each([
    ['http://localhost:5173/', ['portalOverHttp', 'portalPort']],
    ['http://127.0.0.1/', ['portalOverHttp']],
    ['http://[::1]:80/', ['portalOverHttp']],
    ['http://app.localhost/', ['portalOverHttp']],
    ['https://localhost:8444/', ['portalPort']],
    ['https://portal.operator.test:443/', []],
  ])('%s is entered, with %j', async (portalUrl, expected) => {
    const bench = new Bench({ portalUrl });
    await bench.host.launch();
    expect(bench.findings).toEqual(expected);
    expect(bench.host.findings.every(({ note }) => note)).toBe(true);
  });

  it.each([
    [{ portalUrl: '' }, 'the portal is not a URL: ""; write https://portal.example.com/'],
    [{ portalUrl: 'portal.example.com' }, /^the portal is not a URL/],
    [{ portalUrl: 'ftp://portal.example.com' }, /^the portal is not on the web/],
    [{ portalUrl: 'javascript:alert(1)' }, /^the portal is not on the web/],
    [{ portalUrl: 'http://portal.example.com' }, /takes http from this machine only/],
    [{ portalUrl: 'http://localhost.example.com' }, /takes http from this machine only/],
    [{ portalUrl: 'https://me:pass@portal.example.com' }, /a user or a password/],
    [{ market: 'Germany' }, 'the market "Germany" is no ISO country of two letters; write US'],
    [{ location: '' }, /^the location/],
    [{ acceptLanguage: 'de\r\nX-Evil: 1' }, /^the Accept-Language cannot be sent/],
    [{ acceptLanguage: '*' }, /^the Accept-Language cannot be sent/],
    [{ notificationHosts: ['portal.example.com/path'] }, /is no host of notifications/],
    [{ notificationHosts: [''] }, /is no host of notifications/],
    [{ iccidRanges: ['89xx'] }, /is no range of ICCIDs/],
    [{ iccidRanges: ['8902-8901'] }, /is no range of ICCIDs/],
  ])('or another setting that cannot be used is refused in one line: %j', (settings, message) => {
    const bench = new Bench();
    const { clock, trace, device } = bench;
    const open = (): unknown =>
      openMobilePlans({
        device,
        clock,
        trace,
        entropy: { seeded: true, at: () => expect.fail(), draw: () => expect.fail() },
        settings: { portalUrl: 'https://portal.operator.test', ...settings },
      });
    expect(open).toThrow(SettingsRefused);
    expect(open).toThrow(message);
    expect(open).not.toThrow(/[\r\n]/);
  });
});

describe('a launch', () => {
  it('ends when the portal tells that the purchase was cancelled, with what it told', async () => {
    const bench = new Bench();
    const { launch, page } = await bench.portal();
    page.run(`{ const purchase = MobilePlans.createPurchaseMetaData();
      purchase.moDirectStatus = MobilePlansMoDirectStatus.cancelled; purchase.lineType = 'new';
      MobilePlans.notifyCancelledPurchase(purchase) }`);
    expect(await launch.ended).toEqual({
      why: 'cancelled',
      purchase: { moDirectStatus: 'Cancelled', line: 'New' },
    });
    page.run(`buy('${goodCode}')`);
    expect(bench.findings).toEqual(['memberSpelling', 'enumerationCase', 'callAfterEnd']);
    expect(bench.device.codes).toEqual([]);
  });

  it('ends when its window is closed, or the next one begins', async () => {
    const bench = new Bench();
    const { launch, page } = await bench.portal();
    page.close();
    expect(await launch.ended).toEqual({ why: 'closed' });
    const second = await bench.host.launch();
    await bench.host.launch();
    expect(await second.ended).toEqual({ why: 'closed' });
    expect(() => openDirectPage(second)).toThrow('the launch has ended; launch again');
  });

  it('ends when the app is closed', async () => {
    const bench = new Bench();
    const { launch } = await bench.portal();
    await bench.host.close();
    expect(await launch.ended).toEqual({ why: 'closed' });
  });

  it('is shown by one page at a time', async () => {
    const { launch } = await new Bench().portal();
    expect(() => openDirectPage(launch)).toThrow('a page shows this launch already');
  });
});
