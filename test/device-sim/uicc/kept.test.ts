import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { CardStore } from '#device-sim/euicc/index';
import { memoryCardStore, openCardStore } from '#device-sim/euicc/index';
import { fromHex, toHex } from '#shared/bytes/bytes';
import { milenage } from '#shared/crypto/milenage';
import { xor } from '#shared/crypto/xor-into';
import type { CommitHook } from '#shared/storage/sqlite-file';

import type { Bench } from './bench.ts';
import { key, openBench, pins } from './bench.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'uicc-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

type OpenStore = (onCommit?: CommitHook) => Promise<CardStore>;
const stores: readonly (readonly [string, OpenStore])[] = [
  ['in memory', async (onCommit) => memoryCardStore(onCommit && { onCommit })],
  ['in a file', (onCommit) => openCardStore(join(folder, 'device.sqlite'), onCommit && { onCommit })],
];

const rand = '11'.repeat(16);

function autnOf(seq: number): string {
  const functions = milenage({ k: key, opc: new Uint8Array(16) });
  const sqn = fromHex((seq * 32).toString(16).padStart(12, '0'));
  const mac = functions.f1(fromHex(rand), sqn, fromHex('8000'));
  return `${toHex(xor(sqn, functions.f2345(fromHex(rand)).ak))}8000${toHex(mac)}`;
}

/** `DB` for a success, `DC` for a number that is known, else the status word. */
async function authenticated(bench: Bench, seq: number): Promise<string> {
  const { data, sw } = await bench.authenticate(rand, autnOf(seq));
  return sw === '9000' ? toHex(data.slice(0, 1)) : sw;
}

async function powerCycle(bench: Bench): Promise<void> {
  await bench.card.powerCycle();
  await bench.selectUsim();
}

describe.each(stores)('what changes is kept, %s', (_, open) => {
  it('files, numbers and PINs survive the loss of power, and belong to their profile', async () => {
    const store = await open();
    await using bench = await openBench({ store });
    await bench.selectUsim();
    await bench.apdu('00D68D000342F618');
    expect(await authenticated(bench, 5)).toBe('DB');
    expect(await bench.sw(`0028000108${pins.pin1}`)).toBe('9000');
    const { kept, profiles } = (await store.read())!;
    expect(kept.map(({ isdpAid, name }) => `${toHex(isdpAid).slice(-4)} ${name}`)).toEqual([
      '1100 file/3F00/7FD0/6F7B',
      '1100 pin/3F00/1',
      '1100 sqn/3F00/7FD0',
    ]);
    await powerCycle(bench);
    expect(await bench.verify('01', pins.pin1)).toBe('9000');
    expect(await bench.read('6F7B')).toBe('42F618FFFFFFFFFFFFFFFFFF');
    expect(await authenticated(bench, 5)).toBe('DC');
    expect((await store.read())!.profiles[0]!.profilePackage).toEqual(profiles[0]!.profilePackage);

    const other = await bench.install({ values: { iccid: '89000123456789012342' } });
    await bench.enable(other);
    await powerCycle(bench);
    expect(await bench.read('6F7B')).toBe('FF'.repeat(12));
    expect(await authenticated(bench, 5)).toBe('DB');
  });

  it('a profile that is deleted takes it along; the next one in its place begins anew', async () => {
    const store = await open();
    await using bench = await openBench({ store });
    await bench.selectUsim();
    await authenticated(bench, 5);
    await bench.card.select();
    const aid = 'A0000005591010FFFFFFFF8900001100';
    expect(await bench.card.es10(`BF3217A0124F10${aid}810100`)).toBe('BF3203800100');
    expect(await bench.card.es10(`BF33124F10${aid}`)).toBe('BF3303800100');
    expect((await store.read())!.kept).toEqual([]);
    expect(await bench.sw('00A40804022FE2')).toBe('6A82');
    expect(await bench.sw('00A4040407A0000000871002')).toBe('6A82');
    const again = await bench.install({});
    expect(again).toBe(aid);
    expect(await bench.sw('00A4040407A0000000871002')).toBe('6A82');
    await bench.enable(again);
    await powerCycle(bench);
    expect(await authenticated(bench, 5)).toBe('DB');
  });

  it('a memory reset removes it too', async () => {
    const store = await open();
    await using bench = await openBench({ store });
    await bench.selectUsim();
    await authenticated(bench, 5);
    await bench.card.select();
    await bench.card.es10('BF34048202 05E0'.replace(' ', ''));
    expect((await store.read())!.kept).toEqual([]);
  });

  it('an authentication that was answered is not forgotten, however the card dies', async () => {
    let kill: 'before' | 'after' | undefined;
    const store = await open(({ when }) => {
      if (when === kill) throw new Error('killed');
    });
    const bench = await openBench({ store });
    await bench.selectUsim();
    let highest = 0;
    for (let seq = 1; seq <= 12; seq += 1) {
      kill = seq % 3 === 0 ? 'before' : seq % 3 === 1 ? 'after' : undefined;
      if ((await authenticated(bench, seq)) === 'DB') highest = seq;
      kill = undefined;
      await powerCycle(bench);
      if (highest > 0) expect(await authenticated(bench, highest)).toBe('DC');
    }
    expect(highest).toBe(11);
    expect(bench.card.faults.map(String)).toContain('Error: killed');
    await bench.card.euicc.close();
  });
});

