import { learnSizes, warmUps } from './measure-server.ts';
import { openClient } from './drive.ts';
import type { Where } from './drive.ts';
import type { Cost, Measuring, Round } from './figures.ts';
import { costOf, median, printCost, printOperations, rounded } from './figures.ts';
import type { Used } from './measured-process.ts';
import { MeasuredProcess } from './measured-process.ts';

/** `cryptographyMs`: the floor without its requests. */
export interface DeviceCost extends Cost {
  readonly cryptographyMs: number;
  readonly memoryStore: Cost;
}

/** What a download costs a device, over plain HTTP, whose certificates of the server are new to it each time. */
export async function measureDevice({ downloads, rounds, folder, say }: Measuring): Promise<DeviceCost> {
  const options = { store: 'memory', tls: false, freshCertificates: true };
  await using server = await MeasuredProcess.start('server', options, folder);
  const http = openClient('httpKeepAlive');
  const sizes = await learnSizes(server, http);
  http.close();
  await using floor = await MeasuredProcess.start('floor-device', { sizes }, folder);
  await using floorServer = await MeasuredProcess.start('floor-server', { tls: false, sizes }, folder);
  await using sqlite = await MeasuredProcess.start('devices', { store: 'sqlite' }, folder);
  await using memory = await MeasuredProcess.start('devices', { store: 'memory' }, folder);
  const measured: Record<'sqlite' | 'memory', Round[]> = { sqlite: [], memory: [] };
  const cryptography: number[] = [];
  for (let round = 0; round < warmUps(rounds) + rounds; round += 1) {
    await floor.ask('prepare', downloads);
    const alone = await floor.during(() => floor.ask('cryptography'));
    await floorServer.ask('prepare', downloads);
    const { url } = await floorServer.ask<Where>('where');
    const least = await floor.during(() => floor.ask('download', { url }));
    const withSqlite = { product: await productRound(sqlite, server, downloads), floor: least };
    const withMemory = { product: await productRound(memory, server, downloads), floor: least };
    if (round < warmUps(rounds)) continue;
    cryptography.push(alone.cpuMs / downloads);
    measured.sqlite.push(withSqlite);
    measured.memory.push(withMemory);
  }
  const [first] = measured.sqlite;
  if (first !== undefined) {
    say(printOperations('device', first.product, downloads));
    say(printOperations('its floor', first.floor, downloads));
  }
  const cost = costOf(measured.sqlite, downloads);
  const memoryStore = costOf(measured.memory, downloads);
  say(printCost('device, SQLite', cost));
  say(printCost('device, store in memory', memoryStore));
  const cryptographyMs = rounded(median(cryptography));
  say(`the floor without its requests: ${cryptographyMs} ms a download`);
  return { ...cost, cryptographyMs, memoryStore };
}

async function productRound(
  devices: MeasuredProcess,
  server: MeasuredProcess,
  downloads: number,
): Promise<Used> {
  const { url: smdpUrl, address } = await server.ask<Where>('where');
  const matchingIds = await server.ask<string[]>('prepare', downloads);
  await devices.ask('prepare', downloads);
  const codes = matchingIds.map((id) => `LPA:1$${address}$${id}`);
  return devices.during(() => devices.ask('download', { codes, smdpUrl }));
}
