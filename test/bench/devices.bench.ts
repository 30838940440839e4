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

import type { Held, Learnt } from './download/crowd.ts';
import { askFloor, openClient, sizesOf } from './download/drive.ts';
import type { Where } from './download/drive.ts';
import { median, rounded } from './download/figures.ts';
import type { Used } from './download/measured-process.ts';
import { MeasuredProcess } from './download/measured-process.ts';
import type { Sizes } from './floor.ts';

/** What is measured of each round, in CPU ms a device. */
interface Round {
  readonly product: number;
  /** Over TLS connections that all devices share: what the download bench has. */
  readonly serverFloor: number;
  /** The same work, with a TLS connection for each device. */
  readonly serverFloorOwn: number;
  readonly deviceFloor: number;
  /** Four requests on a TLS connection of its own, on bare node:https: no part of the device's floor. */
  readonly requests: number;
}

interface Floors {
  readonly server: MeasuredProcess;
  readonly device: MeasuredProcess;
  readonly sizes: Sizes;
}

export async function benchDevices(words: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      json: { type: 'boolean', default: false },
      devices: { type: 'string', default: '1000' },
      rounds: { type: 'string', default: '4' },
    },
  });
  const [devices, rounds] = [Number(values.devices), Number(values.rounds)];
  const folder = mkdtempSync(join(tmpdir(), 'esimlab-bench-'));
  try {
    const figures = await measure(devices, rounds, folder);
    if (!values.json) for (const line of inWords(figures)) console.log(line);
    console.log(JSON.stringify(figures));
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function measure(devices: number, rounds: number, folder: string) {
  const each = Math.ceil(devices / rounds);
  await using crowd = await MeasuredProcess.start('crowd', {}, folder);
  const { seen, profile } = await crowd.ask<Learnt>('learn');
  const sizes = sizesOf([...seen], profile);
  await using server = await MeasuredProcess.start('floor-server', { tls: true, sizes }, folder);
  await using device = await MeasuredProcess.start('floor-device', { sizes }, folder);
  const floors = { server, device, sizes };
  // The compiler of the engine settles.
  await crowd.ask('order', each);
  await productRound(crowd, each);
  await floorRound(floors, each);

  await crowd.ask('order', each * rounds);
  await crowd.ask('idle');
  const before = await crowd.ask<Held>('held');
  const began = await crowd.ask<number>('virtualNow');
  const measured: Round[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const product = await productRound(crowd, each);
    const floor = await floorRound(floors, each);
    expectSameWork(product, floor.used);
    measured.push({ product: product.cpuMs / each, ...floor.cost });
  }
  const virtualSeconds = ((await crowd.ask<number>('virtualNow')) - began) / 1_000;
  const busy = await crowd.ask<Held>('held');
  await crowd.ask('idle');
  const idle = await crowd.ask<Held>('held');
  const atHome = await crowd.ask<number>('atHome');
  if (atHome !== each * (rounds + 1) + 1) throw new Error(`${atHome} devices are at home`);
  const kiB = (now: Held, what: keyof Held): number =>
    Math.round(((now[what] - before[what]) / (each * rounds) / 1024) * 10) / 10;
  return {
    devices: each * rounds,
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

async function floorRound({ server, device, sizes }: Floors, count: number) {
  const { url } = await server.ask<Where>('where');
  const http = openClient('httpsKeepAlive');
  await server.ask('prepare', count);
  const shared = await server.during(async () => askFloor(url, sizes, count, http));
  http.close();
  await device.ask('prepare', count);
  const alone = await device.during(async () => device.ask('download'));
  await server.ask('prepare', count);
  await server.ask('begin');
  const requests = await device.during(async () => device.ask('request', { url, downloads: count }));
  const own = await server.ask<Used>('end');
  return {
    used: [shared, alone],
    cost: {
      serverFloor: shared.cpuMs / count,
      serverFloorOwn: own.cpuMs / count,
      deviceFloor: alone.cpuMs / count,
      requests: requests.cpuMs / count,
    },
  };
}

/** @throws Error when the product has not done what both floors do */
function expectSameWork({ operations }: Used, floors: readonly Used[]): void {
  for (const name of ['signatures', 'keyPairs', 'agreements'] as const) {
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
      serverOwnConnections: each(({ serverFloorOwn }) => serverFloorOwn),
      device: each(({ deviceFloor }) => deviceFloor),
      deviceRequests: each(({ requests }) => requests),
    },
    /** To both floors; to both when each device has its connection; to these and the device's requests. */
    ratio: each(({ product, serverFloor, deviceFloor }) => product / (serverFloor + deviceFloor)),
    ratioOwnConnections: each(
      ({ product, serverFloorOwn, deviceFloor }) => product / (serverFloorOwn + deviceFloor),
    ),
    ratioWithRequests: each(
      ({ product, serverFloorOwn, deviceFloor, requests }) =>
        product / (serverFloorOwn + deviceFloor + requests),
    ),
  };
}

type Figures = Awaited<ReturnType<typeof measure>>;

function inWords({ devices, virtualSeconds, kiBPerDevice, ...costs }: Figures): readonly string[] {
  const { server, serverOwnConnections, device, deviceRequests } = costs.floorMs;
  const { connected, idle, idleResident } = kiBPerDevice;
  return [
    `${devices} devices download and attach in ${virtualSeconds} s of virtual time: ${costs.cpuMsPerDevice} ms of CPU each`,
    `the floors of server and device, ${server} and ${device} ms: ${costs.ratio} times`,
    `with a TLS connection for each device, ${serverOwnConnections} and ${device} ms: ${costs.ratioOwnConnections} times`,
    `and with the requests of a device on bare node:https, ${deviceRequests} ms: ${costs.ratioWithRequests} times`,
    `memory of a device: ${connected} KiB while it is connected, ${idle} KiB once idle (${idleResident} KiB resident)`,
  ];
}
