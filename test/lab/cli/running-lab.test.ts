import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { CliFolder } from '../../support/cli.ts';

let cli: CliFolder;
beforeEach(() => {
  cli = new CliFolder();
});
afterEach(async () => {
  await cli[Symbol.asyncDispose]();
});

const lastJson = (out: readonly string[]): unknown => JSON.parse(out.at(-1) ?? '');

interface Ready {
  readonly lab: { readonly url: string; readonly token: string };
}

async function start(...more: readonly string[]): Promise<{ ready: Ready; stop: () => Promise<unknown> }> {
  const running = await cli.begin(['start', '--smdp-port', '0', '--json', ...more]);
  return { ready: JSON.parse(running.line) as Ready, stop: () => running.stop() };
}

async function placed(...words: readonly string[]): Promise<{ iccid: string; activationCode: string }> {
  const { out } = await cli.run(['order', 'place', '--json', ...words]);
  return lastJson(out) as { iccid: string; activationCode: string };
}

describe('a folder whose lab is running', () => {
  it('has its device looked after by the lab: commands go there', async () => {
    const { ready } = await start();
    expect(ready.lab).toEqual({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as unknown,
      token: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
    });
    const { iccid } = lastJson((await cli.run(['download', 'immediate', '--json'])).out) as {
      iccid: string;
    };
    expect((await cli.run(['device', 'disable', iccid])).out).toEqual([
      `disabled ${iccid}; 1 notification delivered, none waits`,
    ]);
    expect((await cli.run(['device', 'nickname', iccid, 'Work'])).out).toEqual([`${iccid} is "Work"`]);
    const listed = lastJson((await cli.run(['device', 'list', '--json'])).out);
    expect(listed).toMatchObject({ profiles: [{ iccid, state: 'disabled', nickname: 'Work' }] });
    const refused = await cli.run(['device', 'enable', '8900101234567890123', '--json']);
    expect(refused.code).toBe(1);
    expect(lastJson(refused.out)).toMatchObject({ ok: false, status: 'ProfileNotPresent' });
    expect(refused.notes.at(-1)).toContain('esimlab device list shows the profiles on the card');
    expect((await cli.run(['device', 'reset'])).out[0]).toContain('the card is as new');
  });

  it('lets nobody else read the token', async () => {
    await start();
    const mode = statSync(join(cli.folder, '.esimlab', 'device.lock')).mode & 0o777;
    expect(process.platform === 'win32' ? 0o600 : mode).toBe(0o600);
  });

  it('keeps what the lab installed for the time after it', async () => {
    const { stop } = await start();
    const { iccid } = lastJson((await cli.run(['download', 'immediate', '--json'])).out) as {
      iccid: string;
    };
    await stop();
    const listed = lastJson((await cli.run(['device', 'list', '--json'])).out);
    expect(listed).toMatchObject({ profiles: [{ iccid, state: 'enabled' }] });
  });

  it('makes a second device in the lab, and no second one of a name', async () => {
    await start();
    const made = await cli.run(['device', 'create', '--device', 'watch', '--memory', '65536', '--json']);
    expect(lastJson(made.out)).toMatchObject({ device: 'watch' });
    expect((await cli.run(['device', 'info', '--device', 'watch'])).out[0]).toMatch(/^eid +\d{32}$/);
    const again = await cli.run(['device', 'create', '--device', 'watch']);
    expect(again).toMatchObject({
      code: 2,
      notes: ['esimlab: there is a card "watch" already; choose another name'],
    });
    const unknown = await cli.run(['device', 'list', '--device', 'wacth']);
    expect(unknown).toMatchObject({
      code: 2,
      notes: ['esimlab: there is no device "wacth"; did you mean watch?'],
    });
  });

  it('says what only a device of its own can be given', async () => {
    await start();
    const { code, notes } = await cli.run(['download', 'immediate', '--ci-cert', 'ci.pem']);
    expect(code).toBe(2);
    expect(notes.at(-1)).toContain('stop "esimlab start" first');
  });

  it('asks for the rules of a profile, and keeps the order until somebody has decided', async () => {
    await start();
    const { activationCode } = await placed('--ppr', 'ppr2');
    const refused = await cli.run(['download', activationCode, '--json']);
    expect(refused.code).toBe(1);
    expect(lastJson(refused.out)).toMatchObject({
      stage: 'consent',
      cause: { kind: 'user', code: 'reject' },
    });
    expect(refused.notes.join('\n')).toContain('--accept-ppr');
    expect((await cli.run(['download', activationCode], ['y'])).code).toBe(0);
  });
});