it('a file written before profiles kept anything is read, and keeps from then on', async () => {
  const file = join(folder, 'device.sqlite');
  {
    await using bench = await openBench({ store: await openCardStore(file) });
    expect(bench.card.faults).toEqual([]);
  }
  const database = new Database(file);
  database.exec('drop table kept_item; delete from migration where position = 1;');
  database.close();
  const store = await openCardStore(file);
  expect((await store.read())!.kept).toEqual([]);
  const isdpAid = (await store.read())!.profiles[0]!.isdpAid;
  const item = { isdpAid, name: 'sqn/3F00/7FD0', content: fromHex('01') };
  await store.commit({ putKept: [item] });
  expect((await store.read())!.kept).toEqual([item]);
  await store.close();
});

it('the package of the profile is not written again when a number changes', async () => {
  const changes: string[] = [];
  const inner = memoryCardStore();
  const store: CardStore = {
    ...inner,
    commit: async (change) => {
      changes.push(Object.keys(change).join());
      await inner.commit(change);
    },
  };
  await using bench = await openBench({ store });
  await bench.selectUsim();
  changes.length = 0;
  await authenticated(bench, 5);
  expect(changes).toEqual(['putKept']);
});

it('a right PIN, all of whose attempts are left, is written nowhere', async () => {
  const store = memoryCardStore();
  await using bench = await openBench({ store, values: { pin1Enabled: true } });
  await bench.selectUsim();
  await bench.verify('01', pins.pin1);
  expect((await store.read())!.kept).toEqual([]);
});

it('a switch without a REFRESH brings the new files at once, in which nothing is selected or verified', async () => {
  await using bench = await openBench({ values: { pin1Enabled: true } });
  const other = await bench.install({ values: { iccid: '89000123456789012342', pin1Enabled: true } });
  await bench.apdu('0070000001');
  await bench.apdu('01A4000C022FE2');
  await bench.verify('01', pins.pin1);
  await bench.enable(other);
  expect(await bench.apdu('01B000000A')).toBe('6986');
  expect(await bench.read('2FE2')).toBe('98001032547698103224');
  await bench.selectUsim();
  await bench.select('6F07');
  expect(await bench.apdu('00B0000009')).toBe('6982');
  await bench.reset();
  expect(await bench.read('2FE2')).toBe('98001032547698103224');
});

it('so does disabling: nothing lies in the MF then', async () => {
  await using bench = await openBench();
  const { isdpAid } = (await bench.card.store.read())!.profiles[0]!;
  await bench.card.select();
  expect(await bench.card.es10(`BF3217A0124F10${toHex(isdpAid)}810100`)).toBe('BF3203800100');
  expect(await bench.sw('00A40804022FE2')).toBe('6A82');
});
