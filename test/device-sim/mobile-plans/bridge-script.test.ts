import { describe, expect, it } from 'vitest';

import { deliveryExpression } from '#device-sim/mobile-plans/index';

import { seconds } from '#shared/runtime/span';

import { Bench, goodCode } from './bench.ts';

/** Arguments that would break a careless bridge. */
const hostile = [
  'undefined',
  'null',
  'NaN',
  '1n',
  'Symbol("x")',
  '() => {}',
  '(() => { const it = {}; it.it = it; return it; })()',
  '({ get planName() { throw new Error("no"); } })',
  '({ toJSON() { throw new Error("no"); }, toString() { throw new Error("no"); } })',
  'new Proxy({}, { ownKeys() { throw new Error("no"); }, get() { throw new Error("no"); } })',
  '(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; })()',
  '(() => { const { proxy, revoke } = Proxy.revocable([], {}); revoke(); return proxy; })()',
  '"x".repeat(50_000_000)',
  'new String("x".repeat(1_000_000))',
  'new Uint8Array(50_000_000)',
  'Array(1_000_000_000)',
  'Array.from({ length: 100_000 }, (_, index) => index)',
  'Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => ["m" + index, index]))',
  '(() => { let it = {}; for (let n = 0; n < 5_000; n += 1) it = { it }; return it; })()',
  'Object.create(null)',
  'JSON.parse(\'{"__proto__":{"planName":"x"},"constructor":1}\')',
  'window',
  'new Date(NaN)',
  '"\\ud800\\u2028\\0"',
];

const calls = [
  (it: string): string =>
    `MobilePlansInlineOperations.notifyProfileDownload(${it}, ${it}, ${it}, ${it}, ${it})`,
  (it: string): string => `MobilePlansInlineOperations.notifyProfileDownload(bought(), ${it})`,
  (it: string): string => `MobilePlansInlineOperations.notifyProfileDownload(bought(), '${goodCode}', ${it})`,
  (it: string): string =>
    `{ const purchase = bought(); purchase.planName = ${it}; MobilePlansInlineOperations.notifyProfileDownload(purchase, '${goodCode}') }`,
  (it: string): string => `MobilePlansInlineOperations.notifyOperationCancel(${it})`,
  (it: string): string => `MobilePlans.notifyPurchaseWithProfileDownload(${it}, ${it}, ${it})`,
  (it: string): string => `MobilePlans.notifyBalanceAddition(${it}, ${it})`,
  (it: string): string => `MobilePlans.createPurchaseMetaData(${it})`,
  (it: string): string => `DataMart.notifyPurchaseResult(${it})`,
  (it: string): string => `(MobilePlansInlineOperations.registrationChangedScript = ${it})`,
  (it: string): string => `(MobilePlansInlineOperations[String(typeof (${it}))] = ${it})`,
  (it: string): string => `(MobilePlans = ${it})`,
  (it: string): string => `MobilePlans.notifyCancelledPurchase(${it})`,
];

