import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { claimFolder } from '#shared/storage/lock';

import { CliFolder } from '../../support/cli.ts';
import { FakeLpac, noFakes } from '../../support/fake-lpac.ts';

let fake: FakeLpac;
let cli: CliFolder;
beforeEach(() => {
  fake = new FakeLpac();
  cli = new CliFolder({ LPAC: join(fake.folder, 'lpac') });
});
afterEach(async () => {
  await cli[Symbol.asyncDispose]();
  fake[Symbol.dispose]();
});

const parsed = (line: string | undefined): unknown => JSON.parse(line ?? '');

/** Sends commands to the ISD-R on a channel of its own, and tells each answer with what GET RESPONSE brings. */
const isdr = `
ask('connect');
const { ecode: channel } = ask('logic_channel_open', isdR);
const cla = (8 * 16 + channel).toString(16);
const store = (data) => {
  let { data: answer } = ask('transmit', cla + 'e29100' + (data.length / 2).toString(16).padStart(2, '0') + data);
  if (/^61..$/.test(answer)) answer = ask('transmit', cla + 'c00000' + answer.slice(2)).data;
  return answer;
};
const bye = () => { ask('logic_channel_close', '0' + channel); ask('disconnect'); };
`;
const eid = `${isdr} told('success', { eidValue: store('bf3e035c015a').slice(10, 42) }); bye();`;

describe.skipIf(noFakes)('esimlab lpac', () => {
  it('runs lpac on the card of the folder, whose EID it is; what lpac says is the result', async () => {
    fake.program(eid);
    const ran = await cli.run(['lpac', '--', 'chip', 'info']);
    const info = parsed((await cli.run(['device', 'info', '--json'])).out[0]) as { readonly eid: string };
    expect({ ...ran, out: ran.out.map(parsed) }).toEqual({
      code: 0,
      out: [{ type: 'lpa', payload: { code: 0, message: 'success', data: { eidValue: info.eid } } }],
      notes: [],
    });
  });

  it('keeps what lpac did for the next command', async () => {
    const address = Buffer.from('smdp.example.test').toString('hex');
    fake.program(`${isdr} told(store('bf3f138011${address}')); bye();`);
    expect(parsed((await cli.run(['lpac', '--', 'x'])).out[0])).toMatchObject({
      payload: { message: 'BF3F038001009000' },
    });
    fake.program(`${isdr} told(Buffer.from(store('bf3c00'), 'hex').toString('latin1')); bye();`);
    expect((await cli.run(['lpac', '--', 'x'])).out[0]).toContain('smdp.example.test');
  });

  it.each([
    ['0', 0, 0],
    ['255', 255, 1],
    ['a signal', 'SIGABRT', 1],
  ])('where lpac ends with %s, ends with 0 or 1', async (_what, end, code) => {
    fake.program(typeof end === 'number' ? `process.exit(${end});` : `process.kill(process.pid, '${end}');`);
    expect((await cli.run(['lpac', '--', 'x'])).code).toBe(code);
  });

  it('hands over words, variables and the answers of a person', async () => {
    fake.program(`
      tell([process.env.LPAC_CUSTOM_ES10X_MSS, process.env.no_proxy, ...words]);
      tell({ type: 'progress', payload: { code: 0, message: 'preview', data: 'y/n' } });
      tell('chosen ' + letter());`);
    const words = ['profile', 'download', '-p'];
    const environment = {
      LPAC: join(fake.folder, 'lpac'),
      LPAC_CUSTOM_ES10X_MSS: '63',
      NO_PROXY: 'intranet',
    };
    await using other = new CliFolder(environment);
    const { out } = await other.run(['lpac', '--', ...words], ['yes']);
    expect(parsed(out[0])).toEqual(['63', 'intranet,localhost,127.0.0.1,::1', ...words]);
    expect(out.at(-1)).toBe('chosen y');
    expect((await other.run(['lpac', '--', ...words])).out.at(-1)).toBe('chosen n');
  });

  it('is over at Ctrl-C, though lpac is not', async () => {
    fake.program(
      "ask('connect'); tell('begun'); for (;;) if (letter() === '') break; setInterval(() => {}, 100);",
    );
    const running = await cli.begin(['lpac', '--', 'x']);
    expect((await running.stop()).code).toBe(130);
  });
});

