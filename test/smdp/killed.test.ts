import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Bytes } from '#shared/bytes/bytes';
import { iccidToBytes } from '#shared/identifiers/iccid';
import type { TraceName } from '#shared/runtime/trace';
import { openSmdpStore } from '#smdp/index';

import type { Bench } from './bench.ts';
import { openBench, stock } from './bench.ts';

/** A place in the life of a server: the n-th event of its trace, or a side of its n-th commit. */
interface Point {
  readonly name: string;
  readonly number: number;
}

/** What a device keeps while the server dies and comes again. */
interface Device {
  postponed: boolean;
  installed: number;
  readonly pending: Bytes[];
}

const listen = { noTls: true };
let folder: string;
let files = 0;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'esimlab-killed-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/**
 * A server that tells each point to `reached`; when that throws, nothing is committed from then on, as by a dead
 * process.
 */
async function openWatched(file: string, reached: (name: string) => void): Promise<Bench> {
  let dead = false;
  const point = (name: string): void => {
    if (dead) throw new Error('dead');
    try {
      reached(name);
    } catch (error) {
      dead = true;
      throw error;
    }
  };
  const onCommit = ({ when }: { when: string }): void => {
    point(`${when} commit`);
  };
  const bench = await openBench({ store: await openSmdpStore(file, { onCommit }), listen });
  const silent: readonly TraceName[] = ['fault', 'finding'];
  bench.trace.onAny(({ name, event }) => {
    if (!dead && !silent.includes(name)) point('direction' in event ? event.direction : name);
  });
  return bench;
}

async function deliver(bench: Bench, device: Device): Promise<void> {
  for (const [notification] = device.pending; notification !== undefined;) {
    const { status, text } = await bench.device.notify(notification);
    if (status !== 204) throw new Error(text);
    device.pending.shift();
    return deliver(bench, device);
  }
}

/** A device that postpones once, then installs and enables; what it began it goes on with. */
async function live(bench: Bench, device: Device): Promise<void> {
  if ((await bench.smdp.orders.list()).length === 0) await bench.place();
  await deliver(bench, device);
  if (device.installed > 0) return;
  if (!device.postponed) {
    const session = await bench.device.authenticate(await bench.device.initiate(), { matchingId: 'M-1' });
    const { status } = await bench.device.cancel(session, 'postponed');
    if (status !== 200) throw new Error('not cancelled');
    device.postponed = true;
  }
  const { prepared, boundProfilePackage } = await bench.device.download('M-1');
  expect(bench.device.open(prepared, boundProfilePackage).upp).toEqual(stock().upp);
  device.installed += 1;
  const iccid = iccidToBytes((await bench.smdp.orders.list())[0]!.iccid);
  device.pending.push(
    bench.device.installationResult(prepared, 'success', { iccid }),
    bench.device.otherNotification('notificationEnable', { iccid }),
  );
  await deliver(bench, device);
}

const newDevice = (): Device => ({ postponed: false, installed: 0, pending: [] });
const newFile = (): string => join(folder, `${(files += 1)}.sqlite`);

/** All points of one life, listed from its trace. */
async function listPoints(): Promise<readonly Point[]> {
  const points: Point[] = [];
  await using bench = await openWatched(newFile(), (name) => {
    points.push({ name, number: points.length + 1 });
  });
  await live(bench, newDevice());
  return points;
}

/** Kills the server there, starts another one on its file, and lets the device go on. */
async function surviveAt(point: Point): Promise<string> {
  const file = newFile();
  const device = newDevice();
  let passed = 0;
  const dying = await openWatched(file, () => {
    passed += 1;
    if (passed === point.number) throw new Error('killed');
  });
  await expect(live(dying, device)).rejects.toThrow();
  dying.device.close();
  await dying.smdp.close();
  await using bench = await openBench({ store: await openSmdpStore(file), seed: 2, listen });
  await live(bench, device);
  const orders = await bench.smdp.orders.list();
  const states = orders.map(({ state }) => state).join(', ');
  return `${states}; installed ${device.installed}; pending ${device.pending.length}`;
}

describe('a server that is killed and started again', () => {
  it('gives the Profile once and loses no notification, wherever it was killed', async () => {
    const points = await listPoints();
    expect(points.length).toBeGreaterThanOrEqual(40);
    const outcomes = new Map<string, string>();
    for (const point of points) outcomes.set(`${point.number} ${point.name}`, await surviveAt(point));
    const expected = points.map(({ number, name }) => [
      `${number} ${name}`,
      'Installed; installed 1; pending 0',
    ]);
    expect([...outcomes]).toEqual(expected);
  }, 120_000);
});
