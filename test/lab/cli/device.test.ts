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
const eid = '89049032123451234512345678901235';

async function downloaded(): Promise<string> {
  await cli.begin(['start', '--smdp-port', '0', '--json']);
  const { iccid } = lastJson((await cli.run(['download', 'immediate', '--json'])).out) as { iccid: string };
  return iccid;
}

describe('esimlab device', () => {
  it('makes a card with the EID, version, CIs, memory and capabilities it is told', async () => {
    const words = ['device', 'create', '--eid', eid, '--svn', '2.2.0', '--ci', 'both', '--memory', '65536'];
    const { code, out } = await cli.run([
      ...words,
      '--capability',
      'usimSupport,akaMilenage,testProfileSupport',
      '--json',
    ]);
    expect({ code, card: lastJson(out) }).toEqual({ code: 0, card: { device: 'device-1', eid } });
    expect(lastJson((await cli.run(['device', 'info', '--json'])).out)).toMatchObject({
      eid,
      svn: '2.2.0',
      uiccCapability: 'usimSupport akaMilenage',
      rspCapability: 'testProfileSupport',
      ciForSigning:
        'F54172BDF98A95D65CBEB88A38A1C11D800A85C3 Test CI, FBAAC42B4F9ADE218381CE235B99B48FAAE0E03C esimlab TEST CI (brainpool)',
    });
  });

  it('makes no second card of one name', async () => {
    await cli.run(['device', 'create']);
    const { code, notes } = await cli.run(['device', 'create']);
    expect(code).toBe(2);
    expect(notes).toEqual([
      'esimlab: there is a card "device-1" already; choose another name with --device NAME',
    ]);
  });

  it('names a wrong EID, version, CI and capability in one line and exits with 2', async () => {
    for (const [flag, value, says] of [
      ['--eid', '1234', 'not an EID (32 digits)'],
      ['--svn', '2', 'a version looks like 2.5.0'],
      ['--ci', 'gsma', 'nist, brp, both, own'],
      ['--capability', 'flying', '"flying" is none of'],
    ] as const) {
      const { code, notes } = await cli.run(['device', 'create', flag, value]);
      expect({ flag, code }).toEqual({ flag, code: 2 });
      expect(notes.join('\n')).toContain(says);
    }
  });

  it('disables, names, enables and deletes a profile and tells the server of each', async () => {
    const iccid = await downloaded();
    const disabled = await cli.run(['device', 'disable', iccid]);
    expect(disabled).toMatchObject({
      code: 0,
      out: [`disabled ${iccid}; 1 notification delivered, none waits`],
    });
    expect((await cli.run(['device', 'nickname', iccid, 'Work'])).out).toEqual([`${iccid} is "Work"`]);
    const { profiles } = lastJson((await cli.run(['device', 'list', '--json'])).out) as {
      profiles: object[];
    };
    expect(profiles).toMatchObject([
      { iccid, state: 'disabled', nickname: 'Work', serviceProviderName: 'Fernweh Mobile' },
    ]);
    expect((await cli.run(['device', 'enable', iccid])).code).toBe(0);
    const kept = await cli.run(['device', 'delete', iccid]);
    expect(kept.code).toBe(1);
    expect(kept.notes.at(-1)).toContain('disable it first');
    expect((await cli.run(['device', 'disable', iccid])).code).toBe(0);
    expect((await cli.run(['device', 'delete', iccid])).code).toBe(0);
    expect((await cli.run(['device', 'list'])).out).toEqual([
      'no profile is on the card; next: npx esimlab download immediate',
    ]);
  });

  it('keeps notifications on the card while the server is away, and delivers them later', async () => {
    const lab = await cli.begin(['start', '--smdp-port', '0', '--json']);
    const own = (lastJson((await cli.run(['download', 'immediate', '--json'])).out) as { iccid: string })
      .iccid;
    expect((await cli.run(['device', 'notifications'])).out).toEqual(['no notification waits']);
    await lab.stop();
    const away = await cli.run(['device', 'disable', own]);
    expect(away.out[1]).toMatch(/^ {2}for localhost:\d+: .*localhost:\d+/);
    expect(away.out.join()).toContain('0 notifications delivered, 1 waiting');
    expect((await cli.run(['device', 'notifications'])).out).toEqual([
      expect.stringMatching(/^3 {2}disable {2}localhost:\d+$/),
    ]);
  });

  it('resets the card to as it was made', async () => {
    await downloaded();
    expect((await cli.run(['device', 'reset'])).code).toBe(0);
    expect(lastJson((await cli.run(['device', 'list', '--json'])).out)).toEqual({ profiles: [] });
  });

  it('says what an ICCID looks like', async () => {
    await cli.run(['device', 'create']);
    const { code, notes } = await cli.run(['device', 'enable', '12']);
    expect(code).toBe(2);
    expect(notes).toEqual([
      'esimlab: not an ICCID (18 to 20 digits): "12"; esimlab device list shows those on the card',
    ]);
  });

  it('fails with the status Windows would give when the profile is not there, and says what to do', async () => {
    await cli.run(['device', 'create']);
    const { code, notes } = await cli.run(['device', 'enable', '8900101234567890123']);
    expect(code).toBe(1);
    expect(notes.at(-1)).toBe(
      'esimlab: the eUICC refused EnableProfile: iccidOrAidNotFound (1); ' +
        'esimlab device list shows the profiles on the card (ProfileNotPresent)',
    );
  });

  it('works on no card that was never made', async () => {
    await cli.run(['device', 'create']);
    for (const words of [['list'], ['reset'], ['info'], ['enable', '8900101234567890123']]) {
      const { code, out, notes } = await cli.run(['device', ...words, '--device', 'ghost']);
      expect({ words, code, out }).toEqual({ words, code: 2, out: [] });
      expect(notes).toEqual([
        'esimlab: there is no card "ghost" yet (there is: device-1); ' +
          'make it with "esimlab device create --device ghost", or download to it',
      ]);
    }
  });

  it('names the options again that choose the folder and the device', async () => {
    const { out } = await cli.run(['device', 'create', '--device', 'watch']);
    expect(out[0]).toMatch(/next: npx esimlab download immediate --device watch$/);
    expect((await cli.run(['device', 'list', '--device', 'watch'])).out).toEqual([
      'no profile is on the card; next: npx esimlab download immediate --device watch',
    ]);
  });

  it('takes no nickname of more than 64 octets', async () => {
    await cli.run(['device', 'create']);
    const { code, notes } = await cli.run(['device', 'nickname', '8900101234567890123', 'x'.repeat(65)]);
    expect({ code, notes }).toEqual({
      code: 2,
      notes: ['esimlab: a nickname has at most 64 octets; choose a shorter one'],
    });
  });
});