describe('the bridge script', () => {
  it.each(hostile)('never throws, and each call has an outcome, given %s', async (it) => {
    const bench = new Bench();
    const { page } = await bench.portal();
    for (const call of calls) {
      const before = bench.records.length;
      expect(() => page.run(call(it))).not.toThrow();
      await bench.clock.settled();
      if (!call(it).startsWith('MobilePlans.create')) expect(bench.records.length).toBeGreaterThan(before);
    }
    expect(bench.findings).not.toContain('messageMalformed');
    expect(bench.faults).toEqual([]);
  });

  it('leaves a foreign document no way to be called back', async () => {
    const bench = new Bench();
    const { page } = await bench.portal();
    page.run(`buy('${goodCode}')`);
    page.navigate('https://foreign.test/');
    const listens = `var told = []; try { __mobilePlansDeliver = (...all) => told.push(all); } catch {}
      try { Object.defineProperty(window, '__mobilePlansDeliver', { value: (...all) => told.push(all) }); } catch {}`;
    page.run(listens);
    await bench.clock.settled();
    await bench.clock.advance(seconds(10));
    expect(page.run('told.length')).toBe(0);
    expect(bench.findings).toContain('callbackLost');
  });

  it('answers each call at once with a context of its own', async () => {
    const { page } = await new Bench().portal();
    const contexts = page.run(`JSON.stringify([
      MobilePlansInlineOperations.notifyProfileDownload(), MobilePlansInlineOperations.notifyBalanceAddition(),
      MobilePlansInlineOperations.notifyOperationCancel(), MobilePlansInlineProfile.notifyInlineProfileDownload(),
    ])`) as string;
    const ids = (JSON.parse(contexts) as { readonly Id: string }[]).map(({ Id }) => Id);
    expect(new Set(ids).size).toBe(4);
    expect(ids.every((id) => /^[0-9a-f]{16}-[0-9a-z]+-[1-4]$/.test(id))).toBe(true);
  });

  it('gives the same Ids under the same seed', async () => {
    const ids = await Promise.all(
      [new Bench(), new Bench()].map(async (bench) => (await bench.portal()).page.run(`buy('x').Id`)),
    );
    expect(ids[0]).toBe(ids[1]);
  });

  it('lets the last of two spellings of a member win, and shows both', async () => {
    const bench = new Bench();
    const { page } = await bench.portal();
    page.run(`var it = MobilePlans.createPurchaseMetaData(); it.line = 'New'; it.lineType = 'Bailed';`);
    expect(page.run('[it.line, it.lineType].join()')).toBe('Bailed,Bailed');
    expect(page.run('Object.keys(it).join()')).toBe(
      'userAccount,purchaseInstrument,line,moDirectStatus,planName',
    );
    page.run(`it.modirectStatus = 'Cancelled'; it.moDirectStatus = 'ClientError';`);
    expect(page.run('it.modirectStatus')).toBe('ClientError');
  });

  it('keeps what the portal set as the names of its callbacks, on whichever object', async () => {
    const { page } = await new Bench().portal();
    expect(page.run('MobilePlansInlineOperations.registrationChangedScript')).toBe('registered');
    expect(page.run('MobilePlansInlineProfile.registrationChangedScript')).toBe('registered');
    page.run(`MobilePlansInlineProfileDownload.registrationChangedScript = 'other'`);
    expect(page.run('MobilePlansInlineOperations.registrationChangedScript')).toBe('other');
  });

  it('is without effect the second time in one document', async () => {
    const bench = new Bench();
    const launch = await bench.host.launch();
    const { script } = launch.attach({ deliver: () => Promise.resolve('delivered') });
    const { page } = await bench.portal();
    page.run(`var before = MobilePlans`);
    page.run(script);
    expect(page.run('before === MobilePlans')).toBe(true);
    expect(bench.findings).toEqual([]);
  });

  it('may stand in a script element as it is', async () => {
    const launch = await new Bench().host.launch();
    const { script } = launch.attach({ deliver: () => Promise.resolve('delivered') });
    expect(script).not.toMatch(/<\/script|<!--|[\u2028\u2029]/i);
    expect(deliveryExpression('</script>', '<!--\u2028')).not.toMatch(/<|[\u2028\u2029]/);
  });

  it('survives a page without a transport, or with one that breaks', async () => {
    const bench = new Bench();
    const { page } = await bench.portal();
    page.run('__mobilePlansSend = () => { throw new Error("gone"); }');
    expect(page.run(`typeof buy('${goodCode}').Id`)).toBe('string');
    page.run('__mobilePlansSend = () => Promise.reject(new Error("gone"))');
    expect(page.run(`typeof buy('${goodCode}').Id`)).toBe('string');
    page.run('delete globalThis.__mobilePlansSend');
    expect(page.run(`typeof buy('${goodCode}').Id`)).toBe('string');
    expect(bench.device.codes).toEqual([]);
  });

  it('leaves no trace on texts after a callback, whatever the callback does', async () => {
    const bench = new Bench();
    const { page } = await bench.portal();
    page.run('activated = (json) => { throw json.iccid; }');
    page.run(`buy('${goodCode}')`);
    await page.callback('activated');
    expect(page.run(`'iccid' in String.prototype || 'activationResult' in String.prototype`)).toBe(false);
    page.run('Object.freeze(String.prototype); activated = () => {};');
    page.run(`buy('${goodCode}')`);
    expect(await page.callback('activated')).toMatchObject({ activationResult: 'success' });
  });
});

describe('where the bridge is not', () => {
  const looksFor = 'typeof MobilePlans + typeof MobilePlansInlineOperations + typeof MobilePlansUserAccount';

  it('a frame that looks for it finds nothing, and is named', async () => {
    const bench = new Bench();
    const { page } = await bench.portal();
    expect(page.runInFrame('https://portal.operator.test/frame', looksFor)).toBe('undefined'.repeat(3));
    expect(bench.host.findings).toMatchObject(
      [
        { name: 'callFromFrame', what: /portal\.operator\.test, MobilePlans$/ },
        { name: 'callFromFrame', what: /portal\.operator\.test, MobilePlansInlineOperations$/ },
      ].map(({ name, what }) => ({ name, what: expect.stringMatching(what) as string })),
    );
  });

  it.each(['https://pay.example.com/', 'https://portal.operator.test:444/', 'http://portal.operator.test/'])(
    'the top document %s that looks for it finds nothing, and is named',
    async (url) => {
      const bench = new Bench();
      const { page } = await bench.portal();
      page.navigate(url);
      expect(page.run('typeof MobilePlans')).toBe('undefined');
      expect(page.run('MobilePlans === undefined && window.MobilePlans === undefined')).toBe(true);
      expect(bench.findings).toEqual(['callFromForeignHost']);
    },
  );

  it('a document may have objects of these names itself', async () => {
    const bench = new Bench();
    const { page } = await bench.portal();
    page.navigate('https://pay.example.com/');
    page.run('MobilePlans = { mine: 1 }');
    expect(page.run('MobilePlans.mine')).toBe(1);
    expect(bench.findings).toEqual([]);
  });

  it('a document that does not look for it is not named', async () => {
    const bench = new Bench();
    const { page } = await bench.portal();
    page.navigate('https://pay.example.com/');
    expect(page.run('Object.keys(window).filter((name) => /MobilePlans[^S]/.test(name)).length')).toBe(0);
    expect(bench.findings).toEqual([]);
  });

  it('a second notification host has it', async () => {
    const bench = new Bench({ notificationHosts: ['portal.operator.test', 'Shop.Operator.test:443'] });
    const { page } = await bench.portal();
    page.navigate('https://shop.operator.test/checkout');
    expect(page.run('typeof MobilePlans')).toBe('object');
    page.run(`MobilePlansInlineOperations.notifyOperationCancel({})`);
    expect(bench.findings).toEqual(['cancelOfNothing']);
  });

  it('a portal on loopback over http has it', async () => {
    const bench = new Bench({ portalUrl: 'http://localhost:5173/' });
    const { page } = await bench.portal();
    expect(page.run('typeof MobilePlans')).toBe('object');
  });
});
