import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { httpClient } from '#shared/http/client';
import { fromUtf8, toUtf8 } from '#shared/bytes/bytes';
import { systemClock } from '#shared/runtime/clock';
import { openDirectPage } from '#device-sim/mobile-plans/index';
import { remoteLaunch } from '#lab/control/index';
import type { LabAddress, LaunchAnswer } from '#lab/control/index';

import { CliFolder } from '../../support/cli.ts';

const cli = new CliFolder();
let lab: LabAddress;
let stop: () => Promise<unknown>;

async function start(): Promise<void> {
  const begun = await cli.begin(['start', '--smdp-port', '0', '--json', '--no-open']);
  ({ lab } = JSON.parse(begun.line) as { readonly lab: LabAddress });
  stop = () => begun.stop();
}

beforeAll(start);
afterAll(async () => {
  await cli[Symbol.asyncDispose]();
});

/** Enters the portal of the lab from here, and hands over a code in its name. */
async function handOver(call: string, order: readonly string[] = []): Promise<string> {
  const clock = systemClock();
  const http = httpClient({ clock });
  const answer = await http.send('POST', `${lab.url}/api/devices/device-1/launches`, {
    headers: { authorization: `Bearer ${lab.token}`, 'content-type': 'application/json' },
    body: toUtf8('{}'),
  });
  http.close();
  const launch = await remoteLaunch(lab, JSON.parse(fromUtf8(answer.body)) as LaunchAnswer, clock);
  const page = openDirectPage(launch);
  const { out } = await cli.run(['order', 'place', ...order, '--json']);
  const { activationCode, iccid } = JSON.parse(out.at(-1) ?? '') as Readonly<Record<string, string>>;
  page.run(`
    var purchase = MobilePlans.createPurchaseMetaData();
    purchase.moDirectStatus = MobilePlansMoDirectStatus.complete;
    purchase.planName = 'Travel';
    ${call.replace('CODE', `'${activationCode ?? ''}'`)};
  `);
  page.close();
  return iccid ?? '';
}

const lastLine = async (): Promise<string | undefined> => (await cli.run(['device', 'toasts'])).out.at(-1);

async function buyForLater(minutes: number): Promise<void> {
  await handOver(`MobilePlansInlineOperations.notifyProfileDownload(purchase, CODE, ${minutes})`);
  await expect.poll(lastLine).toContain('a toast is shown');
}

describe('esimlab device toasts, and toast', () => {
  it('say so where there is none', async () => {
    expect((await cli.run(['device', 'toasts'])).out).toEqual(['no toast has been shown']);
    expect(await cli.run(['device', 'toast', 'accept'])).toMatchObject({
      code: 2,
      notes: ['esimlab: there is no toast to be answered'],
    });
  });

  it('show what comes, and accept it once the clock has been wound there', async () => {
    await buyForLater(10);
    const early = await cli.run(['device', 'toast', 'accept']);
    expect(early.code).toBe(2);
    expect(early.notes[0]).toMatch(/the next one comes at .*Z: esimlab clock advance winds there$/);
    await cli.run(['clock', 'advance', '11m']);
    expect((await cli.run(['device', 'toasts'])).out).toEqual([
      expect.stringMatching(/^ {2}1 {2}\S+Z {2}downloadReady {3}unread {4}"Travel" is ready: install/),
    ]);
    const accepted = await cli.run(['device', 'toast', 'accept']);
    expect(accepted.out).toEqual([
      expect.stringMatching(/^toast 1 is accepted: \d{19} is installed and enabled$/),
    ]);
    expect(accepted.code).toBe(0);
    expect((await cli.run(['device', 'list'])).out.join('\n')).toContain('enabled');
  });

  it('ignore one by its number, and print JSON', async () => {
    await buyForLater(10);
    await cli.run(['clock', 'advance', '11m']);
    expect((await cli.run(['device', 'toast', 'ignore', '2', '--json'])).out).toEqual(['{"ok":true}']);
    const { out } = await cli.run(['device', 'toasts', '--json']);
    expect(JSON.parse(out[0] ?? '')).toMatchObject({ toasts: [{ state: 'accepted' }, { state: 'ignored' }] });
  });

  it('come back with the lab, where nobody has answered them', async () => {
    await buyForLater(10);
    await stop();
    await start();
    const { out } = await cli.run(['device', 'toasts']);
    expect(out).toEqual([expect.stringMatching(/^at \S+Z a toast is shown$/)]);
    await cli.run(['clock', 'advance', '40m']);
    expect((await cli.run(['device', 'toast', 'ignore'])).out).toEqual(['toast 1 is ignored']);
    expect((await cli.run(['device', 'toasts'])).out).toHaveLength(1);
  });

  it('say in one line what is wrong', async () => {
    expect(await cli.run(['device', 'toast', 'ignore', '1'])).toMatchObject({ code: 2 });
    expect((await cli.run(['device', 'toast', 'accept', '7'])).notes).toEqual([
      'esimlab: device-1 has no toast "7"; there is: 1',
    ]);
    expect((await cli.run(['device', 'toast', 'agree'])).code).toBe(2);
  });

  it('come of a search for the network that goes on after a restart', async () => {
    const call = 'MobilePlans.notifyPurchaseWithProfileDownload(purchase, CODE, 15)';
    const iccid = await handOver(call, ['--no-provision']);
    await expect.poll(lastLine).toMatch(/^at \S+Z the device looks for the network again$/);
    const due = await lastLine();
    await stop();
    await start();
    expect(await lastLine()).toBe(due);
    expect((await cli.run(['order', 'provision', iccid])).code).toBe(0);
    await cli.run(['clock', 'advance', '16m']);
    await expect.poll(lastLine).toMatch(/ connected +\S+ +"Travel" is connected$/);
  });
});

it('esimlab device toasts wants a running lab', async () => {
  await using alone = new CliFolder();
  expect(await alone.run(['device', 'toasts'])).toMatchObject({
    code: 3,
    notes: ['esimlab: no lab of this folder is running; start it with "esimlab start"'],
  });
});
