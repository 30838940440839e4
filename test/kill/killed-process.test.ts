import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { virtualClock } from '#shared/runtime/clock';

import { openDeviceSide } from './device-side.ts';
import { copyDatabase, newFolder, removeFolder } from './folders.ts';
import type { End } from './lab.ts';
import { downloadWithDeaths } from './lab.ts';
import { download } from './person.ts';
import type { Prepared } from './prepared.ts';
import { firstMorning, prepare, smdpName } from './prepared.ts';
import { readCard, readOrders } from './remains.ts';
import { openServerSide } from './server-side.ts';
import { wrongs } from './whole.ts';

const patience = { timeout: 120_000 };
const host = '127.0.0.1';
let folder: string;
let prepared: Prepared;
let clean: End;

beforeAll(async () => {
  folder = newFolder();
  prepared = await prepare(folder);
  clean = await downloadWithDeaths(prepared, { side: 'device', at: [] });
});
afterAll(() => {
  removeFolder(folder);
});

type Child = ChildProcessByStdio<null, Readable, null>;

function start(...how: readonly string[]): Child {
  const script = fileURLToPath(new URL('killed-process.ts', import.meta.url));
  const flags = ['--conditions=source', '--import', 'tsx', script];
  return spawn(process.execPath, [...flags, ...how], { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** The signal that ended a process. */
async function signalOf(child: Child): Promise<unknown> {
  const [, signal] = (await once(child, 'close')) as readonly unknown[];
  return signal;
}

describe('a process killed by the system in the middle of a download', () => {
  it.each(['before commit 3', 'after commit 3', 'before commit 4', 'after commit 4'])(
    'leaves, as device at %s, the card that the model leaves, and all is well after a retry',
    patience,
    async (point) => {
      const clock = virtualClock(firstMorning);
      const server = await openServerSide({
        file: copyDatabase(prepared.smdpFile, join(folder, point, 'a')),
        clock,
      });
      const names = new Map([[smdpName, { host, port: server.smdp.port }]]);
      const file = copyDatabase(prepared.cardFile, join(folder, point, 'b'));
      const child = start('device', point, file, `${server.smdp.port}`, prepared.activationCode);
      expect(await signalOf(child)).toBe('SIGKILL');
      const model = await downloadWithDeaths(prepared, { side: 'device', at: [point] });
      expect(await readCard(file)).toEqual(model.left.card);

      const device = await openDeviceSide({ file, clock, names });
      expect([await download(device.lpa, prepared)]).toEqual(model.tries.slice(1));
      await device.close();
      const orders = await server.smdp.orders.list();
      await server.close();
      const { heard, faults } = server;
      expect(wrongs({ card: await readCard(file), orders, heard, faults }, clean)).toEqual([]);
    },
  );

  it.each(['after commit 1', 'before commit 2', 'after commit 2', 'before commit 3'])(
    'leaves, as SM-DP+ at %s, the orders that the model leaves, and all is well after a retry',
    patience,
    async (point) => {
      const clock = virtualClock(firstMorning);
      const file = copyDatabase(prepared.smdpFile, join(folder, point, 'c'));
      const child = start('server', point, file);
      const signal = signalOf(child);
      const [port] = (await once(child.stdout, 'data')) as readonly unknown[];
      const names = new Map([[smdpName, { host, port: Number(port) }]]);
      const cardFile = copyDatabase(prepared.cardFile, join(folder, point, 'd'));
      const device = await openDeviceSide({ file: cardFile, clock, names });
      const tries = [await download(device.lpa, prepared)];
      expect(await signal).toBe('SIGKILL');
      const model = await downloadWithDeaths(prepared, { side: 'server', at: [point] });
      expect(await readOrders(file)).toEqual(model.left.orders);

      const server = await openServerSide({ file, clock });
      names.set(smdpName, { host, port: server.smdp.port });
      tries.push(await download(device.lpa, prepared));
      expect(tries.at(-1)).toBe(model.tries.at(-1));
      await device.close();
      const orders = await server.smdp.orders.list();
      await server.close();
      const { heard, faults } = server;
      expect(wrongs({ card: await readCard(cardFile), orders, heard, faults }, clean)).toEqual([]);
    },
  );
});
