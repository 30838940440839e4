import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCardStore } from '#device-sim/euicc/index';
import { openSmdpStore } from '#smdp/index';
import type { GoldenSession, Lanes, WireRecord } from './golden-session.ts';
import { hashOfLanes } from './golden-session.ts';
import { goldenSessions } from './golden-sessions.ts';
import { recordSession } from './record-session.ts';

const golden = (file: string): string => readFileSync(new URL(`golden/${file}`, import.meta.url), 'utf8');
const sessionOf = (name: string): GoldenSession => JSON.parse(golden(`${name}.json`)) as GoldenSession;
const names = Object.keys(goldenSessions);
const { title, made } = goldenSessions['nist']!;

let folders: readonly string[] = [];
beforeAll(() => {
  folders = ['one', 'two'].map((name) => mkdtempSync(join(tmpdir(), `esimlab-${name}-`)));
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

describe('the traceHash', () => {
  it('is the same ten times', async () => {
    const hashes = new Set<string>();
    for (let time = 0; time < 10; time += 1) hashes.add((await recordSession(title, made)).traceHash);
    expect([...hashes]).toEqual([sessionOf('nist').traceHash]);
  });

  it('is the same from two folders with their own databases, and from memory', async () => {
    const recorded = await Promise.all(
      folders.map(async (folder) => {
        const smdp = await openSmdpStore(join(folder, 'smdp.sqlite'));
        return recordSession(title, made, { smdp, card: await openCardStore(join(folder, 'device.sqlite')) });
      }),
    );
    expect(recorded).toEqual([sessionOf('nist'), sessionOf('nist')]);
  });

  it('is the same in another process, folder, time zone and year: all files come out again', async () => {
    const [folder = ''] = folders;
    await makeGolden(folder);
    for (const name of names)
      expect(readFileSync(join(folder, `${name}.json`), 'utf8')).toBe(golden(`${name}.json`));
  });

  it('differs with the seed', async () => {
    const { traceHash, facts } = await recordSession(title, { ...made, seed: 2 });
    expect(traceHash).not.toBe(sessionOf('nist').traceHash);
    expect(facts.iccid).not.toBe(sessionOf('nist').facts.iccid);
  });

  it('differs from session to session', () => {
    expect(new Set(names.map((name) => sessionOf(name).traceHash)).size).toBe(names.length);
  });

  it('is that of the recorded lanes', () => {
    for (const name of names) expect(hashOfLanes(sessionOf(name).lanes)).toBe(sessionOf(name).traceHash);
  });

  it('differs when one octet of any record of any lane is flipped', () => {
    const { lanes, traceHash } = sessionOf('nist');
    const hashes = new Set([traceHash]);
    let flips = 0;
    for (const [lane, records] of Object.entries(lanes)) {
      for (const [index, record] of records.entries()) {
        if (record[2] === '') continue;
        hashes.add(hashOfLanes(withRecord(lanes, lane, index, flipped(record))));
        flips += 1;
      }
    }
    expect(flips).toBeGreaterThan(100);
    expect(hashes.size).toBe(flips + 1);
  });

  it('differs when a record comes a millisecond later', () => {
    const { lanes, traceHash } = sessionOf('nist');
    const [, direction, octets] = lanes['ES9+']![0]!;
    const later: WireRecord = ['2026-11-23T09:00:00.001Z', direction, octets];
    expect(hashOfLanes(withRecord(lanes, 'ES9+', 0, later))).not.toBe(traceHash);
  });
});

/** The record with the lowest bit of its middle octet flipped. */
function flipped([at, direction, octets]: WireRecord): WireRecord {
  const middle = Math.floor(octets.length / 4) * 2 + 1;
  const digit = (Number.parseInt(octets.charAt(middle), 16) ^ 1).toString(16).toUpperCase();
  return [at, direction, octets.slice(0, middle) + digit + octets.slice(middle + 1)];
}

const withRecord = (lanes: Lanes, lane: string, index: number, record: WireRecord): Lanes => ({
  ...lanes,
  [lane]: lanes[lane]!.map((each, at) => (at === index ? record : each)),
});

/** Makes the process's own Date twenty years late: what is dated by the wall clock would show them. */
const laterYear = `data:text/javascript,${encodeURIComponent(`
  const Wall = Date;
  const shift = 20 * 365 * 86_400_000;
  globalThis.Date = class extends Wall {
    constructor(...given) { super(...(given.length === 0 ? [Wall.now() + shift] : given)); }
    static now() { return Wall.now() + shift; }
  };
`)}`;

async function makeGolden(folder: string): Promise<void> {
  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const script = fileURLToPath(new URL('golden.make.ts', import.meta.url));
  await promisify(execFile)(
    process.execPath,
    ['--conditions=source', '--import', tsx, '--import', laterYear, script, folder],
    { cwd: folder, env: { ...process.env, TZ: 'Pacific/Auckland' } },
  );
}
