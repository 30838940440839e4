import { describe, expect, it } from 'vitest';

import type { Bench } from './bench.ts';
import { openBench, pins, usimAid } from './bench.ts';

const other = '38383838FFFFFFFF';

/** A USIM whose PIN1 is asked for. */
async function openGuarded(): Promise<Bench> {
  const bench = await openBench({ values: { pin1Enabled: true } });
  await bench.selectUsim();
  return bench;
}

describe('what a PIN guards', () => {
  it('EF.IMSI and AUTHENTICATE are 6982 until PIN1 is verified; what everybody may read is read', async () => {
    await using bench = await openGuarded();
    expect(await bench.sw('00B0870009')).toBe('6982');
    expect(await bench.sw(`008800812210${'11'.repeat(16)}10${'00'.repeat(16)}`)).toBe('6982');
    expect(await bench.read('6FAD')).toBe('00000002');
    expect(await bench.verify('01', pins.pin1)).toBe('9000');
    expect(await bench.sw('00B0870009')).toBe('9000');
    expect(await bench.sw(`008800812210${'11'.repeat(16)}10${'00'.repeat(16)}`)).toBe('9862');
    await bench.reset();
    await bench.selectUsim();
    expect(await bench.sw('00B0870009')).toBe('6982');
  });

  it('a PIN that is disabled stands in nobody’s way', async () => {
    await using bench = await openBench();
    await bench.selectUsim();
    expect(await bench.read('6F07')).toBe('080910101032547698');
    expect(await bench.verify('01', pins.pin1)).toBe('6984');
  });

  it('is verified for all channels', async () => {
    await using bench = await openGuarded();
    await bench.apdu('0070000001');
    expect(await bench.verify('01', pins.pin1)).toBe('9000');
    await bench.apdu(`01A4040C0C${usimAid}`);
    expect(await bench.apdu('01B0870009')).toMatch(/9000$/);
  });

  it('the FCP tells which PINs are enabled', async () => {
    await using bench = await openGuarded();
    expect(await bench.selectUsim()).toContain('C60C9001E0830101830181');
    expect(await bench.sw(`0026000108${pins.pin1}`)).toBe('9000');
    expect(await bench.selectUsim()).toContain('C60C900160830101830181');
  });

  it('PIN2 is that of the application, ADM1 that of the card', async () => {
    await using bench = await openGuarded();
    expect(await bench.verify('81', pins.pin2)).toBe('9000');
    expect(await bench.verify('0A', pins.adm1)).toBe('9000');
    await bench.select('6F07');
    expect(await bench.apdu('00D6000009080910101032547699')).toBe('9000');
    await bench.reset();
    expect(await bench.verify('81', pins.pin2)).toBe('6A88');
    expect(await bench.verify('0A', pins.adm1)).toBe('9000');
  });
});

describe('VERIFY PIN', () => {
  it('counts down, blocks, and counts anew after the right one', async () => {
    await using bench = await openGuarded();
    expect(await bench.sw('00200001')).toBe('63C3');
    expect(await bench.verify('01', pins.wrong)).toBe('63C2');
    expect(await bench.sw('00200001')).toBe('63C2');
    expect(await bench.verify('01', pins.pin1)).toBe('9000');
    for (const left of ['63C2', '63C1', '63C0']) expect(await bench.verify('01', pins.wrong)).toBe(left);
    expect(await bench.verify('01', pins.pin1)).toBe('6983');
    expect(await bench.sw('00200001')).toBe('6983');
  });

  it('a wrong one takes the right one back', async () => {
    await using bench = await openGuarded();
    await bench.verify('01', pins.pin1);
    expect(await bench.verify('01', pins.wrong)).toBe('63C2');
    expect(await bench.sw('00B0870009')).toBe('6982');
  });

  it('the counter survives a reset and the loss of power', async () => {
    await using bench = await openGuarded();
    await bench.verify('01', pins.wrong);
    await bench.reset();
    expect(await bench.verify('01', pins.wrong)).toBe('63C1');
    await bench.card.powerCycle();
    await bench.selectUsim();
    expect(await bench.verify('01', pins.wrong)).toBe('63C0');
    await bench.card.powerCycle();
    await bench.selectUsim();
    expect(await bench.verify('01', pins.pin1)).toBe('6983');
  });

  it.each([
    ['a PIN that is not there', `0020000208${pins.pin1}`, '6A88'],
    ['a P1', `0020010108${pins.pin1}`, '6A86'],
    ['fewer octets than a PIN', '002000010430303030', '6700'],
  ])('%s', async (_, command, sw) => {
    await using bench = await openGuarded();
    expect(await bench.sw(command)).toBe(sw);
  });
});

