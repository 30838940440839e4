import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { CommitHook } from '#smdp/index';
import { openSmdpStore } from '#smdp/index';

import type { Bench } from './bench.ts';
import { openBench, stock } from './bench.ts';

const folder = mkdtempSync(join(tmpdir(), 'esimlab-killed-'));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Commits of a download in order: the order, the attempt, the package, the result. */
const commits = ['placed', 'attempted', 'delivered', 'installed'] as const;
const points = commits.flatMap((what, place) =>
  (['before', 'after'] as const).map((when) => ({ what, when, number: place + 1 })),
);

/** Opens a server whose process ends, as far as its state goes, at one commit. */
async function openDying(file: string, point: (typeof points)[number]): Promise<Bench> {
  const onCommit: CommitHook = ({ when, number }) => {
    if (when === point.when && number === point.number) throw new Error('killed');
  };
  return openBench({ store: await openSmdpStore(file, { onCommit }) });
}

/** One download to the end, as far as it goes. */
async function tryDownload(bench: Bench): Promise<void> {
  await bench.place();
  const { prepared } = await bench.device.download('M-1');
  const answer = await bench.device.notify(bench.device.installationResult(prepared, 'success'));
  if (answer.status !== 204) throw new Error(answer.text);
}

describe('a server that is killed and started again', () => {
  it.each(points)('$when the commit "$what" gives the Profile once', async (point) => {
    const file = join(folder, `${point.when}-${point.number}.sqlite`);
    const dying = await openDying(file, point);
    await expect(tryDownload(dying)).rejects.toThrow();
    await dying.smdp.close();
    dying.device.close();

    await using bench = await openBench({ store: await openSmdpStore(file), seed: 2 });
    const [kept] = await bench.smdp.orders.list();
    const reached = point.number - (point.when === 'before' ? 1 : 0);
    expect(kept?.state).toBe([undefined, 'Released', 'Released', 'Downloaded', 'Installed'][reached]);
    if (kept === undefined) await bench.place();
    if (kept?.state !== 'Installed') {
      const { prepared, boundProfilePackage } = await bench.device.download('M-1');
      expect(bench.device.open(prepared, boundProfilePackage).upp).toEqual(stock().upp);
      await bench.device.notify(bench.device.installationResult(prepared, 'success'));
    }
    const orders = await bench.smdp.orders.list();
    expect(orders.map(({ state }) => state)).toEqual(['Installed']);
  });
});
