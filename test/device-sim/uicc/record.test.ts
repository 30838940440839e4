import { describe, expect, it } from 'vitest';

import { fromHex } from '#shared/bytes/bytes';
import type { ProfileElement } from '#shared/saip/index';

import type { Bench } from './bench.ts';
import { openBench } from './bench.ts';

/** Directory 7F66 with a file of five records of four octets and a ring of three, all free for everybody. */
const openRules = '80011B 9000 840132 9000';
const fileManagement: ProfileElement = {
  genericFileManagement: {
    header: { identification: 90 },
    fileManagementCMD: [
      [
        { filePath: new Uint8Array(0) },
        {
          createFCP: {
            fileDescriptor: fromHex('7821'),
            fileID: fromHex('7F66'),
            securityAttributesReferenced: fromHex('2F0601'),
            pinStatusTemplateDO: fromHex('01'),
          },
        },
        { filePath: fromHex('7F66') },
        {
          createFCP: {
            fileDescriptor: fromHex('4221000B'),
            fileID: fromHex('6F06'),
            securityAttributesReferenced: fromHex('6F0601'),
            efFileSize: fromHex('0B'),
            shortEFID: new Uint8Array(),
          },
        },
        { fillFileContent: fromHex(openRules) },
        {
          createFCP: {
            fileDescriptor: fromHex('42210004'),
            fileID: fromHex('6F01'),
            securityAttributesReferenced: fromHex('6F0601'),
            efFileSize: fromHex('14'),
            shortEFID: fromHex('08'),
          },
        },
        { fillFileContent: fromHex('01AAAAAA 02AABBAA 03CCCCCC 04AAAAAA 05DDDDDD') },
        {
          createFCP: {
            fileDescriptor: fromHex('46210003'),
            fileID: fromHex('6F02'),
            securityAttributesReferenced: fromHex('6F0601'),
            efFileSize: fromHex('09'),
            shortEFID: fromHex('10'),
          },
        },
        { fillFileContent: fromHex('000003 000002 000001') },
        {
          createFCP: {
            fileDescriptor: fromHex('46210003'),
            fileID: fromHex('6F03'),
            securityAttributesReferenced: fromHex('2F0602'),
            efFileSize: fromHex('09'),
            shortEFID: new Uint8Array(),
          },
        },
      ],
    ],
  },
};

async function openRecords(): Promise<Bench> {
  const bench = await openBench({ elements: (elements) => elements.toSpliced(-1, 0, fileManagement) });
  await bench.select('7F66');
  return bench;
}

describe('READ RECORD', () => {
  it('by number, next and previous; next stops at the end', async () => {
    await using bench = await openRecords();
    await bench.select('6F01');
    expect(await bench.apdu('00B2030404')).toBe('03CCCCCC9000');
    const numbers: string[] = [];
    for (let count = 0; count < 6; count += 1) numbers.push(await bench.apdu('00B2000204'));
    expect(numbers).toEqual([
      '01AAAAAA9000',
      '02AABBAA9000',
      '03CCCCCC9000',
      '04AAAAAA9000',
      '05DDDDDD9000',
      '6A83',
    ]);
    expect(await bench.apdu('00B2000304')).toBe('04AAAAAA9000');
    expect(await bench.apdu('00B2000404')).toBe('04AAAAAA9000');
  });

  it('previous begins at the end and stops at the beginning', async () => {
    await using bench = await openRecords();
    await bench.select('6F01');
    expect(await bench.apdu('00B2000304')).toBe('05DDDDDD9000');
    expect(await bench.apdu('00B2010404')).toBe('01AAAAAA9000');
    for (let count = 0; count < 4; count += 1) await bench.apdu('00B2000304');
    expect(await bench.apdu('00B2000304')).toBe('6A83');
  });

  it('a ring goes on at its other end', async () => {
    await using bench = await openRecords();
    await bench.select('6F02');
    const values: string[] = [];
    for (let count = 0; count < 4; count += 1) values.push(await bench.apdu('00B2000203'));
    expect(values).toEqual(['0000039000', '0000029000', '0000019000', '0000039000']);
    expect(await bench.apdu('00B2000303')).toBe('0000019000');
  });

  it('by short identifier, which selects the file', async () => {
    await using bench = await openRecords();
    expect(await bench.apdu('00B2020C04')).toBe('02AABBAA9000');
    expect(await bench.apdu('00B2050404')).toBe('05DDDDDD9000');
  });

  it.each([
    ['a record that is not there', '00B2060404', '6A83'],
    ['the current one where there is none', '00B2000404', '6A83'],
    ['a wrong length', '00B2010405', '6C04'],
    ['no length', '00B20104', '6C04'],
    ['an unknown mode', '00B2010104', '6A86'],
    ['next with a number', '00B2010204', '6A86'],
    ['an unknown short identifier', '00B201F404', '6A82'],
    ['a reserved short identifier', '00B201FC04', '6A86'],
    ['data', '00B2010401FF', '6700'],
  ])('%s', async (_, command, sw) => {
    await using bench = await openRecords();
    await bench.select('6F01');
    expect(await bench.apdu(command)).toBe(sw);
  });

  it('no EF selected, and one without records', async () => {
    await using bench = await openRecords();
    expect(await bench.apdu('00B2010404')).toBe('6986');
    await bench.select('3F00');
    await bench.select('2FE2');
    expect(await bench.apdu('00B2010404')).toBe('6981');
  });
});

