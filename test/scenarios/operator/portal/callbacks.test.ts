import { describe, expect, it } from 'vitest';
import { PortalBench } from './bench.ts';

const iccid = '8900101000000000001';
const success = { kind: 'activation', result: 'success', iccid };
const registration = (result: string): object => ({ kind: 'registration', result, iccid });

describe('portal: what the page reports of the device', () => {
  it('success and then home is a connected purchase, and the operator sees every callback', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.buy();
    for (const report of [{ kind: 'handedOver' }, success, registration('searching'), registration('home')])
      expect((await bench.report(purchase, report)).status).toBe(200);
    expect(bench.moves).toBe('opened > signedIn > ordered > downloading > installed > connected');
    const id = bench.portal.purchases()[0]?.id;
    const callbacks = bench.records
      .filter(({ name }) => name === 'portal.callback')
      .map(({ event }) => event);
    expect(callbacks).toEqual([
      { purchase: id, kind: 'activation', result: 'success', iccid },
      { purchase: id, kind: 'registration', result: 'searching', iccid },
      { purchase: id, kind: 'registration', result: 'home', iccid },
    ]);
  });

  it.each(['home', 'roaming', 'partner'])('%s is connected', async (result) => {
    await using bench = await PortalBench.open();
    const purchase = await bench.buy();
    await bench.report(purchase, success);
    await bench.report(purchase, registration(result));
    expect(bench.portal.purchases()).toMatchObject([{ state: 'connected', registration: result }]);
  });

  it.each(['none', 'deregistered', 'searching', 'denied', 'somethingNew'])(
    '%s is not connected',
    async (result) => {
      await using bench = await PortalBench.open();
      const purchase = await bench.buy();
      await bench.report(purchase, success);
      await bench.report(purchase, registration(result));
      expect(bench.portal.purchases()).toMatchObject([{ state: 'installed', registration: result }]);
    },
  );

  it('a connection that is lost is no longer one', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.buy();
    for (const report of [success, registration('home'), registration('searching')])
      await bench.report(purchase, report);
    expect(bench.portal.purchases()).toMatchObject([{ state: 'installed', registration: 'searching' }]);
  });

  it('a result that is an error is a failed purchase, said with its name and a sentence', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.buy();
    await bench.report(purchase, { kind: 'activation', result: 'insufficientSpaceOnCard', iccid: '' });
    expect(bench.portal.purchases()).toMatchObject([{ state: 'failed', result: 'insufficientSpaceOnCard' }]);
    const { text } = await bench.get(`${purchase}/connect`);
    expect(text).toContain('There is no room left for another eSIM.');
    expect(text).toContain('insufficientSpaceOnCard');
  });

  it('a success after a failure counts', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.buy();
    await bench.report(purchase, { kind: 'activation', result: 'cardBusy' });
    await bench.report(purchase, success);
    expect(bench.portal.purchases()).toMatchObject([{ state: 'installed' }]);
  });

  it('callbacks of another profile are seen and change nothing', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.buy();
    await bench.report(purchase, { ...success, iccid: '8900101000000000009' });
    expect(bench.portal.purchases()).toMatchObject([{ state: 'ordered' }]);
    expect(bench.records.at(-1)).toMatchObject({
      name: 'portal.callback',
      event: { iccid: '8900101000000000009' },
    });
  });

  it('a registration before the installation does not connect', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.buy();
    await bench.report(purchase, registration('home'));
    expect(bench.portal.purchases()).toMatchObject([{ state: 'ordered' }]);
  });

  it('nothing is reported before something is bought', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.launch();
    expect((await bench.report(purchase, success)).status).toBe(200);
    expect(bench.moves).toBe('opened');
  });

  it('is answered with the state and what the SM-DP+ told the operator', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.buy();
    bench.desk.records.set(iccid, {
      state: 'Downloaded',
      progress: [
        { point: 'eligibilityAndRetryLimit', status: 'success' },
        { point: 'bppDownload', status: 'success' },
        { point: 'bppInstallation', status: 'Failed' },
        { point: 'point 100', status: 'success' },
      ],
    });
    const { text } = await bench.report(purchase, { kind: 'handedOver' });
    expect(JSON.parse(text)).toEqual({
      state: 'downloading',
      shown: 'downloading',
      progress: ['device checked', 'profile downloaded', 'installation failed', 'point 100'],
    });
  });

  it('a callback that was lost is made up for by what the desk knows', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.buy();
    bench.desk.records.set(iccid, { state: 'Installed', progress: [] });
    expect(JSON.parse((await bench.get(`${purchase}/status`)).text)).toMatchObject({ state: 'installed' });
  });

  it.each([
    ['', 'expected'],
    ['null', 'expected'],
    ['[]', 'expected'],
    ['{"kind":"activation"}', 'expected'],
    ['{"kind":"activation","result":"<b>"}', 'expected'],
    ['{"kind":"activation","result":7}', 'expected'],
    ['{"kind":"other","result":"success"}', 'expected'],
    [`{"kind":"activation","result":"${'x'.repeat(65)}"}`, 'expected'],
    [`{"kind":"activation","result":"success","iccid":"${'1'.repeat(65)}"}`, 'expected'],
  ])('%s is no report', async (body, error) => {
    await using bench = await PortalBench.open();
    const purchase = await bench.buy();
    const call = { headers: { 'Content-Type': 'application/json' }, body: new TextEncoder().encode(body) };
    const answer = await bench.send('POST', `${purchase}/report`, call);
    expect([answer.status, answer.headers['content-type']]).toEqual([400, 'application/json; charset=utf-8']);
    expect(answer.text).toContain(error);
    expect(bench.moves).toBe('opened > signedIn > ordered');
  });
});