describe('CHANGE PIN', () => {
  it('takes the old one and from then on the new one', async () => {
    await using bench = await openGuarded();
    expect(await bench.sw(`0024000110${pins.wrong}${other}`)).toBe('63C2');
    expect(await bench.sw(`0024000110${pins.pin1}${other}`)).toBe('9000');
    expect(await bench.sw('00B0870009')).toBe('9000');
    await bench.card.powerCycle();
    await bench.selectUsim();
    expect(await bench.verify('01', pins.pin1)).toBe('63C2');
    expect(await bench.verify('01', other)).toBe('9000');
  });

  it('of a PIN that is disabled, and of half a command', async () => {
    await using bench = await openBench();
    await bench.selectUsim();
    expect(await bench.sw(`0024000110${pins.pin1}${other}`)).toBe('6984');
    expect(await bench.sw(`0024000108${pins.pin1}`)).toBe('6700');
  });
});

describe('DISABLE PIN and ENABLE PIN', () => {
  it('last over resets', async () => {
    await using bench = await openGuarded();
    expect(await bench.sw(`0026000108${pins.wrong}`)).toBe('63C2');
    expect(await bench.sw(`0026000108${pins.pin1}`)).toBe('9000');
    expect(await bench.sw(`0026000108${pins.pin1}`)).toBe('6985');
    await bench.reset();
    await bench.selectUsim();
    expect(await bench.sw('00B0870009')).toBe('9000');
    expect(await bench.sw(`0028000108${pins.pin1}`)).toBe('9000');
    expect(await bench.sw(`0028000108${pins.pin1}`)).toBe('6985');
    await bench.reset();
    await bench.selectUsim();
    expect(await bench.sw('00B0870009')).toBe('6982');
  });

  it('PIN2 cannot be disabled', async () => {
    await using bench = await openGuarded();
    expect(await bench.sw(`0026008108${pins.pin2}`)).toBe('6985');
  });
});

describe('UNBLOCK PIN', () => {
  it('gives a blocked PIN a new value by its PUK', async () => {
    await using bench = await openGuarded();
    for (let count = 0; count < 3; count += 1) await bench.verify('01', pins.wrong);
    expect(await bench.sw('002C0001')).toBe('63CA');
    expect(await bench.sw(`002C000110${pins.wrong}${other}`)).toBe('63C9');
    expect(await bench.sw(`002C000110${pins.puk1}${other}`)).toBe('9000');
    expect(await bench.sw('002C0001')).toBe('63CA');
    expect(await bench.sw('00B0870009')).toBe('9000');
    await bench.reset();
    await bench.selectUsim();
    expect(await bench.verify('01', other)).toBe('9000');
  });

  it('ten wrong ones use the PUK up', async () => {
    await using bench = await openGuarded();
    for (let count = 0; count < 10; count += 1) await bench.sw(`002C000110${pins.wrong}${other}`);
    expect(await bench.sw(`002C000110${pins.puk1}${other}`)).toBe('6983');
    expect(await bench.sw('002C0001')).toBe('6983');
  });

  it('a PIN without a PUK is 6A88, and half a command 6700', async () => {
    await using bench = await openGuarded();
    expect(await bench.sw(`002C000A10${pins.puk1}${other}`)).toBe('6A88');
    expect(await bench.sw(`002C000108${pins.puk1}`)).toBe('6700');
  });
});
