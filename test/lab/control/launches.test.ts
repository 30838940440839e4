import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';

import type { DirectPage } from '#device-sim/mobile-plans/index';
import { openDirectPage } from '#device-sim/mobile-plans/index';
import type { LaunchAnswer, OpenLaunchRequest } from '#lab/control/index';
import { remoteLaunch } from '#lab/control/index';
import { fromBase64 } from '#shared/bytes/bytes';
import { systemClock } from '#shared/runtime/clock';
import { milliseconds } from '#shared/runtime/span';

import type { Lab } from './support.ts';
import { openLab } from './support.ts';

const launches = '/api/devices/device-1/launches';
const portalUrl = 'https://portal.example.test/plans';
const from = { host: 'portal.operator.test', top: true };

const portalScript = `
  var heard = [];
  var activated = (text) => heard.push(JSON.parse(text)), registered = activated;
  MobilePlansInlineOperations.profileActivationCompleteScript = 'activated';
  MobilePlansInlineOperations.registrationChangedScript = 'registered';
  var buy = (code) => {
    const meta = MobilePlans.createPurchaseMetaData();
    meta.moDirectStatus = MobilePlansMoDirectStatus.complete;
    meta.planName = 'Travel 5 GB';
    return MobilePlansInlineOperations.notifyProfileDownload(meta, code);
  };
`;

let lab: Lab;
let faults: unknown[];
let findings: string[];
async function open(...more: Parameters<typeof openLab>): Promise<void> {
  lab = await openLab({ network: {}, operator: { portal: {} }, ...more[0] }, more[1]);
  faults = [];
  findings = [];
  lab.world.trace.on('fault', (fault) => faults.push(fault));
  lab.world.trace.on('finding', ({ where, what }) => {
    if (where === 'mobile-plans') findings.push(what);
  });
}
beforeEach(() => open());
afterEach(async () => {
  await lab[Symbol.asyncDispose]();
  if (faults.length > 0) throw new Error(`faults: ${JSON.stringify(faults)}`);
});

async function enter(request: OpenLaunchRequest = {}): Promise<LaunchAnswer> {
  const { status, json } = await lab.ask('POST', launches, request);
  expect([status, json]).toEqual([200, expect.anything()]);
  return json as LaunchAnswer;
}

/** As a window of another process shows it, without the window. */
async function show(
  answer: LaunchAnswer,
): Promise<{ page: DirectPage; launch: Awaited<ReturnType<typeof remoteLaunch>> }> {
  const launch = await remoteLaunch(lab.control, answer, systemClock());
  return { launch, page: openDirectPage(launch) };
}

