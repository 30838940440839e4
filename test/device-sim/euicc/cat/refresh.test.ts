import { describe, expect, it } from 'vitest';

import type { Bench } from '../../uicc/bench.ts';
import { openBench } from '../../uicc/bench.ts';

/** TERMINAL PROFILE of a terminal that knows REFRESH: octet 3, bit 8. */
const knowsRefresh = '8010000003010080';
const knowsNothing = '801000001E' + 'FFFF7F' + 'FF'.repeat(27);
const refresh = 'D009810301010482028182';
const first = 'A0000005591010FFFFFFFF8900001100';
const second = 'A0000005591010FFFFFFFF8900001200';
const isdr = 'A0000005591010FFFFFFFF8900000100';

/** Two profiles, the first one enabled, and the ISD-R selected on channel 1. */
async function openTwo(): Promise<Bench> {
  const bench = await openBench();
  await bench.install({ values: { iccid: '89000123456789012342' } });
  await bench.reset();
  await bench.apdu('0070000001');
  await bench.apdu(`01A4040C10${isdr}`);
  return bench;
}

const enableFrame = (aid: string, flag = 'FF'): string =>
  `81E291001A BF3117A0124F10${aid}8101${flag}`.replace(' ', '');
const disableFrame = (aid: string, flag = 'FF'): string =>
  `81E291001A BF3217A0124F10${aid}8101${flag}`.replace(' ', '');

describe('REFRESH', () => {
  it('is asked for after a switch with refreshFlag, fetched, and leads to the new profile', async () => {
    await using bench = await openTwo();
    expect(await bench.apdu(knowsRefresh)).toBe('9000');
    expect(await bench.apdu(enableFrame(second))).toBe('6106');
    expect(await bench.apdu('01C0000006')).toBe('BF3103800100910B');
    expect(await bench.apdu('00A4000C023F00')).toBe('910B');
    expect(await bench.apdu('8012000000')).toBe('6C0B');
    expect(await bench.apdu('801200000B')).toBe(`${refresh}9000`);
    expect(await bench.read('2FE2')).toBe('98001032547698103214');
    await bench.reset();
    expect(await bench.read('2FE2')).toBe('98001032547698103224');
    expect(await bench.apdu('01A40004023F00')).toBe('6881');
  });

  it('of a profile that is disabled; afterwards nothing lies in the MF', async () => {
    await using bench = await openTwo();
    await bench.apdu(knowsRefresh);
    await bench.apdu(disableFrame(first));
    expect(await bench.apdu('01C0000006')).toBe('BF3203800100910B');
    await bench.reset();
    expect(await bench.sw('00A40804022FE2')).toBe('6A82');
  });

  it('a memory reset that removes the enabled profile asks for it too', async () => {
    await using bench = await openTwo();
    await bench.apdu(knowsRefresh);
    await bench.apdu('81E2910007BF3404820205E0');
    expect(await bench.apdu('01C0000006')).toBe('BF3403800100910B');
  });

  it('a memory reset that removes the enabled profile is refused with catBusy while one is under way', async () => {
    await using bench = await openTwo();
    await bench.apdu(knowsRefresh);
    await bench.apdu(enableFrame(second));
    await bench.apdu('801200000B');
    await bench.apdu('81E2910007BF3404820205E0');
    expect(await bench.apdu('01C0000006')).toBe('BF34038001059000');
    expect(await bench.apdu('801400000C810301010482028281830100')).toBe('9000');
    await bench.apdu('81E2910007BF3404820205E0');
    expect(await bench.apdu('01C0000006')).toBe('BF3403800100910B');
  });

  it.each([
    ['no TERMINAL PROFILE', undefined, 'FF'],
    ['a terminal that does not know REFRESH', knowsNothing, 'FF'],
    ['refreshFlag false', knowsRefresh, '00'],
  ])('is not asked for with %s', async (_, profile, flag) => {
    await using bench = await openTwo();
    if (profile !== undefined) await bench.apdu(profile);
    await bench.apdu(enableFrame(second, flag));
    expect(await bench.apdu('01C0000006')).toBe('BF31038001009000');
    expect(await bench.apdu('801200000B')).toBe('6985');
  });

  it('nor after a switch that was refused', async () => {
    await using bench = await openTwo();
    await bench.apdu(knowsRefresh);
    await bench.apdu(enableFrame(first));
    expect(await bench.apdu('01C0000006')).toBe('BF31038001029000');
  });

  it('what the terminal can do is forgotten by a reset', async () => {
    await using bench = await openTwo();
    await bench.apdu(knowsRefresh);
    await bench.reset();
    await bench.apdu('0070000001');
    await bench.apdu(`01A4040C10${isdr}`);
    await bench.apdu(enableFrame(second));
    expect(await bench.apdu('01C0000006')).toBe('BF31038001009000');
  });

  it('a second one is refused with catBusy until the first one has been answered', async () => {
    await using bench = await openTwo();
    await bench.apdu(knowsRefresh);
    await bench.apdu(enableFrame(second));
    expect(await bench.apdu('01C0000006')).toMatch(/910B$/);
    await bench.apdu(enableFrame(first));
    expect(await bench.apdu('01C0000006')).toBe('BF3103800105910B');
    await bench.apdu('801200000B');
    await bench.apdu(disableFrame(second));
    expect(await bench.apdu('01C0000006')).toBe('BF32038001059000');
    await bench.apdu(enableFrame(first, '00'));
    expect(await bench.apdu('01C0000006')).toBe('BF31038001009000');
    expect(await bench.apdu('801400000C810301010482028281830100')).toBe('9000');
    await bench.apdu(enableFrame(second));
    expect(await bench.apdu('01C0000006')).toBe('BF3103800100910B');
  });
});

describe('the other commands of the toolkit', () => {
  it.each([
    ['ENVELOPE', '80C2000003D60100', '9000'],
    ['TERMINAL RESPONSE to nothing', '801400000C810301010482028281830100', '6985'],
    ['FETCH where nothing waits', '8012000000', '6985'],
    ['FETCH with a P1', '8012010000', '6A86'],
    ['FETCH with data', '8012000001FF', '6700'],
    ['TERMINAL PROFILE with a P2', '8010000103010080', '6A86'],
  ])('%s', async (_, command, status) => {
    await using bench = await openBench();
    expect(await bench.apdu(command)).toBe(status);
  });
});
