import { describe, expect, it } from 'vitest';

import { toHex } from '#shared/bytes/bytes';

import type { Bench } from '../bench.ts';
import { openBench } from '../bench.ts';
import type { BenchOptions } from '../bench.ts';
import type { Letter } from '../lettered-profiles.ts';
import { deleteCommand, disableCommand, enableCommand, install, octetsOf } from '../lettered-profiles.ts';

const knowsRefresh = '8010000003010080';
const answered = (result: string): string => `801400000C81030101048202828183${result}`;
const performed = answered('0100');
const refusals = [
  ['20, the terminal is unable at present', answered('0120')],
  ['30, beyond its capabilities', answered('0130')],
  ['10, ended by the user', answered('0110')],
  ['nothing said', '80140000098103010104820282 81'.replace(' ', '')],
  ['no TLV', '8014000003FFFFFF'],
] as const;

const told = {
  notificationConfigurationInfo: [
    {
      profileManagementOperation: ['notificationEnable' as const, 'notificationDisable' as const],
      notificationAddress: 'smdp.example.com',
    },
  ],
};

/** A and B, A enabled, and a terminal that knows REFRESH; its ISD-R is on the basic channel. */
async function openTwo(card: BenchOptions['card'] = {}): Promise<Bench> {
  const bench = await openBench({ card });
  await install(bench, 'A', told);
  await install(bench, 'B', told);
  await bench.es10(enableCommand('A', '00'));
  await bench.apdu(knowsRefresh);
  return bench;
}

/** A command of the ISD-R whose answer ends with 910B: a REFRESH waits. It is fetched. */
async function fetchedAfter(bench: Bench, command: string): Promise<string> {
  const { data, sw } = await bench.send(command);
  expect(sw).toBe('910B');
  expect((await bench.apdu('801200000B')).sw).toBe('9000');
  return toHex(data);
}

async function enabled(bench: Bench): Promise<readonly string[]> {
  const { profiles } = (await bench.store.read())!;
  return profiles.filter(({ state }) => state === 1).map(({ iccid }) => toHex(iccid));
}
const seqNumbers = async (bench: Bench): Promise<readonly number[]> =>
  (await bench.store.read())!.notifications.map(({ seqNumber }) => seqNumber);

/** The ICCID in the files, as a terminal reads it on a channel of its own. */
async function iccidInFiles(bench: Bench): Promise<string> {
  await bench.apdu('0070000500');
  const select = await bench.apdu('41A40804022FE2');
  if (!select.sw.startsWith('61')) return select.sw;
  return toHex((await bench.apdu('41B000000A')).data);
}