/** A socket of nobody's window. */
async function socketOf({ launch }: Pick<LaunchAnswer, 'launch'>, headers = bearer()): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${lab.control.port}/api/launch?launch=${launch}`, { headers });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return socket;
}

const bearer = (): Readonly<Record<string, string>> => ({ authorization: `Bearer ${lab.control.token}` });

const ended = (): Promise<string> =>
  new Promise((resolve) => {
    const stop = lab.world.trace.on('host.ended', ({ why }) => {
      stop();
      resolve(why);
    });
  });

describe('a launch that a window of another process shows', () => {
  it('is opened with all that the window needs', async () => {
    const answer = await enter({ market: 'ch', location: 'FR', acceptLanguage: 'de-CH,de;q=0.8' });
    const { searchParams, host } = new URL(answer.url);
    expect(host).toBe('portal.operator.test');
    expect(Object.fromEntries(searchParams)).toMatchObject({
      eid: lab.world.device().eid,
      imei: lab.world.device().imei,
      market: 'CH',
      location: 'FR',
      transactionId: answer.transactionId,
    });
    expect(answer).toMatchObject({
      locale: 'de-CH',
      headers: { 'Accept-Language': 'de-CH,de;q=0.8' },
      notificationHosts: expect.arrayContaining([host]) as unknown,
      names: { [host]: { host: '127.0.0.1', port: lab.world.operator.portal?.port } },
    });
    expect(fromBase64(answer.trustedRoot)).toEqual(lab.world.web.root.certificate.der);
  });

  it('buys: the download, the activation and the network are told to the page', async () => {
    const { page, launch } = await show(await enter());
    page.run(portalScript);
    const { activationCode, order } = await lab.world.desk.order({});
    expect(page.run(`buy('${activationCode}')`)).toEqual({ Id: expect.any(String) as unknown });
    expect(await page.callback('activated')).toEqual({ activationResult: 'success', iccid: order.iccid });
    let state: string | undefined;
    while (state !== 'home') ({ networkRegistrationState: state } = await page.callback('registered'));
    expect(await lab.world.device().lpa.profiles()).toMatchObject([{ iccid: order.iccid, state: 'enabled' }]);
    expect(findings).toEqual([]);
    const over = ended();
    page.close();
    expect(await over).toBe('closed');
    expect(await launch.ended).toEqual({ why: 'closed' });
  });

  it('ends for the window too when the portal is left, with what the portal said', async () => {
    const { page, launch } = await show(await enter());
    page.run(`MobilePlans.notifyCancelledPurchase({ moDirectStatus: 'Cancelled' })`);
    expect(await launch.ended).toEqual({ why: 'cancelled', purchase: { moDirectStatus: 'Cancelled' } });
    expect(() => launch.attach({ deliver: () => Promise.resolve('gone') })).toThrow('the launch has ended');
    launch.close();
  });

  it('is no more when the portal is entered anew', async () => {
    const { launch } = await show(await enter());
    await enter();
    expect(await launch.ended).toEqual({ why: 'closed' });
    launch.close();
  });

  it('has ended when its socket closes in the middle: the callback is lost, the profile is there', async () => {
    const { page, launch } = await show(await enter());
    page.run(portalScript);
    const { activationCode } = await lab.world.desk.order({});
    const lost = new Promise<unknown>((resolve) => {
      lab.world.trace.on('host.callback', ({ name, outcome }) => {
        if (name === 'profileActivationComplete') resolve(outcome);
      });
    });
    const over = ended();
    page.run(`buy('${activationCode}')`);
    launch.close();
    expect(await over).toBe('closed');
    expect(await lost).toBe('gone');
    expect(findings[0]).toMatch(/^callbackLost: /);
    expect(await lab.world.device().lpa.profiles()).toMatchObject([{ state: 'enabled' }]);
  });

  it('loses the callback that the page is at when its socket closes', async () => {
    const answer = await enter();
    const socket = await socketOf(answer);
    const asked = new Promise<void>((resolve) => {
      socket.once('message', () => {
        resolve();
      });
    });
    const name = { kind: 'script', document: 'a', object: 'MobilePlansInlineOperations', value: 'never' };
    const call = { kind: 'call', document: 'a', number: 1, object: 'MobilePlansInlineOperations' };
    for (const message of [
      { ...name, property: 'profileActivationCompleteScript' },
      { ...call, name: 'notifyProfileDownload', made: false, spellings: [], arguments: [null] },
    ])
      socket.send(JSON.stringify({ receive: JSON.stringify(message), from }));
    await asked;
    const told = new Promise<unknown>((resolve) => {
      lab.world.trace.on('host.callback', ({ outcome }) => {
        resolve(outcome);
      });
    });
    socket.terminate();
    expect(await told).toBe('gone');
  });

  it('has the calls of frames and of other hosts refused, as the window tells where they come from', async () => {
    const { page } = await show(await enter());
    page.runInFrame('https://portal.operator.test/frame', 'MobilePlans');
    page.navigate('https://pay.example/');
    expect(page.run('typeof MobilePlans')).toBe('undefined');
    await expect
      .poll(() => findings.map((what) => what.split(':', 1)[0]))
      .toEqual(['callFromFrame', 'callFromForeignHost']);
    page.close();
  });

  it('tells the lab what the window found, in one line', async () => {
    const { launch } = await show(await enter());
    launch.report(`dialogShown:\u001b[31m alert\n${'x'.repeat(5_000)}`, 'device-1'.repeat(100));
    await expect.poll(() => findings).toEqual([expect.stringMatching(/^dialogShown: \[31m alert x+$/)]);
    expect(findings[0]?.length).toBeLessThanOrEqual(2_000);
    launch.close();
  });

  it('takes messages of any length from a page, each with a finding', async () => {
    const { page, launch } = await show(await enter());
    for (const message of [`'x'.repeat(1e6)`, `'\\u0001'.repeat(6e4)`, `'€'.repeat(8e4)`, '7'])
      page.run(`__mobilePlansSend(${message})`);
    page.navigate(`https://portal.operator.test/?${'x'.repeat(1_000_000)}`);
    page.run(`MobilePlans.notifyCancelledPurchase({ moDirectStatus: 'Cancelled' })`);
    expect(await launch.ended).toMatchObject({ why: 'cancelled' });
    expect(findings.filter((what) => what.startsWith('messageMalformed'))).toHaveLength(4);
    launch.close();
  });

  it.each(['', '{', 'null', '[]', '{"receive":1}', '{"delivered":99,"outcome":"late"}', '\u0000'])(
    'drops the frame "%s" with a finding, and goes on',
    async (frame) => {
      const socket = await socketOf(await enter());
      const over = ended();
      socket.send(frame);
      socket.send(new Uint8Array([0xff, 0xfe]));
      socket.send(JSON.stringify({ delivered: 99, outcome: 'delivered' }));
      const cancel = { kind: 'call', document: 'a', number: 1, object: 'MobilePlans', made: false };
      const call = { ...cancel, name: 'notifyCancelledPurchase', spellings: [], arguments: [] };
      socket.send(JSON.stringify({ receive: JSON.stringify(call), from }));
      expect(await over).toBe('cancelled');
      expect(findings.filter((what) => what.includes('not understood'))).toHaveLength(2);
      socket.terminate();
    },
  );

  it('has ended when a frame is larger than the lab takes', async () => {
    const socket = await socketOf(await enter());
    const over = ended();
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.send('x'.repeat(300_000));
    expect(await over).toBe('closed');
    expect(await closed).toBe(1009);
  });
});