describe('esimlab lpac without an lpac', () => {
  const advice = 'build it from https://github.com/estkme-group/lpac, then name it with LPAC or --lpac FILE';

  it.each([
    ['on PATH', { PATH: '/none/such' }, 'on PATH'],
    ['and an empty LPAC', { LPAC: '', PATH: '' }, 'on PATH'],
    ['where LPAC says', { LPAC: './lpac' }, 'at ./lpac, which LPAC names'],
  ])('%s cannot run here, and says in one line where it is had', async (_what, environment, where) => {
    await using here = new CliFolder(environment);
    const ran = await here.run(['lpac', '--', 'chip', 'info']);
    expect(ran).toEqual({ code: 3, out: [], notes: [`esimlab: there is no lpac ${where}; ${advice}`] });
  });

  it.each([
    [['lpac', '--lpac', './none', '--', 'chip', 'info'], '--lpac ./none: there is no such program'],
    [['lpac', '--lpac', '.', '--', 'chip', 'info'], '--lpac .: there is no such program'],
    [['lpac', '--http', 'wget', '--', 'chip', 'info'], "argument 'wget' is invalid"],
    [['lpac'], "missing required argument 'words'"],
  ])('is used wrongly by %j', async (words, says) => {
    await using here = new CliFolder();
    const ran = await here.run(words);
    expect(ran).toMatchObject({ code: 2, out: [] });
    expect(ran.notes.join('\n')).toContain(says);
  });
});

describe.skipIf(noFakes)('esimlab lpac, where somebody else has the device', () => {
  it('says who', async () => {
    fake.program(eid);
    const data = join(cli.folder, '.esimlab');
    mkdirSync(data, { recursive: true });
    const lock = claimFolder(data, { command: 'esimlab download', part: 'device' });
    const ran = await cli.run(['lpac', '--', 'chip', 'info']);
    lock.release();
    expect(ran).toMatchObject({ code: 3, out: [] });
    expect(ran.notes[0]).toContain(`is in use by "esimlab download" (pid ${process.pid})`);
  });

  it('works with the device of a running lab, beside its own LPA and its modem', async () => {
    await cli.begin(['start', '--smdp-port', '0', '--json']);
    const { iccid } = parsed(
      (await cli.run(['download', 'immediate', '--no-enable', '--json'])).out.at(-1),
    ) as {
      readonly iccid: string;
    };
    const swapped = iccid.padEnd(20, 'F').replaceAll(/(.)(.)/g, '$2$1');
    fake.program(`${isdr} told(store('bf3111a00c5a0a${swapped}8101ff'));`);
    const { out, code } = await cli.run(['lpac', '--', 'profile', 'enable', iccid, '1']);
    expect({ message: parsed(out[0]), code }).toMatchObject({
      message: { payload: { message: 'BF31038001009000' } },
      code: 0,
    });
    const { profiles } = parsed((await cli.run(['device', 'list', '--json'])).out[0]) as {
      readonly profiles: unknown;
    };
    expect(profiles).toMatchObject([{ iccid, state: 'enabled' }]);
    const { registration } = parsed((await cli.run(['device', 'info', '--json'])).out[0]) as {
      readonly registration: string;
    };
    expect(registration).not.toBe('noProfile');
  });

  it('says which devices the lab has, where that one is none', async () => {
    await cli.begin(['start', '--smdp-port', '0', '--json']);
    fake.program(eid);
    const ran = await cli.run(['lpac', '--device', 'none', '--', 'chip', 'info']);
    expect(ran).toMatchObject({ code: 2, out: [] });
    expect(ran.notes.join('\n')).toContain('there is no device "none"');
  });
});

describe.skipIf(noFakes)('esimlab lpac --http stdio', () => {
  const notification = 'gsma/rsp2/es9plus/handleNotification';
  const calls = (address: string): string => `
    const { rcode } = call('https://${address}/${notification}', '7b7d', [
      'Content-Type: application/json', 'X-Admin-Protocol: gsma/rsp/v2.2.2']);
    told(rcode);`;
  const rcode = (line: string | undefined): unknown =>
    (parsed(line) as { readonly payload: { readonly message: unknown } }).payload.message;

  it('calls our SM-DP+ over TLS, and trusts no server under another root', async () => {
    const { line } = await cli.begin(['smdp', '--json']);
    const { smdp, es2plus } = parsed(line) as {
      readonly smdp: { readonly address: string };
      readonly es2plus: { readonly url: string };
    };
    fake.program(calls(smdp.address));
    const good = await cli.run(['lpac', '--http', 'stdio', '--', 'x']);
    expect({ rcode: rcode(good.out[0]), notes: good.notes }).toEqual({ rcode: 200, notes: [] });

    fake.program(calls(new URL(es2plus.url).host));
    const bad = await cli.run(['lpac', '--http', 'stdio', '--', 'x']);
    expect(rcode(bad.out[0])).toBe(502);
    expect(bad.notes).toEqual([
      expect.stringMatching(/^lpac: localhost:\d+: the TLS certificate .* is refused/),
    ]);
  });

  it('says where nothing listens', async () => {
    fake.program(calls('localhost:1'));
    const { out, notes } = await cli.run(['lpac', '--http', 'stdio', '--', 'x']);
    expect(rcode(out[0])).toBe(502);
    expect(notes).toEqual(['lpac: localhost:1: nothing listens there; start the server or check the port']);
  });
});
