import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { CliFolder } from '../../support/cli.ts';

const cli = new CliFolder();

beforeAll(async () => {
  await cli.begin(['start', '--smdp-port', '0', '--json', '--no-open']);
}, 60_000);
afterAll(async () => {
  await cli[Symbol.asyncDispose]();
});

const modem = async (...words: readonly string[]) => {
  const { code, out, notes } = await cli.run(['modem', ...words]);
  return { code, said: out.at(-1) ?? notes.at(-1) ?? '' };
};

describe('esimlab modem', () => {
  it('says how the device stands with the network', async () => {
    expect(await modem()).toEqual({ code: 0, said: 'none, no profile is enabled, in US' });
    await cli.run(['download', 'immediate']);
    expect((await modem('register')).said).toMatch(/^home at 001\/01 with \d{18,20}, in US$/);
  });

  it('moves it to another country, where it is with a partner', async () => {
    expect((await modem('move', 'DE')).code).toBe(0);
    expect((await modem('register')).said).toMatch(/^partner at 262\/01 with \d+, in DE$/);
  });

  it('uses data, and says in the exit code whether it was carried', async () => {
    expect(await modem('use', 'video.example', '10MB')).toEqual({ code: 0, said: 'video.example: carried' });
    expect((await modem('power', 'off')).said).toMatch(/^deregistered with /);
    expect(await modem('use', 'video.example', '1 kB')).toEqual({
      code: 1,
      said: 'video.example: not carried: the device is registered in no network',
    });
    expect((await modem('wifi', 'off')).said).toMatch(/, not on Wi-Fi$/);
  });

  it('prints JSON', async () => {
    const { said } = await modem('show', '--json');
    expect(JSON.parse(said)).toMatchObject({
      registration: { state: 'deregistered' },
      country: 'DE',
      wifi: false,
    });
  });

  it.each([
    [['move', 'Germany'], 'esimlab: not a country of two letters, as DE: "Germany"'],
    [['use', 'video.example', 'much'], 'esimlab: not a number of octets such as 40 kB or 10 MB: "much"'],
    [['register', 'x'], 'esimlab: not a PLMN (country code and network code, 001/01): "x"'],
  ])('%j is wrong usage', async (words, said) => {
    expect(await modem(...words)).toEqual({ code: 2, said });
  });
});