describe('who may show a launch', () => {
  it('is whoever has the token and the launch, one at a time, and not after its end', async () => {
    const answer = await enter();
    const shows = async (
      headers?: Parameters<typeof socketOf>[1],
      launch = answer.launch,
    ): Promise<unknown> => socketOf({ launch }, headers);
    await expect(shows(undefined, 'ab'.repeat(16))).rejects.toThrow('404');
    await expect(shows(undefined, '')).rejects.toThrow('404');
    await expect(shows({ authorization: 'Bearer wrong' })).rejects.toThrow('401');
    await expect(shows({ authorization: '' })).rejects.toThrow('401');
    await expect(shows({ ...bearer(), origin: 'https://portal.operator.test' })).rejects.toThrow('403');
    await expect(shows({ ...bearer(), host: 'evil.example' })).rejects.toThrow('403');
    const wrong = remoteLaunch({ ...lab.control, token: 'wrong' }, answer, systemClock());
    await expect(wrong).rejects.toThrow(/^http:.* the launch cannot be shown: .*401$/);
    const { launch } = await show(answer);
    await expect(shows()).rejects.toThrow('404');
    const over = ended();
    launch.close();
    await over;
    await expect(shows()).rejects.toThrow('404');
  });

  it('has to come soon: a launch that nobody shows has ended', async () => {
    await lab[Symbol.asyncDispose]();
    await open({}, { launches: { unshown: milliseconds(20) } });
    const over = ended();
    const answer = await enter();
    expect(await over).toBe('closed');
    await expect(socketOf(answer)).rejects.toThrow('404');
  });

  it('is gone with the lab: launches end, shown or not', async () => {
    const { launch } = await show(await enter());
    const waiting = await enter({ portalUrl });
    const over = ended();
    await lab.control.close();
    expect(await over).toBe('closed');
    expect(await launch.ended).toEqual({ why: 'closed' });
    await expect(remoteLaunch(lab.control, waiting, systemClock())).rejects.toThrow('cannot be shown');
  });
});

describe('which portal is entered', () => {
  it('is remembered, so that it hears of a download that failed, whatever the machine says meanwhile', async () => {
    for (const request of [{}, { portalUrl }, { portalUrl, notificationHosts: ['portal.example.test'] }]) {
      const { page, launch } = await show(await enter(request));
      page.run(portalScript);
      page.run(`buy('1$smdp.operator.test$NOBODY-KNOWS')`);
      expect(await page.callback('activated')).toMatchObject({ activationResult: 'invalidMatchingId' });
      launch.close();
      await launch.ended;
      const failed = { 'X-MP-LPAError-Codes': 'InvalidMatchingId' };
      const again = await enter({ ...request, market: 'DE' });
      expect(again.headers).toMatchObject(failed);
      expect((await enter(request)).headers).not.toHaveProperty('X-MP-LPAError-Codes');
    }
  });

  it.each([
    [{ portalUrl: 'x' }, 400, 'is not a URL'],
    [{ portalUrl: 'http://portal.example' }, 400, 'serve the portal over https'],
    [{ portalUrl: 'file:///etc/passwd' }, 400, 'not on the web'],
    [{ portalUrl: 'https://a:b@portal.example' }, 400, 'user or a password'],
    [{ portalUrl, notificationHosts: ['a/b'] }, 400, 'is no host of notifications'],
    [{ notificationHosts: ['a.example'] }, 400, 'give a portalUrl too'],
    [{ market: 'Mars' }, 400, 'is no ISO country'],
    [{ portalUrl, acceptLanguage: 'de\r\nX-Evil: 1' }, 400, 'Accept-Language cannot be sent'],
    [{ portal: portalUrl }, 400, 'portal'],
  ])('is refused in one line: %j', async (request, status, says) => {
    const answered = await lab.ask('POST', launches, request);
    expect(answered).toEqual({ status, json: { error: expect.stringContaining(says) as unknown } });
  });

  it('is none of a device that is not there, and of a lab without a portal', async () => {
    expect((await lab.ask('POST', '/api/devices/device-9/launches', {})).status).toBe(404);
    await lab[Symbol.asyncDispose]();
    await open({ operator: {} });
    expect(await lab.ask('POST', launches, {})).toEqual({
      status: 404,
      json: { error: expect.stringContaining('has no portal to enter') as unknown },
    });
    expect((await enter({ portalUrl })).url).toContain(portalUrl);
  });

  it('is one of at most 32 on a device: an app lives as long as its device', async () => {
    for (let number = 1; number <= 32; number += 1) await enter({ portalUrl: `${portalUrl}/${number}` });
    expect((await lab.ask('POST', launches, { portalUrl })).status).toBe(429);
    await enter({ portalUrl: `${portalUrl}/7` });
  });
});
