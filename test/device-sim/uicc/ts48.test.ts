import { describe, expect, it } from 'vitest';

import type { Bytes } from '#shared/bytes/bytes';
import { concat, fromHex, toHex } from '#shared/bytes/bytes';
import { xor } from '#shared/crypto/xor-into';
import { xorTestAlgorithm } from '#shared/crypto/xor';
import { profileClasses } from '#shared/rsp/store-metadata';
import { loadProfile, profileKeys } from '#shared/saip/index';

import { vectors } from '../../support/vectors.ts';
import type { Bench } from './bench.ts';
import { openBench } from './bench.ts';

const files = ['TS48v4_SAIP2.3_BERTLV', 'TS48v5_SAIP2.3_BERTLV_SUCI', 'TS48v5_SAIP2.3_NoBERTLV'];
const iccid = fromHex('98001032547698103214');
const packageOf = (name: string): Bytes => vectors.bytes(`ts48/${name}.der`);

/** A test profile of TS.48, enabled. */
const openTestProfile = (name: string): Promise<Bench> =>
  openBench({ profilePackage: packageOf(name), metadata: { profileClass: profileClasses.test } });

describe.skipIf(!vectors.available).each(files)('the test profile %s', (name) => {
  it('reads as printed: ICCID, applications, IMSI, AD', async () => {
    await using bench = await openTestProfile(name);
    expect(await bench.read('2FE2')).toBe('98001032547698103214');
    const fcp = await bench.select('2F00');
    expect(fcp).toContain('83022F00');
    await bench.selectUsim();
    expect(await bench.read('6F07')).toBe('080910101032540636');
    expect(await bench.read('6FAD')).toMatch(/02$/);
    expect(await bench.read('6F08')).toMatch(/^07/);
    expect(await bench.read('6FE3')).toHaveLength(36);
  });

  it('authenticates by the test algorithm, its USIM and its ISIM with numbers of their own', async () => {
    await using bench = await openTestProfile(name);
    const [keys] = profileKeys(packageOf(name));
    const functions = xorTestAlgorithm({ k: keys!.key });
    const rand = fromHex('22'.repeat(16));
    const sqn = fromHex('000000000020');
    const autn = concat(
      xor(sqn, functions.f2345(rand).ak),
      fromHex('8000'),
      functions.f1(rand, sqn, fromHex('8000')),
    );
    await bench.selectUsim();
    const tags: string[] = [];
    for (const aid of ['A0000000871002', 'A0000000871002', 'A0000000871004']) {
      await bench.data(`00A4040407${aid}`);
      const { data } = await bench.authenticate(toHex(rand), toHex(autn));
      tags.push(toHex(data.slice(0, 2)));
    }
    expect(tags).toEqual(['DB08', 'DC0E', 'DB08']);
  });

  it('each application is selected by the beginning of its AID, and STATUS says the same', async () => {
    await using bench = await openTestProfile(name);
    for (const aid of ['A0000000871002', 'A0000000871004', 'A0000003431002']) {
      const fcp = await bench.data(`00A4040407${aid}`);
      expect(fcp).toContain('83027FFF');
      expect(await bench.data('80F2000000')).toBe(fcp);
    }
  });

  it('every file of the USIM is selected by its path, and none is missing or answers what no card answers', async () => {
    await using bench = await openTestProfile(name);
    const loaded = loadProfile(packageOf(name), { iccid, profileClass: 'test' });
    if (!loaded.ok) throw new Error(loaded.what);
    await bench.selectUsim();
    const seen = new Set<string>();
    for (const { path, kind } of loaded.files.nodes.filter((node) => node.path.startsWith('3F00/7FD0/'))) {
      const fids = path.replace('3F00/7FD0', '7FFF').replaceAll('/', '');
      const length = (fids.length / 2).toString(16).padStart(2, '0');
      expect(await bench.data(`00A40804${length}${fids}`)).toContain(`8302${fids.slice(-4)}`);
      if (kind === 'transparent') seen.add(await bench.sw('00B0000001'));
      if (kind === 'linear') seen.add(await bench.sw('00B2010400'));
    }
    expect([...seen].sort()).toEqual(['6982', '9000']);
  });

  it('a file that stands for another has its content', async () => {
    await using bench = await openTestProfile(name);
    await bench.verify('0A', '3535353535353535');
    await bench.select('7F10');
    const fcp = await bench.select('6F40');
    const length = Number.parseInt(/8205422100(..)/.exec(fcp)![1]!, 16);
    const record = toHex(new Uint8Array(length).fill(0x31));
    const update = `00DC0104${length.toString(16).padStart(2, '0')}${record}`;
    expect(await bench.sw(update)).toBe('9000');
    await bench.selectUsim();
    await bench.select('6F40');
    expect(await bench.data('00B2010400')).toBe(record);
  });

  it('the next application by P2 02', async () => {
    await using bench = await openTestProfile(name);
    const aids: string[] = [];
    for (const p2 of ['04', '06', '06', '07', '05']) {
      const fcp = await bench.send(`00A404${p2}05A000000087`);
      aids.push(fcp.sw === '9000' ? /84..A0000000(.{6})/.exec(toHex(fcp.data))![1]! : fcp.sw);
    }
    expect(aids.slice(0, 3)).toEqual(['871002', '871004', '6A82']);
    expect(aids.at(-1)).toBe('871004');
  });
});
