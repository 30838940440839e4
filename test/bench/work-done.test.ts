import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openCardStore } from '#device-sim/euicc/index';
import { openWorld } from '#scenarios/world/index';
import { SqliteFile } from '#shared/storage/sqlite-file';
import { openSmdpStore } from '#smdp/index';

import type { Operations } from './download/operations.ts';
import { OperationCounter } from './download/operations.ts';
import { benchProfile } from './download/profile.ts';

interface Work {
  readonly operations: Operations;
  readonly apdus: number;
  readonly requests: number;
  readonly smdpCommits: number;
  readonly cardCommits: number;
  readonly statements: number;
}

const folder = mkdtempSync(join(tmpdir(), 'esimlab-work-'));
let work: Work;

/** What a download takes of both ends, with everything kept in SQLite. Ceilings are for work, never for time. */
beforeAll(async () => {
  let [smdpCommits, cardCommits] = [0, 0];
  const smdpStore = await openSmdpStore(join(folder, 'smdp.sqlite'), {
    onCommit: ({ when }) => (smdpCommits += when === 'after' ? 1 : 0),
  });
  const cardStore = await openCardStore(join(folder, 'device.sqlite'), {
    onCommit: ({ when }) => (cardCommits += when === 'after' ? 1 : 0),
  });
  await using world = await openWorld({
    network: false,
    smdp: { store: smdpStore },
    devices: [{ name: 'device-1', store: cardStore }],
  });
  const { upp, metadata } = benchProfile();
  await world.smdp.orders.place({ matchingId: 'W-1', profile: { upp, metadata } });
  let [apdus, requests] = [0, 0];
  world.trace.on('wire', ({ lane, direction }) => {
    if (lane.endsWith('/ES10') && direction === 'command') apdus += 1;
    if (lane === 'ES9+' && direction.startsWith('request')) requests += 1;
  });
  const counter = new OperationCounter();
  const statements = (['all', 'run', 'prepare'] as const).map((how) => vi.spyOn(SqliteFile.prototype, how));
  [smdpCommits, cardCommits] = [0, 0];
  await world.device().download(`1$${world.smdp.address}$W-1`, { enable: false });
  work = {
    operations: counter.take(),
    apdus,
    requests,
    smdpCommits,
    cardCommits,
    statements: statements.reduce((sum, { mock }) => sum + mock.calls.length, 0),
  };
  for (const each of statements) each.mockRestore();
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a download', () => {
  it('takes six signatures, and verifies each once beside four or five certificates', () => {
    expect(work.operations.signatures).toBe(6);
    expect(work.operations.verifications).toBeLessThanOrEqual(12);
  });

  it('makes a one-time key pair on each side, and agrees once on each', () => {
    expect(work.operations).toMatchObject({ keyPairs: 2, agreements: 2 });
  });

  it('takes four requests and some hundred commands to the card', () => {
    expect(work.requests).toBe(4);
    expect(work.apdus).toBeLessThanOrEqual(200);
  });

  it('commits few times on either side, in few statements', () => {
    expect(work.smdpCommits).toBeLessThanOrEqual(5);
    expect(work.cardCommits).toBeLessThanOrEqual(12);
    expect(work.statements).toBeLessThanOrEqual(120);
  });
});
