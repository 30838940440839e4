import { describe, expect, it } from 'vitest';

import { fromHex, toHex } from '#shared/bytes/bytes';
import { parsePlmn } from '#shared/identifiers/plmn';

import { openBench } from './bench.ts';

/** What a modem reads from our own profile, IMSI 001010123456789 of 001/01 (saip.md §7). */
const files: readonly (readonly [string, string, string])[] = [
  ['EF.IMSI', '6F07', '080910101032547698'],
  ['EF.AD', '6FAD', '00000002'],
  ['EF.UST', '6F38', '000A0C0000060000000010000000000600'],
  ['EF.ACC', '6F78', '0200'],
  ['EF.SPN', '6F46', '01 41434D45 FFFFFFFFFFFFFFFFFFFFFFFF'],
  ['EF.HPLMNwAcT', '6F62', '00F110C880'],
  ['EF.FPLMN', '6F7B', 'FF'.repeat(12)],
  ['EF.LOCI', '6F7E', 'FFFFFFFF 00F110 FFFE FF 01'],
  ['EF.PSLOCI', '6F73', 'FFFFFFFFFFFFFF 00F110 FFFE FF 01'],
  ['EF.EPSLOCI', '6FE3', `${'FF'.repeat(12)} 00F110 FFFE 01`],
  ['EF.Keys', '6F08', `07${'FF'.repeat(32)}`],
  ['EF.KeysPS', '6F09', `07${'FF'.repeat(32)}`],
  ['EF.EST', '6F56', '00'],
];

describe('a profile of the builder, read by APDU', () => {
  it('EF.ICCID and EF.DIR lie in the MF', async () => {
    await using bench = await openBench();
    expect(await bench.read('2FE2')).toBe('98001032547698103214');
    await bench.select('2F00');
    expect(await bench.data('00B2010416')).toBe('61144F0CA0000000871002FF49FF058950045553494D');
  });

  it.each(files)('%s', async (_, fid, content) => {
    await using bench = await openBench();
    await bench.selectUsim();
    expect(await bench.read(fid)).toBe(toHex(fromHex(content)));
  });

  it('a network code of three digits is told by EF.AD', async () => {
    await using bench = await openBench({
      values: { plmn: parsePlmn('310/410'), imsi: '310410123456789' },
    });
    await bench.selectUsim();
    expect(await bench.read('6FAD')).toBe('00000003');
    expect(await bench.read('6F62')).toBe('130014C880');
  });
});
