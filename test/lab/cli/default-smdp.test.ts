import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { CliFolder } from '../../support/cli.ts';

let cli: CliFolder;
beforeEach(() => {
  cli = new CliFolder();
});
afterEach(async () => {
  await cli[Symbol.asyncDispose]();
});

const eid = '89049032123451234512345678901235';
const none = 'the card has no default SM-DP+';
const lastJson = (out: readonly string[]): unknown => JSON.parse(out.at(-1) ?? '');

interface Ready {
  readonly smdp: { readonly address: string; readonly url: string };
}

/** `start` owns the devices of the folder, `smdp` leaves them to each command. */
async function begin(...words: readonly string[]): Promise<Ready['smdp']> {
  const { line } = await cli.begin([...words, '--smdp-port', '0', '--json']);
  return (JSON.parse(line) as Ready).smdp;
}

async function orderWithoutCode(...more: readonly string[]): Promise<void> {
  const { code } = await cli.run(['order', 'place', '--eid', eid, '--no-matching-id', ...more]);
  expect(code).toBe(0);
}

describe.each([
  ['on its own', 'smdp'],
  ['beside a running lab', 'start'],
])('a device %s', (_where, command) => {
  beforeEach(async () => {
    await cli.run(['device', 'create', '--eid', eid]);
  });

  it('shows, sets and clears the default SM-DP+ of its card', async () => {
    await begin(command);
    const work = async (...words: readonly string[]): Promise<unknown> => {
      const { code, out } = await cli.run(['device', 'default-smdp', ...words]);
      return [code, ...out];
    };
    expect(await work()).toEqual([0, none]);
    expect(await work('localhost:8443')).toEqual([0, 'the default SM-DP+ is localhost:8443']);
    expect(await work()).toEqual([0, 'the default SM-DP+ is localhost:8443']);
    expect(await work('--json')).toEqual([0, '{"address":"localhost:8443"}']);
    expect((await cli.run(['device', 'info'])).out).toContain('defaultSmdpAddress      localhost:8443');
    expect(await work('--clear', '--json')).toEqual([0, '{"address":""}']);
    expect(await work('--clear')).toEqual([0, none]);
    expect(await work()).toEqual([0, none]);
  });

  it('downloads without a code what was ordered for its EID, and names who took the notifications', async () => {
    const { address } = await begin(command);
    await cli.run(['device', 'default-smdp', address]);
    await orderWithoutCode('--plan', 'at first start');
    const { code, out } = await cli.run(['download']);
    expect(code).toBe(0);
    expect(out).toEqual([
      expect.stringMatching(/^installed: .*, at first start, ICCID \d{19}, enabled$/),
      `reported:  2 notifications taken by ${address}, none waits`,
      expect.stringMatching(/^next: {6}npx esimlab device disable \d{19}$/),
    ]);
    const again = await cli.run(['download', '--json']);
    expect(again.code).toBe(1);
    expect(lastJson(again.out)).toMatchObject({ ok: false, refusal: { name: 'matchingIdRefused' } });
  });

  it('asks for the Confirmation Code of such an order', async () => {
    const { address } = await begin(command);
    await cli.run(['device', 'default-smdp', address]);
    await orderWithoutCode('--confirmation-code', '77');
    expect((await cli.run(['download'], ['77'])).code).toBe(0);
  });

  it('calls the default SM-DP+ elsewhere with --smdp-url, and sends notifications there later too', async () => {
    const { url } = await begin(command, '--address', 'smdp.example.com');
    await cli.run(['device', 'default-smdp', 'smdp.example.com']);
    await orderWithoutCode();
    const { out } = await cli.run(['download', '--smdp-url', url, '--json']);
    expect(lastJson(out)).toMatchObject({ ok: true, notifications: { delivered: 2, pending: 0 } });
    const { iccid } = lastJson(out) as { iccid: string };
    expect((await cli.run(['device', 'disable', iccid])).out).toEqual([
      `disabled ${iccid}; 1 notification delivered, none waits`,
    ]);
  });

  it('says what to do when it has neither a code nor a default SM-DP+, and exits with 1', async () => {
    await begin(command);
    for (const more of [[], ['--smdp-url', 'https://localhost:8443']]) {
      const { code, out, notes } = await cli.run(['download', '--json', ...more]);
      expect(code).toBe(1);
      expect(lastJson(out)).toEqual({
        ok: false,
        stage: 'activationCode',
        refusal: null,
        cause: { kind: 'input', code: 'noDefaultSmdp' },
        status: 'Other',
        message:
          'the download failed in stage activationCode: the card has no default SM-DP+; give an activation code',
      });
      expect(notes).toContain(
        'esimlab: the download failed in stage activationCode: the card has no default SM-DP+; ' +
          'give an activation code, or set a default: esimlab device default-smdp ADDRESS',
      );
    }
  });

  it('takes no address that a download would not call, and keeps what it has', async () => {
    await begin(command);
    await cli.run(['device', 'default-smdp', 'localhost:8443']);
    for (const [words, says] of [
      [
        ['smdp.operator.com'],
        'smdp.operator.com looks like a live server and this is a test device: give the address of a lab server, such as localhost:8443',
      ],
      [
        ['https://localhost:8443'],
        '"https://localhost:8443" is a URL; give host and port alone, such as localhost:8443',
      ],
      [['no host'], '"no host" is not a host name'],
      [['localhost:99999'], '"99999" is not a port (1 to 65535)'],
      [['x'.repeat(251)], 'an address has at most 250 characters'],
      [['localhost:1', '--clear'], '--clear takes the address away; give either it or an address'],
    ] as const) {
      const { code, out, notes } = await cli.run(['device', 'default-smdp', ...words]);
      expect({ code, out, notes }).toEqual({ code: 2, out: [], notes: [`esimlab: ${says}`] });
    }
    expect((await cli.run(['device', 'default-smdp'])).out).toEqual(['the default SM-DP+ is localhost:8443']);
  });
});

describe('esimlab download without a code', () => {
  it('is not what an empty code means', async () => {
    expect(await cli.run(['download', ''])).toMatchObject({
      code: 2,
      notes: [expect.stringContaining('the activation code is empty')],
    });
  });

  it('shows its example', async () => {
    const { out } = await cli.run(['download', '--help']);
    expect(out.join('\n')).toContain(
      'esimlab download   (after: esimlab device default-smdp localhost:8443)',
    );
  });
});

describe('esimlab order place --no-matching-id', () => {
  it('wants the EID by which the order is found', async () => {
    await begin('start');
    expect(await cli.run(['order', 'place', '--no-matching-id'])).toMatchObject({
      code: 2,
      notes: [
        'esimlab: --no-matching-id needs --eid, by which the order is found; esimlab device info shows it',
      ],
    });
  });
});
