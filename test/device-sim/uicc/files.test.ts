import { describe, expect, it } from 'vitest';

import type { ProfileElement } from '#shared/saip/index';

import { openBench as openCardBench } from '../euicc/bench.ts';
import { openBench, usimAid } from './bench.ts';

/** An MF whose EF.PL is that of the template. */
function withoutLanguage(element: ProfileElement): ProfileElement {
  if (element.mf === undefined) return element;
  const files = Object.entries(element.mf).filter(([name]) => name !== 'ef-pl');
  return { mf: Object.fromEntries(files) as typeof element.mf };
}

describe('a card without an enabled profile', () => {
  it('has an MF in which nothing lies, and no application but the ISD-R', async () => {
    await using card = await openCardBench();
    await card.euicc.reset();
    expect((await card.apdu('00A40004023F00')).sw).toBe('6112');
    expect((await card.apdu('00C0000012')).sw).toBe('9000');
    for (const fid of ['2FE2', '2F00', '2F06', '7FFF', '7F10']) {
      expect((await card.apdu(`00A4000402${fid}`)).sw).toBe('6A82');
    }
    expect((await card.apdu('00A4040407A0000000871002')).sw).toBe('6A82');
    expect((await card.apdu('00B0820000')).sw).toBe('6A82');
    expect((await card.apdu(`00880081221000112233445566778899AABBCCDDEEFF10${'00'.repeat(16)}`)).sw).toBe(
      '6985',
    );
    await card.select();
    expect(await card.es10('BF2D00')).toBe('BF2D02A000');
  });
});

describe('FCP templates (network.md §1)', () => {
  it('of the USIM and of EF.IMSI, octet by octet', async () => {
    await using bench = await openBench();
    expect(await bench.apdu(`00A404040C${usimAid}`)).toBe('6133');
    expect(await bench.apdu('00C0000033')).toBe(
      `623182027821 83027FFF 840C${usimAid} A503800171 8A0105 8B032F0601 C60C900160830101830181 83010A 9000`.replaceAll(
        ' ',
        '',
      ),
    );
    await bench.selectUsim();
    expect(await bench.select('6F07')).toBe(
      '621782024121 83026F07 8A0105 8B036F0603 80020009 880138'.replaceAll(' ', ''),
    );
  });

  it('of the MF, a directory and a file of records', async () => {
    await using bench = await openBench();
    expect(await bench.select('3F00')).toBe(
      '62208202782183023F00A5038001718A01058B032F0601C60990014083010183010A',
    );
    expect(await bench.select('2F00')).toBe('621A8205422100160183022F008A01058B032F0602800200168801F0');
    await bench.selectUsim();
    expect(await bench.select('5FC0')).toMatch(/^62..8202782183025FC08A01058B036F0601C6/);
  });

  it('a file without a short identifier says so by an empty member', async () => {
    await using bench = await openBench();
    await bench.selectUsim();
    expect(await bench.select('6F46')).toMatch(/800200118800$/);
  });

  it('a file of a template without a rule of its own carries the rule itself', async () => {
    await using bench = await openBench({
      elements: (elements) => elements.map(withoutLanguage),
    });
    expect(await bench.select('2F05')).toContain(
      'AB1B8001019000800102A406830101950108800158A40683010A950108',
    );
  });
});

describe('SELECT', () => {
  it.each([
    ['the whole AID', `00A404040C${usimAid}`, '9000'],
    ['the beginning of the AID', '00A4040407A0000000871002', '9000'],
    ['the last one', '00A4040507A0000000871002', '9000'],
    ['the next one where none is active', '00A4040607A0000000871002', '9000'],
    ['the ISD-R', '00A4040410A0000005591010FFFFFFFF8900000100', '9000'],
    ['no answer wanted', '00A4040C07A0000000871002', '9000'],
    ['an AID that is not there', '00A4040407A0000000871004', '6A82'],
    ['fewer octets than a RID', '00A4040404A0000000', '9000'],
    ['nothing', '00A40404', '6A82'],
    ['half a FID', '00A40004013F', '6700'],
    ['half a path', '00A40804033F0000', '6700'],
    ['a path without steps', '00A40804', '6700'],
    ['the parent with a FID', '00A40304023F00', '6700'],
    ['the parent of the MF', '00A40304', '6A82'],
    ['an unknown P1', '00A40204023F00', '6A86'],
    ['an unknown P2', '00A40010023F00', '6A86'],
    ['the ADF where no application is active', '00A40004027FFF', '6A82'],
    ['the FID that the ADF had while loading', '00A40004027FD0', '6A82'],
    ['a file that is not there', '00A40004026F07', '6A82'],
  ])('%s', async (_, command, sw) => {
    await using bench = await openBench();
    expect(await bench.sw(command)).toBe(sw);
  });

  it('finds children, brothers, the parent, the directory itself and the ADF by FID', async () => {
    await using bench = await openBench();
    await bench.selectUsim();
    expect(await bench.select('5FC0')).toContain('83025FC0');
    expect(await bench.select('4F01')).toContain('83024F01');
    expect(await bench.select('5FC0')).toContain('83025FC0');
    expect(await bench.sw('00A40004026F07')).toBe('6A82');
    expect(await bench.data('00A40304')).toContain('83027FFF');
    expect(await bench.data('00A40104025FC0')).toContain('83025FC0');
    expect(await bench.select('7FFF')).toContain('83027FFF');
    expect(await bench.sw('00A40104026F07')).toBe('6A82');
    expect(await bench.data('00A40304')).toContain('83023F00');
    expect(await bench.select('7FFF')).toContain('83027FFF');
  });

  it('by a path from the MF, from the ADF and from the current directory', async () => {
    await using bench = await openBench();
    expect(await bench.data('00A40804022FE2')).toContain('83022FE2');
    await bench.selectUsim();
    await bench.select('3F00');
    expect(await bench.data('00A40804047FFF6F07')).toContain('83026F07');
    expect(await bench.data('00A40804067FFF5FC04F01')).toContain('83024F01');
    await bench.select('7FFF');
    expect(await bench.data('00A40904045FC04F05')).toContain('83024F05');
    expect(await bench.sw('00A40804047FFF6FFF')).toBe('6A82');
    expect(await bench.sw('00A40804066F076F07')).toBe('6700');
    expect(await bench.sw('00A40804046F076F07')).toBe('6A82');
    expect(await bench.data('80F20000C0'.slice(0, 8) + '00')).toContain('83025FC0');
  });

  it('a failed SELECT leaves the selection as it was', async () => {
    await using bench = await openBench();
    await bench.selectUsim();
    const imsi = await bench.read('6F07');
    expect(await bench.sw('00A40804047FFF6FFF')).toBe('6A82');
    expect(await bench.data('00B0000009')).toBe(imsi);
  });

  it('each logical channel has its own selection, and a new one begins at the MF', async () => {
    await using bench = await openBench();
    await bench.selectUsim();
    await bench.select('6F07');
    expect(await bench.apdu('0070000001')).toBe('019000');
    expect(await bench.apdu('01B0000009')).toBe('6986');
    expect(await bench.apdu('01A40804022FE2')).toBe('6119');
    expect(await bench.apdu('01B000000A')).toBe('980010325476981032149000');
    expect(await bench.apdu('00B0000009')).toMatch(/^0809101010.*9000$/);
  });

  it('with P2 4C ends the application', async () => {
    await using bench = await openBench();
    await bench.selectUsim();
    expect(await bench.sw(`00A4044C0C${usimAid}`)).toBe('9000');
    expect(await bench.sw('00A40004027FFF')).toBe('6A82');
  });

  it('an application after another: first, next, and no more', async () => {
    await using bench = await openBench();
    await bench.selectUsim();
    expect(await bench.sw('00A4040607A0000000871002')).toBe('6A82');
    expect(await bench.sw('00A4040707A0000000871002')).toBe('6A82');
  });
});