describe('UPDATE RECORD', () => {
  it('by number and by next, which moves on', async () => {
    await using bench = await openRecords();
    await bench.select('6F01');
    expect(await bench.apdu('00DC030404030303FF')).toBe('9000');
    expect(await bench.apdu('00DC00020411111111')).toBe('9000');
    expect(await bench.apdu('00DC00020422222222')).toBe('9000');
    expect(await bench.apdu('00B2010404')).toBe('111111119000');
    expect(await bench.apdu('00B2020404')).toBe('222222229000');
    expect(await bench.apdu('00B2030404')).toBe('030303FF9000');
    expect(await bench.apdu('00DC060404030303FF')).toBe('6A83');
    expect(await bench.apdu('00DC010403030303')).toBe('6700');
  });

  it('in a ring the oldest record gives way and the new one is the first', async () => {
    await using bench = await openRecords();
    await bench.select('6F02');
    expect(await bench.apdu('00DC000303000009')).toBe('9000');
    expect(await bench.apdu('00B2000403')).toBe('0000099000');
    expect(await bench.apdu('00B2020403')).toBe('0000039000');
    expect(await bench.apdu('00B2030403')).toBe('0000029000');
    expect(await bench.apdu('00DC010403000009')).toBe('6A86');
    expect(await bench.apdu('00DC0003020009')).toBe('6700');
  });

  it('where only the operator may', async () => {
    await using bench = await openRecords();
    await bench.select('6F03');
    expect(await bench.apdu('00DC000303000009')).toBe('6982');
    expect(await bench.verify('0A', '3535353535353535')).toBe('9000');
    expect(await bench.apdu('00DC000303000009')).toBe('9000');
  });
});

describe('INCREASE', () => {
  it('adds to the newest record and answers the sum and what was added', async () => {
    await using bench = await openRecords();
    await bench.select('6F02');
    expect(await bench.data('8032000003000005')).toBe('000008000005');
    expect(await bench.apdu('00B2010403')).toBe('0000089000');
    expect(await bench.apdu('00B2020403')).toBe('0000039000');
    expect(await bench.data('80328200020100')).toBe('0001080100');
  });

  it.each([
    ['a sum that does not fit', '6F02', '8032000003FFFFFF', '9850'],
    ['more octets than the record has', '6F02', '803200000400000001', '6700'],
    ['a file that is no ring', '6F01', '8032000003000001', '6981'],
    ['a file that nobody increases', '6F03', '8032000003000001', '6982'],
    ['a P2', '6F02', '8032000103000001', '6A86'],
  ])('%s', async (_, fid, command, sw) => {
    await using bench = await openRecords();
    await bench.select(fid);
    expect(await bench.apdu(command)).toBe(sw);
  });
});

describe('SEARCH RECORD', () => {
  it.each([
    ['forward from the first', '00A2010401AA', '010204'],
    ['forward from the third', '00A2030401AA', '04'],
    ['backward from the last', '00A2050501AA', '040201'],
    ['enhanced, forward from the first, from the third octet on', '00A20106030402BB', '02'],
    ['enhanced, behind the first octet AA', '00A20106030CAABB', '02'],
    ['enhanced, forward from the next', '00A20006030600AA', '010204'],
    ['enhanced, backward from the previous', '00A20006030700DD', '05'],
  ])('%s', async (_, command, numbers) => {
    await using bench = await openRecords();
    await bench.select('6F01');
    expect(await bench.data(command)).toBe(numbers);
  });

  it('the first that was found is current', async () => {
    await using bench = await openRecords();
    await bench.select('6F01');
    await bench.data('00A2030401AA');
    expect(await bench.apdu('00B2000404')).toBe('04AAAAAA9000');
  });

  it.each([
    ['nothing found', '00A2010401EE', '6282'],
    ['behind an octet that is not there', '00A20106030CEEAA', '6282'],
    ['a record that is not there', '00A2060401AA', '6A83'],
    ['nothing to look for', '00A20104', '6700'],
    ['nothing to look for, enhanced', '00A20106020400', '6700'],
    ['an unknown mode', '00A2010701AA', '6A86'],
    ['an unknown indication', '00A20106030000AA', '6A80'],
  ])('%s', async (_, command, sw) => {
    await using bench = await openRecords();
    await bench.select('6F01');
    expect(await bench.sw(command)).toBe(sw);
  });
});
