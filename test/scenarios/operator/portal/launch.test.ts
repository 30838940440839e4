import { describe, expect, it } from 'vitest';
import { eid, imei, launchQuery, PortalBench } from './bench.ts';

const failedBefore = {
  'X-MP-LPAError-Codes': 'ServerFailure,ServerNotReachable',
  'X-MP-LPAError-TimeStamps': '5/18/2018 11:17:23 PM,5/18/2018 11:19:01 PM',
  'X-MP-LPAError-ICCIDs': '8900101000000000001F',
};

describe('portal: a launch', () => {
  it('begins a purchase with a session of its own and leads to the sign-in, without parameters in the address', async () => {
    await using bench = await PortalBench.open();
    const answer = await bench.get(`/?${launchQuery}&flavour=new`);
    expect(answer.status).toBe(303);
    expect(answer.headers['location']).toMatch(/^\/purchase\/[0-9a-f]{24}\/sign-in$/);
    expect(answer.headers['set-cookie']).toMatch(
      /^__Secure-portal=[0-9a-f]{32}; Path=\/purchase\/[0-9a-f]{24}; Secure; HttpOnly; SameSite=Lax$/,
    );
    expect(bench.portal.purchases()).toMatchObject([
      { state: 'opened', plan: 'travel-5gb', launch: { eid, imei, transactionId: 'tx-1' } },
    ]);
    expect(bench.records).toMatchObject([
      { name: 'portal.purchase', event: { from: 'none', to: 'opened' } },
      { name: 'portal.launch', event: { transactionId: 'tx-1', resumed: false, lastErrors: [] } },
    ]);
  });

  it('takes the profiles of the eSIM along and gives their filler up', async () => {
    await using bench = await PortalBench.open();
    await bench.launch(`${launchQuery}&iccids=8900101000000000001F,8900101000000000002`);
    expect(bench.portal.purchases()[0]?.launch.iccids).toEqual([
      '8900101000000000001',
      '8900101000000000002',
    ]);
  });

  it('shows a page to somebody who just opens the address', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.launch('');
    expect((await bench.get(`${purchase}/sign-in`)).text).toContain('This is not a Mobile Plans window.');
  });

  it('of a device with a physical SIM alone says that the plan is an eSIM, and begins nothing', async () => {
    await using bench = await PortalBench.open();
    const answer = await bench.get(`/?iccid=8900101000000000001F&imei=${imei}`);
    expect([answer.status, answer.text]).toEqual([200, expect.stringContaining('You need an eSIM for this')]);
    expect(bench.portal.purchases()).toEqual([]);
  });

  it.each([
    ['eid=1234', 'eid is not an EID of 32 digits'],
    [`eid=${'9'.repeat(33)}`, 'eid is not an EID'],
    [`eid=${eid.slice(1)}A`, 'eid is not an EID'],
    ['imei=abc', 'imei is not an IMEI'],
    [`iccids=1,2`, 'iccids is not an ICCID'],
    ['location=Germany', 'location is not a country of two letters'],
    ['market=1', 'market is not'],
    [`transactionId=${'x'.repeat(65)}`, 'transactionId is not at most 64 characters'],
  ])('%s is refused with a page that names it', async (query, sentence) => {
    await using bench = await PortalBench.open();
    const answer = await bench.get(`/?${query}`);
    expect([answer.status, answer.headers['content-type']]).toEqual([400, 'text/html; charset=utf-8']);
    expect(answer.text).toContain(sentence);
    expect(bench.portal.purchases()).toEqual([]);
  });

  it('check digits that are wrong are nobody’s business here', async () => {
    await using bench = await PortalBench.open();
    expect(await bench.launch(`eid=${'1'.repeat(32)}&imei=${'1'.repeat(15)}`)).not.toBe('');
  });
});