describe('READ BINARY and UPDATE BINARY', () => {
  it('read by offset and by short identifier, which selects the file', async () => {
    await using bench = await openBench();
    await bench.selectUsim();
    expect(await bench.apdu('00B0870009')).toMatch(/^080910101032547698.*9000$/);
    expect(await bench.apdu('00B0000103')).toBe('0910109000');
    expect(await bench.apdu('00B0870702')).toMatch(/9000$/);
  });

  it.each([
    ['more than there is', '00B0000000', '6C09'],
    ['no length', '00B00000', '6C09'],
    ['more than the rest', '00B0000505', '6C04'],
    ['an offset beyond the end', '00B0000901', '6B00'],
    ['an unknown short identifier', '00B09F0001', '6A82'],
    ['P1 of neither form', '00B0E00001', '6A86'],
    ['data', '00B00000010101', '6700'],
  ])('%s', async (_, command, sw) => {
    await using bench = await openBench();
    await bench.selectUsim();
    await bench.select('6F07');
    expect(await bench.apdu(command)).toBe(sw);
  });

  it.each([
    ['no EF selected', '3F00', '00B0000001', '6986'],
    ['a file of records', '2F00', '00B0000001', '6981'],
    ['a file of records, to be updated', '2F00', '00D600000101', '6981'],
    ['a file that only the operator updates', '2FE2', '00D600000101', '6982'],
  ])('%s', async (_, fid, command, sw) => {
    await using bench = await openBench();
    await bench.select(fid);
    expect(await bench.apdu(command)).toBe(sw);
  });

  it('an update is read back, and reaches no further than the file', async () => {
    await using bench = await openBench();
    await bench.selectUsim();
    expect(await bench.apdu('00D68D000342F618')).toBe('9000');
    expect(await bench.read('6F7B')).toBe('42F618FFFFFFFFFFFFFFFFFF');
    expect(await bench.apdu('00D6000B0142')).toBe('9000');
    expect(await bench.apdu('00D6000B024242')).toBe('6700');
    expect(await bench.apdu('00D6000C0142')).toBe('6B00');
    expect(await bench.apdu('00D60000')).toBe('6700');
    expect(await bench.read('6F7B')).toBe('42F618FFFFFFFFFFFFFFFF42');
  });
});

describe('STATUS', () => {
  it('tells the current directory, the active application, or nothing', async () => {
    await using bench = await openBench();
    expect(await bench.data('80F2000000')).toContain('83023F00');
    expect(await bench.data('80F2000100')).toBe('8400');
    await bench.selectUsim();
    await bench.select('6F07');
    expect(await bench.data('80F2000000')).toContain('83027FFF');
    expect(await bench.data('80F2010100')).toBe(`840C${usimAid}`);
    expect(await bench.apdu('80F2020C')).toBe('9000');
    expect(await bench.apdu('80F2030000')).toBe('6A86');
    expect(await bench.apdu('80F2000200')).toBe('6A86');
    expect(await bench.apdu('80F200000101')).toBe('6700');
  });
});

describe('commands that are not there', () => {
  it.each([
    ['ACTIVATE FILE', '0044000000', '6D00'],
    ['READ BINARY of class 80', '80B0000001', '6D00'],
    ['STATUS of class 00', '00F2000000', '6D00'],
    ['STORE DATA where the ISD-R is not selected', '80E2910003BF2E00', '6D00'],
  ])('%s', async (_, command, sw) => {
    await using bench = await openBench();
    expect(await bench.apdu(command)).toBe(sw);
  });
});