describe('esimlab order', () => {
  it('places, lists and releases orders that the device can download', async () => {
    await start();
    expect((await cli.run(['order'])).out).toEqual(['there is no order; next: npx esimlab order place']);
    const { iccid, activationCode } = await placed('--plan', '10 GB', '--no-released');
    const early = await cli.run(['download', activationCode, '--json']);
    expect(lastJson(early.out)).toMatchObject({ ok: false, refusal: { name: 'profileNotReleased' } });
    expect((await cli.run(['order', 'release', iccid])).out).toEqual([`order ${iccid} is Released now`]);
    expect((await cli.run(['download', activationCode])).out[0]).toContain('10 GB');
    const { out } = await cli.run(['order', 'list']);
    expect(out.join('\n')).toContain(iccid);
    expect(out.join('\n')).toContain('Installed');
  });

  it('tells people the code and the next step', async () => {
    await start();
    const { out } = await cli.run(['order', 'place', '--matching-id', 'MINE', '--confirmation-code', '77']);
    expect(out).toEqual([
      expect.stringMatching(/^ordered: {3}ICCID \d{19}, Released$/),
      expect.stringMatching(/^code: {6}1\$localhost:\d+\$MINE\$\$1$/),
      expect.stringMatching(/^next: {6}npx esimlab download '1\$localhost:\d+\$MINE\$\$1'$/),
    ]);
    const code = /'(.*)'/.exec(out[2] ?? '')?.[1] ?? '';
    expect((await cli.run(['download', code], ['77'])).code).toBe(0);
  });

  it('tells when a profile can be downloaded, and when the network knows its subscriber', async () => {
    await start();
    const words = ['--available', '10m', '--provision', '22m from install', '--only-if-installed'];
    const { out } = await cli.run(['order', 'place', ...words, '--balance', '500MB for 30d']);
    expect(out).toEqual([
      expect.stringMatching(/^ordered: {3}ICCID \d{19}, Confirmed$/),
      expect.stringMatching(/^code: /),
      expect.stringMatching(/^available: \d{4}-.*, or when it is released$/),
      'network:   knows the subscriber 22m after the install, if it is installed by then',
      expect.stringMatching(/^next: {6}npx esimlab order release \d{19}$/),
    ]);
  });

  it('has the network know, bar and meter a subscriber', async () => {
    await start();
    const { iccid } = await placed('--no-provision');
    const said = async (...words: readonly string[]) => (await cli.run(['order', ...words])).out;
    expect(await said('provision', iccid)).toEqual([`the network knows the subscriber of ${iccid}`]);
    expect(await said('bar', iccid, '--cause', '7')).toEqual(['the subscriber is barred with cause 7']);
    expect(await said('unbar', iccid)).toEqual(['the subscriber is not barred any more']);
    expect(await said('balance', iccid, '1.5GB')).toEqual(['the subscriber has 1500000000 octets']);
    expect(await said('balance', iccid, 'unmetered')).toEqual(['the subscriber is not metered']);
  });

  it('names what is wrong in one line', async () => {
    await start();
    for (const [words, says] of [
      [['place', '--eid', '12'], 'eid: not an EID'],
      [['place', '--matching-id', 'no spaces'], 'matchingId: not a MatchingID'],
      [['place', '--valid-for', 'long'], 'validFor: not a span'],
      [['place', '--class', 'first'], 'Allowed choices are'],
      [['release', '12'], 'not an ICCID'],
      [['release', '8900101234567890123'], 'there is no order for ICCID 8900101234567890123'],
    ] as const) {
      const { code, notes } = await cli.run(['order', ...words]);
      expect({ words, code }).toEqual({ words, code: 2 });
      expect(notes[0]).toContain(says);
    }
  });

  it('wants a running lab', async () => {
    expect(await cli.run(['order'])).toMatchObject({
      code: 3,
      notes: ['esimlab: no lab of this folder is running; start it with "esimlab start"'],
    });
  });
});

describe('esimlab clock', () => {
  it('shows and winds the clock of the lab: an order expires in a moment', async () => {
    await start();
    const { activationCode } = await placed('--valid-for', '30m');
    const before = lastJson((await cli.run(['clock', '--json'])).out) as { now: string; mode: string };
    expect(before.mode).toBe('system');
    const { out } = await cli.run(['clock', 'advance', '31m']);
    expect(out[0]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z {2}goes on with the wall$/);
    expect(Date.parse(out[0]?.split(' ')[0] ?? '') - Date.parse(before.now)).toBeGreaterThanOrEqual(
      31 * 60_000,
    );
    const { out: late } = await cli.run(['download', activationCode, '--json']);
    expect(lastJson(late)).toMatchObject({ ok: false, refusal: { name: 'downloadOrderExpired' } });
  });

  it('says what a span looks like', async () => {
    await start();
    expect(await cli.run(['clock', 'advance', 'soon'])).toMatchObject({
      code: 2,
      notes: ['esimlab: not a span such as 30s, 10m or 1h30m: "soon"'],
    });
  });

  it('works with "esimlab smdp" too', async () => {
    await cli.begin(['smdp', '--smdp-port', '0', '--json']);
    expect((await cli.run(['clock', 'advance', '1m'])).code).toBe(0);
    expect((await cli.run(['download', 'esimlab'])).code).toBe(2);
  });
});

describe('the lock of a lab that is no more', () => {
  const lockOf = (pid: number, url: string): void => {
    const data = join(cli.folder, '.esimlab');
    mkdirSync(data, { recursive: true });
    const owner = { pid, command: 'esimlab start', control: { url, token: 'gone' } };
    for (const part of ['device', 'smdp'])
      writeFileSync(join(data, `${part}.lock`), JSON.stringify(owner), { mode: 0o600 });
  };

  it('is stale when its process has ended: the command works on the device itself', async () => {
    lockOf(2 ** 22 + 1, 'http://127.0.0.1:9');
    expect((await cli.run(['device', 'create'])).code).toBe(0);
    expect((await cli.run(['clock'])).code).toBe(3);
  });

  it('is named when somebody else has its number, and nothing answers', async () => {
    lockOf(process.ppid, 'http://127.0.0.1:9');
    const { code, notes } = await cli.run(['device', 'list']);
    expect(code).toBe(3);
    expect(notes.at(-1)).toMatch(
      /"esimlab start" \(pid \d+\) does not answer at http:\/\/127\.0\.0\.1:9: .*; stop it and start it again$/,
    );
  });
});