describe('portal: the next launch', () => {
  it('begins anew after a purchase in which nothing was bought, and nobody is signed in', async () => {
    await using bench = await PortalBench.open();
    const first = await bench.launch();
    await bench.post(`${first}/sign-in`, { name: 'Alex', how: 'existing' });
    const second = await bench.launch();
    expect(second).not.toBe(first);
    expect((await bench.get(`${second}/plan`)).headers['location']).toBe(`${second}/sign-in`);
  });

  it('offers the same code again when the window was closed in the middle, and charges nothing', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.buy();
    await bench.report(purchase, { kind: 'handedOver' });
    const answer = await bench.get(`/?${launchQuery}`);
    expect(answer.headers['location']).toBe(`${purchase}/resume`);
    const { text } = await bench.get(`${purchase}/resume`);
    expect(text).toContain('Welcome back');
    expect(text).toContain('nothing is charged again');
    expect((await bench.post(`${purchase}/resume`)).headers['location']).toBe(`${purchase}/connect`);
    const connect = await bench.get(`${purchase}/connect`);
    expect(connect.text).toContain('data-code="1$smdp.operator.test$SOLD-1"');
    expect(connect.text).toContain('data-state="ordered"');
    expect(bench.desk.asked).toEqual(['buy travel-5gb']);
  });

  it('tells how the last download failed, and tries the same code again', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.buy();
    await bench.report(purchase, { kind: 'activation', result: 'serverNotReachable' });
    const answer = await bench.get(`/?${launchQuery}`, failedBefore);
    expect(answer.headers['location']).toBe(`${purchase}/resume`);
    const { text } = await bench.get(`${purchase}/resume`);
    expect(text).toContain('The last download failed.');
    expect(text).toContain('The download server could not be reached.');
    expect(text).toContain('ServerNotReachable, 5/18/2018 11:19:01 PM');
    await bench.post(`${purchase}/resume`);
    expect((await bench.get(`${purchase}/connect`)).text).toContain('$SOLD-1"');
    expect(bench.desk.asked).toEqual(['buy travel-5gb']);
  });

  it('tells of a failed download even when its purchase is forgotten', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.launch(launchQuery, failedBefore);
    expect((await bench.get(`${purchase}/sign-in`)).text).toContain(
      'The download server could not be reached.',
    );
  });

  it('for another eSIM is another purchase', async () => {
    await using bench = await PortalBench.open();
    const first = await bench.buy();
    expect(await bench.launch(launchQuery.replace(eid, '1'.repeat(32)))).not.toBe(first);
  });

  it('begins anew when the desk knows that the profile was installed behind a closed window', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.buy();
    bench.desk.records.set('8900101000000000001', { state: 'Installed', progress: [] });
    expect(await bench.launch()).not.toBe(purchase);
    expect(bench.portal.purchases().map(({ state }) => state)).toEqual(['installed', 'opened']);
  });

  it('takes the purchase over from the window before it', async () => {
    await using bench = await PortalBench.open();
    const purchase = await bench.buy();
    const before = await bench.get(`${purchase}/connect`);
    expect(before.status).toBe(200);
    bench.forgetCookies();
    const answer = await bench.get(`${purchase}/connect`);
    expect([answer.status, answer.text]).toEqual([
      403,
      expect.stringContaining('This window has been left behind'),
    ]);
    expect(answer.text).not.toContain('SOLD-1');
    expect((await bench.report(purchase, { kind: 'activation', result: 'success' })).status).toBe(403);
    await bench.launch();
    expect((await bench.get(`${purchase}/connect`)).status).toBe(200);
  });

  it('purchases beside each other have sessions of their own', async () => {
    await using bench = await PortalBench.open();
    const first = await bench.launch();
    const second = await bench.launch(launchQuery.replace(eid, '1'.repeat(32)));
    expect((await bench.get(`${first}/sign-in`)).status).toBe(200);
    expect((await bench.get(`${second}/sign-in`)).status).toBe(200);
  });

  it('the same launches draw the same purchases and sessions', async () => {
    await using one = await PortalBench.open();
    await using other = await PortalBench.open();
    await other.launch(launchQuery.replace('tx-1', 'tx-2'));
    expect(await one.launch()).toBe(await other.launch());
  });
});
