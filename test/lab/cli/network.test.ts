import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { CliFolder } from '../../support/cli.ts';

const cli = new CliFolder();

beforeAll(async () => {
  await cli.begin(['start', '--json', '--no-open']);
  await cli.run(['download', 'immediate']);
  await cli.run(['clock', 'advance', '10s']);
}, 60_000);
afterAll(async () => {
  await cli[Symbol.asyncDispose]();
});

const network = async (...words: readonly string[]) => {
  const { code, out, notes } = await cli.run(['network', ...words]);
  return { code, said: out.at(-1) ?? notes.at(-1) ?? '' };
};
/** How the device stands with the network once it was switched off and on. */
const modem = async () => {
  await cli.run(['modem', 'power', 'off']);
  await cli.run(['modem', 'power', 'on']);
  return (await cli.run(['modem', 'register'])).out.at(-1);
};

describe('esimlab network', () => {
  it('refuses everyone with a cause, and admits them again', async () => {
    expect(await network()).toEqual({ code: 0, said: 'the network turns nobody away' });
    expect(await network('refuse', '15')).toEqual({
      code: 0,
      said: 'everyone is turned away: cause 15 (No suitable cells in tracking area)',
    });
    expect(await modem()).toMatch(/^denied .*, cause 15/);
    expect(await network('admit')).toEqual({ code: 0, said: 'the network turns nobody away' });
    expect(await modem()).toMatch(/^home at 001\/01 /);
  });

  it('refuses one subscriber for a while', async () => {
    const { out } = await cli.run(['order', 'list', '--json']);
    const { iccid = '' } = /"iccid":"(?<iccid>\d+)"/.exec(out.join(''))?.groups ?? {};
    const { said } = await network('refuse', 'congestion', iccid, '--for', '10m');
    expect(said).toMatch(/^\d{15} is turned away until \d{4}-.*Z: congestion$/);
    await cli.run(['clock', 'advance', '11m']);
    expect((await network('--json')).said).toBe('{"refusals":[]}');
  });

  it.each<[readonly string[], RegExp]>([
    [
      ['refuse', '1'],
      /"1" is neither an EMM cause nor congestion, authentication, noAnswer; known causes: 2, 3/,
    ],
    [['refuse', 'congestions', '--for', '1m'], /did you mean congestion\?/],
    [['refuse', 'congestion'], /add --for 10m/],
    [['refuse', '15', '--for', 'soon'], /--for: not a span/],
    [['refuse', '15', 'somebody'], /it is everyone, an IMSI or the ICCID of an order/],
    [['admit', '8900101999999999996'], /no order has a subscriber with the ICCID 8900101999999999996/],
    [['refuse'], /missing required argument 'how'/],
  ])('%j is wrong usage', async (words, said) => {
    const ran = await cli.run(['network', ...words]);
    expect(ran.code).toBe(2);
    expect(ran.notes.join('\n')).toMatch(said);
  });
});