describe('a REFRESH that the terminal refuses (SGP.22 §5.7.16)', () => {
  it.each(refusals)('%s: the Profile before is enabled again, and nothing is told', async (_, response) => {
    await using bench = await openTwo();
    const before = await seqNumbers(bench);
    expect(await fetchedAfter(bench, enableCommand('B'))).toBe('BF3103800100');
    expect(await enabled(bench)).toEqual([octetsOf('B')]);
    expect(await seqNumbers(bench)).toEqual([...before, 4, 5]);
    expect((await bench.apdu(response)).sw).toBe('9000');
    expect(await enabled(bench)).toEqual([octetsOf('A')]);
    expect(await seqNumbers(bench)).toEqual(before);
    expect(await iccidInFiles(bench)).toBe(octetsOf('A'));
    await bench.powerCycle();
    expect(await enabled(bench)).toEqual([octetsOf('A')]);
  });

  it('numbers of notifications that were taken back are not used again', async () => {
    await using bench = await openTwo();
    await fetchedAfter(bench, enableCommand('B'));
    await bench.apdu(answered('0120'));
    await bench.es10(enableCommand('B', '00'));
    expect((await seqNumbers(bench)).slice(-2)).toEqual([6, 7]);
  });

  it.each([
    ['Profile State Change, 09, where the terminal knows it', '20', 'D009810301010982028182'],
    ['UICC Reset, 04, elsewhere', 'DF', 'D009810301010482028182'],
  ])('has the mode %s', async (_, octet34, command) => {
    await using bench = await openTwo();
    await bench.apdu(`8010000022010080${'00'.repeat(30)}${octet34}`);
    expect((await bench.send(enableCommand('B'))).sw).toBe('910B');
    expect(toHex((await bench.apdu('801200000B')).data)).toBe(command);
    await bench.apdu(answered('0120'));
    expect(await enabled(bench)).toEqual([octetsOf('A')]);
  });

  it('performed: the new files are met at once, and a later answer changes nothing', async () => {
    await using bench = await openTwo();
    await fetchedAfter(bench, enableCommand('B'));
    expect(await iccidInFiles(bench)).toBe(octetsOf('A'));
    expect((await bench.apdu(performed)).sw).toBe('9000');
    expect(await enabled(bench)).toEqual([octetsOf('B')]);
    expect(await iccidInFiles(bench)).toBe(octetsOf('B'));
    expect((await bench.apdu(answered('0120'))).sw).toBe('6985');
    expect(await enabled(bench)).toEqual([octetsOf('B')]);
  });

  it('of a disabled Profile: it is enabled again', async () => {
    await using bench = await openTwo();
    expect(await fetchedAfter(bench, disableCommand('A'))).toBe('BF3203800100');
    expect(await enabled(bench)).toEqual([]);
    await bench.apdu(answered('0120'));
    expect(await enabled(bench)).toEqual([octetsOf('A')]);
  });

  it('of a Test Profile: the one to return to is what it was', async () => {
    await using bench = await openTwo();
    await install(bench, 'T');
    await bench.apdu(knowsRefresh);
    await bench.es10(enableCommand('T', '00'));
    const { registers } = (await bench.store.read())!;
    await fetchedAfter(bench, disableCommand('T'));
    expect(await enabled(bench)).toEqual([octetsOf('A')]);
    await bench.apdu(answered('0120'));
    expect(await enabled(bench)).toEqual([octetsOf('T')]);
    expect((await bench.store.read())!.registers.enabledBeforeTest).toEqual(registers.enabledBeforeTest);
    expect((await bench.send(disableCommand('T'))).sw).toBe('910B');
    expect(await enabled(bench)).toEqual([octetsOf('A')]);
  });

  it('what has been switched since stays, and a Profile deleted since does not come back', async () => {
    await using bench = await openTwo();
    await install(bench, 'P');
    await bench.apdu(knowsRefresh);
    await fetchedAfter(bench, enableCommand('B'));
    await bench.es10(enableCommand('P' satisfies Letter, '00'));
    await bench.apdu(answered('0120'));
    expect(await enabled(bench)).toEqual([octetsOf('P')]);
    await fetchedAfter(bench, enableCommand('B'));
    await bench.es10(deleteCommand('P'));
    await bench.apdu(answered('0120'));
    expect(await enabled(bench)).toEqual([]);
  });

  it('a reset instead of an answer is the REFRESH itself', async () => {
    await using bench = await openTwo();
    await fetchedAfter(bench, enableCommand('B'));
    await bench.euicc.reset();
    await bench.select();
    expect(await enabled(bench)).toEqual([octetsOf('B')]);
    expect(await iccidInFiles(bench)).toBe(octetsOf('B'));
  });
});

describe('GetProfilesInfo while a REFRESH is awaited (SGP.22 §5.7.15)', () => {
  it('tells the state to come, unless the card is one that tells none: 6985', async () => {
    await using open = await openTwo();
    await fetchedAfter(open, enableCommand('B'));
    expect(await open.es10('BF2D055C035A9F70')).toContain(`${octetsOf('B')}9F700101`);

    await using silent = await openTwo({ noStateBeforeRefresh: true });
    expect((await silent.send('BF2D00')).sw).toBe('9000');
    expect((await silent.send(enableCommand('B'))).sw).toBe('910B');
    expect((await silent.send('BF2D00')).sw).toBe('6985');
    expect((await silent.send('BF2D055C035A9F70')).sw).toBe('6985');
    expect((await silent.send('BF2D035C015A')).sw).toBe('910B');
    await silent.apdu('801200000B');
    expect((await silent.send('BF2D00')).sw).toBe('6985');
    await silent.apdu(performed);
    expect(await silent.es10('BF2D055C035A9F70')).toContain(`${octetsOf('B')}9F700101`);
  });

  it('without refreshFlag, or after a reset, nothing is awaited', async () => {
    await using silent = await openTwo({ noStateBeforeRefresh: true });
    await silent.es10(enableCommand('B', '00'));
    expect((await silent.send('BF2D00')).sw).toBe('9000');
    expect((await silent.send(enableCommand('A'))).sw).toBe('910B');
    await silent.euicc.reset();
    await silent.select();
    expect((await silent.send('BF2D00')).sw).toBe('9000');
  });
});
