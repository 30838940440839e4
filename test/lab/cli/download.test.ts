import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { CliFolder } from '../../support/cli.ts';

let cli: CliFolder;
beforeEach(() => {
  cli = new CliFolder();
});
afterEach(async () => {
  await cli[Symbol.asyncDispose]();
});

interface Ready {
  readonly smdp: { readonly address: string; readonly url: string };
  readonly activationCodes: readonly { readonly code: string; readonly path: string }[];
}

async function start(...more: readonly string[]): Promise<Ready> {
  const { line } = await cli.begin(['start', '--smdp-port', '0', '--json', ...more]);
  return JSON.parse(line) as Ready;
}

const lastJson = (out: readonly string[]): unknown => JSON.parse(out.at(-1) ?? '');

describe('esimlab start and download', () => {
  it('says in JSON where it is and the code of each path, and a download by path name prints three lines', async () => {
    const ready = await start();
    expect(ready).toMatchObject({ ready: true, smdp: { url: `https://${ready.smdp.address}` } });
    expect(ready.activationCodes.map(({ path }) => path).slice(0, 3)).toEqual([
      'immediate',
      'delayedConnectivity',
      'deferredDownload',
    ]);
    const { code, out, notes } = await cli.run(['download', 'immediate']);
    expect(code).toBe(0);
    expect(out).toHaveLength(3);
    expect(out[0]).toMatch(/^installed: Fernweh Mobile, immediate plan, ICCID \d{19}, enabled$/);
    expect(out[1]).toBe(`reported:  2 notifications taken by ${ready.smdp.address}, none waits`);
    expect(out[2]).toMatch(/^next: {6}npx esimlab device disable \d{19}$/);
    expect(notes.map((note) => note.trim())).toContain('loadBoundProfilePackage');
  });

  it('makes a new order behind the same code each time, and shows both profiles on the card', async () => {
    await start();
    const first = lastJson((await cli.run(['download', 'immediate', '--json'])).out);
    const second = lastJson((await cli.run(['download', 'immediate', '--json'])).out);
    expect(first).toMatchObject({ ok: true, state: 'enabled', notifications: { delivered: 2, pending: 0 } });
    expect(second).toMatchObject({ ok: true, state: 'enabled', notifications: { delivered: 3, pending: 0 } });
    const { profiles } = lastJson((await cli.run(['device', 'list', '--json'])).out) as {
      profiles: { state: string }[];
    };
    expect(profiles.map(({ state }) => state).sort()).toEqual(['disabled', 'enabled']);
  });

  it('lets a code be used once with --once, as in real life', async () => {
    await start('--once');
    expect((await cli.run(['download', 'immediate'])).code).toBe(0);
    const { code, out } = await cli.run(['download', 'immediate', '--json']);
    expect(code).toBe(1);
    expect(lastJson(out)).toMatchObject({
      ok: false,
      stage: 'authenticateClient',
      refusal: { name: 'matchingIdRefused', subject: '8.2.6', reason: '3.8' },
      status: 'InvalidMatchingId',
    });
  });

  it('asks for the Confirmation Code, and fails by name when it is wrong', async () => {
    await start();
    expect((await cli.run(['download', 'confirmationCode'], ['1234'])).code).toBe(0);
    const { code, out } = await cli.run(['download', 'confirmationCode', '--json'], ['0000']);
    expect(code).toBe(1);
    expect(lastJson(out)).toMatchObject({
      refusal: { name: 'confirmationCodeRefused' },
      status: 'IncorrectConfirmationCode',
    });
  });

  it('does not release a deferred order before a minute has gone by', async () => {
    await start();
    const { code, out } = await cli.run(['download', 'deferredDownload', '--json']);
    expect(code).toBe(1);
    expect(lastJson(out)).toMatchObject({
      refusal: { name: 'profileNotReleased' },
      status: 'ProfileNotReleasedByOperator',
    });
  });

  it('shows the octets of every command with --trace=full and cuts them short with --trace', async () => {
    await start();
    const full = await cli.run(['download', 'immediate', '--trace=full']);
    expect(full.notes.join('\n')).toContain('device-1/ES10  GetEUICCChallenge  > 81E2910003BF2E0000');
    expect(full.notes.join('\n')).toContain('"functionExecutionStatus":{"status":"Executed-Success"}');
    expect(full.notes.join('\n')).not.toContain('… (');
    const short = await cli.run(['download', 'immediate', '--trace']);
    expect(Math.max(...short.notes.map((note) => note.length))).toBeLessThan(160);
  });

  it('keeps rules that nobody takes off the card, and takes them when told to', async () => {
    const { line } = await cli.begin(['smdp', '--smdp-port', '0', '--json', '--ppr', 'ppr2']);
    const { activationCodes } = JSON.parse(line) as Ready;
    const code = activationCodes[0]?.code ?? '';
    const refused = await cli.run(['download', code, '--json']);
    expect(refused.code).toBe(1);
    expect(lastJson(refused.out)).toMatchObject({
      stage: 'consent',
      cause: { kind: 'user', code: 'reject' },
    });
    expect(refused.notes.join('\n')).toContain('--accept-ppr');
    expect((await cli.run(['download', code], ['y'])).code).toBe(0);
  });

  it('says in one line what is wrong with a code, and exits with 2 or 1', async () => {
    const eaten = await cli.run(['download', '1:8443-B']);
    expect(eaten).toMatchObject({ code: 2, out: [] });
    expect(eaten.notes).toEqual([
      expect.stringMatching(/^esimlab: the dollar signs are gone.*single quotes/),
    ]);
    const told = await cli.run(['download', '1:8443-B', '--json']);
    expect(lastJson(told.out)).toMatchObject({
      ok: false,
      stage: 'activationCode',
      refusal: null,
      cause: { kind: 'input', code: 'invalidActivationCode' },
      message: expect.stringContaining('dollar signs') as unknown,
    });
    const live = await cli.run(['download', '1$smdp.operator.com$A-1', '--json']);
    expect(live.code).toBe(1);
    expect(lastJson(live.out)).toMatchObject({
      stage: 'activationCode',
      refusal: null,
      cause: { kind: 'input' },
    });
    expect(live.notes.join('\n')).toContain('--smdp-url');
  });

  it('calls a server elsewhere than its address, and sends notifications there later too', async () => {
    const { line } = await cli.begin(['smdp', '--smdp-port', '0', '--json', '--address', 'smdp.example.com']);
    const { smdp } = JSON.parse(line) as Ready;
    const code = '1$smdp.example.com$ESIMLAB';
    const { out } = await cli.run(['download', code, '--smdp-url', smdp.url, '--json']);
    expect(lastJson(out)).toMatchObject({ ok: true, notifications: { delivered: 2, pending: 0 } });
    const { iccid } = lastJson(out) as { iccid: string };
    const disabled = await cli.run(['device', 'disable', iccid]);
    expect(disabled.out).toEqual([`disabled ${iccid}; 1 notification delivered, none waits`]);
    const wrong = await cli.run(['download', code, '--smdp-url', 'localhost']);
    expect(wrong).toMatchObject({ code: 2, notes: [expect.stringContaining('is no URL such as')] });
  });

  it('says that no lab runs when a path has no code', async () => {
    const { code, notes } = await cli.run(['download', 'immediate']);
    expect(code).toBe(3);
    expect(notes).toEqual([
      'esimlab: no SM-DP+ of this folder is running, so "immediate" has no code; run "esimlab start" first',
    ]);
  });

  it('tells a mistyped path from one that has no code yet', async () => {
    const mistyped = await cli.run(['download', 'Immediat']);
    expect(mistyped).toMatchObject({
      code: 2,
      notes: ['esimlab: "Immediat" is neither an activation code nor a path; did you mean immediate?'],
    });
    await start();
    const unknown = await cli.run(['download', 'order']);
    expect(unknown.code).toBe(2);
    expect(unknown.notes[0]).toContain('has no path "order"; it has: immediate, delayedConnectivity');
  });

  it('takes no empty Confirmation Code, and gives the one of the order in its hint', async () => {
    expect(await cli.run(['smdp', '--confirmation-code', ''])).toMatchObject({
      code: 2,
      notes: ['esimlab: --confirmation-code is empty; give a code, or leave it out'],
    });
    const running = await cli.begin(['smdp', '--smdp-port', '0', '--confirmation-code', '77']);
    const { out } = await running.stop();
    expect(out.at(-1)).toMatch(
      /npx esimlab download '1\$localhost:\d+\$ESIMLAB\$\$1' --confirmation-code 77$/,
    );
  });

  it('says that the check digit of an IMEI is wrong and uses it all the same', async () => {
    await start();
    const { code, notes } = await cli.run(['download', 'immediate', '--imei', '490154203237511']);
    expect(code).toBe(0);
    expect(notes[0]).toBe(
      'esimlab: the check digit of IMEI 490154203237511 is wrong; it is used all the same',
    );
  });

  it('names the port that is taken, and the folder that is in use', async () => {
    const { smdp } = await start();
    const port = smdp.address.split(':')[1] ?? '';
    const other = new CliFolder();
    const taken = await other.run(['smdp', '--smdp-port', port]);
    await other[Symbol.asyncDispose]();
    expect(taken).toMatchObject({ code: 3 });
    expect(taken.notes.at(-1)).toBe(
      `esimlab: port ${port} (SM-DP+) is taken by another program; choose one with --smdp-port 0 or ESIMLAB_SMDP_PORT`,
    );
    const used = await cli.run(['start', '--smdp-port', '0']);
    expect(used.code).toBe(3);
    expect(used.notes.at(-1)).toMatch(
      /the SM-DP\+ in .* is in use by "esimlab start" \(pid \d+\); stop it or choose another folder: --data DIR/,
    );
  });

  it('keeps orders over a restart: a code used once stays used', async () => {
    const running = await cli.begin(['smdp', '--smdp-port', '0', '--json', '--once']);
    const first = JSON.parse(running.line) as Ready;
    expect((await cli.run(['download', first.activationCodes[0]?.code ?? ''])).code).toBe(0);
    expect((await running.stop()).notes.at(-1)).toBe('esimlab: stopped; orders are kept for the next start');
    const again = JSON.parse(
      (await cli.begin(['smdp', '--smdp-port', '0', '--json', '--matching-id', 'OTHER'])).line,
    ) as Ready;
    const gone = await cli.run(['download', `1$${again.smdp.address}$ESIMLAB`, '--json']);
    expect(lastJson(gone.out)).toMatchObject({ refusal: { name: 'matchingIdRefused' } });
  });
});

describe('Ctrl-C', () => {
  it('ends a download that waits for an answer with 130 and one line', async () => {
    const { line } = await cli.begin(['smdp', '--smdp-port', '0', '--json', '--confirmation-code', '1']);
    const code = (JSON.parse(line) as Ready).activationCodes[0]?.code ?? '';
    const { code: exit, notes } = await cli.interrupt(['download', code], 'Confirmation Code');
    expect(exit).toBe(130);
    expect(notes.at(-1)).toBe(
      'esimlab: interrupted; what the card has is kept, the same command can be given again',
    );
    expect((await cli.run(['download', code, '--confirmation-code', '1'])).code).toBe(0);
  });
});
