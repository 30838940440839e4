/**
 * Many devices in one process: each downloads from the SM-DP+ of its world over HTTPS, on a connection of its own that it
 * keeps for its four requests, enables its profile and attaches, in virtual time. Its CPU time stands beside the sum of
 * the floors of server and device (floor.ts), measured round by round in processes of their own; memory is looked at
 * before the devices come and when they are idle. Prints one line of JSON at the end.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import type { CrowdOptions, Held, Learnt } from './download/crowd.ts';
import { sizesOf } from './download/drive.ts';
import type { Where } from './download/drive.ts';
import { median, rounded } from './download/figures.ts';
import type { Used } from './download/measured-process.ts';
import { MeasuredProcess } from './download/measured-process.ts';
import { settled } from './download/measure-server.ts';

interface Asked extends CrowdOptions {
  readonly devices: number;
  readonly rounds: number;
}

/** What is measured of each round, in CPU ms a device. */
interface Round {
  readonly product: number;
  readonly serverFloor: number;
  readonly deviceFloor: number;
  /** The device's floor without its requests. */
  readonly cryptography: number;
}

interface Floors {
  readonly server: MeasuredProcess;
  readonly device: MeasuredProcess;
}

export async function benchDevices(words: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      json: { type: 'boolean', default: false },
      devices: { type: 'string', default: '1000' },
      rounds: { type: 'string', default: '8' },
      'without-attach': { type: 'boolean', default: false },
    },
  });
  const asked = {
    devices: Number(values.devices),
    rounds: Number(values.rounds),
    attach: !values['without-attach'],
  };
  const folder = mkdtempSync(join(tmpdir(), 'esimlab-bench-'));
  try {
    const figures = await measure(asked, folder);
    if (!values.json) for (const line of inWords(figures)) console.log(line);
    console.log(JSON.stringify(figures));
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function measure({ devices, rounds, attach }: Asked, folder: string) {
  const each = Math.ceil(devices / rounds);
  await using crowd = await MeasuredProcess.start('crowd', { attach } satisfies CrowdOptions, folder);
  const { seen, profile } = await crowd.ask<Learnt>('learn');
  const sizes = sizesOf([...seen], profile);
  await using server = await MeasuredProcess.start('floor-server', { tls: true, sizes }, folder);
  await using device = await MeasuredProcess.start('floor-device', { sizes }, folder);
  const floors = { server, device };
  const uncounted = Math.min(Math.ceil(settled / each), 3 * rounds);
  const all = uncounted + rounds;
  await crowd.ask('order', each * all);
  await crowd.ask('idle');
  const before = await crowd.ask<Held>('held');
  const began = await crowd.ask<number>('virtualNow');
  const measured: Round[] = [];
  for (let round = 0; round < all; round += 1) {
    const product = await productRound(crowd, each);
    const floor = await floorRound(floors, each);
    expectSameWork(product, floor.used);
    if (round >= uncounted) measured.push({ product: product.cpuMs / each, ...floor.cost });
  }
  const virtualSeconds = ((await crowd.ask<number>('virtualNow')) - began) / 1_000;
  const busy = await crowd.ask<Held>('held');
  await crowd.ask('idle');
  const idle = await crowd.ask<Held>('held');
  const atHome = await crowd.ask<number>('atHome');
  const expected = attach ? each * all + 1 : 0;
  if (atHome !== expected) throw new Error(`${atHome} devices are at home`);
  const kiB = (now: Held, what: keyof Held): number =>
    Math.round(((now[what] - before[what]) / (each * all) / 1024) * 10) / 10;
  return {
    attached: attach,
    devices: each * all,
    measured: each * rounds,
    virtualSeconds,
    ...costsOf(measured),
    kiBPerDevice: {
      connected: kiB(busy, 'held'),
      idle: kiB(idle, 'held'),
      idleResident: kiB(idle, 'resident'),
    },
  };
}

async function productRound(crowd: MeasuredProcess, count: number): Promise<Used> {
  await crowd.ask('arrive', count);
  return crowd.during(async () => crowd.ask('download'));
}

/** Both floors at once: each device asks the server on a TLS connection of its own. */
async function floorRound({ server, device }: Floors, count: number) {
  const { url } = await server.ask<Where>('where');
  await server.ask('prepare', count);
  await device.ask('prepare', count);
  const alone = await device.during(async () => device.ask('cryptography'));
  await server.ask('begin');
  const asking = await device.during(async () => device.ask('download', { url }));
  const asked = await server.ask<Used>('end');
  return {
    used: [asked, asking],
    cost: {
      serverFloor: asked.cpuMs / count,
      deviceFloor: asking.cpuMs / count,
      cryptography: alone.cpuMs / count,
    },
  };
}

/** @throws Error when the product has not signed and agreed as often as both floors do */
function expectSameWork({ operations }: Used, floors: readonly Used[]): void {
  for (const name of ['signatures', 'agreements'] as const) {
    const least = floors.reduce((sum, floor) => sum + floor.operations[name], 0);
    if (operations[name] !== least)
      throw new Error(`the product has ${operations[name]} ${name} where the floors have ${least}`);
  }
}

function costsOf(rounds: readonly Round[]) {
  const each = (of: (round: Round) => number): number => rounded(median(rounds.map(of)));
  return {
    cpuMsPerDevice: each(({ product }) => product),
    floorMs: {
      server: each(({ serverFloor }) => serverFloor),
      device: each(({ deviceFloor }) => deviceFloor),
    },
    cryptographyMs: each(({ cryptography }) => cryptography),
    ratio: each(({ product, serverFloor, deviceFloor }) => product / (serverFloor + deviceFloor)),
  };
}

type Figures = Awaited<ReturnType<typeof measure>>;

function inWords({
  attached,
  devices,
  measured,
  virtualSeconds,
  kiBPerDevice,
  ...costs
}: Figures): readonly string[] {
  const { server, device } = costs.floorMs;
  const { connected, idle, idleResident } = kiBPerDevice;
  return [
    `${devices} devices download ${attached ? 'and attach ' : ''}in ${virtualSeconds} s of virtual time: ${costs.cpuMsPerDevice} ms of CPU each, in the last ${measured}`,
    `the floors of server and device, ${server} and ${device} ms: ${costs.ratio} times`,
    `the device's floor without its requests: ${costs.cryptographyMs} ms`,
    `memory of a device: ${connected} KiB while connections are kept, ${idle} KiB once idle (${idleResident} KiB resident)`,
  ];
}
