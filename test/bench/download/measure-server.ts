import { makeDevices, download, askFloor, openClient, sizesOf } from './drive.ts';
import type { Where } from './drive.ts';
import type { BareClient, Variant } from './bare-client.ts';
import type { Cost, Measuring, Round } from './figures.ts';
import { costOf, printCost, printOperations } from './figures.ts';
import type { Used } from './measured-process.ts';
import { MeasuredProcess } from './measured-process.ts';
import { benchProfile } from './profile.ts';
import type { Sizes } from '../floor.ts';

/** Rounds of devices in which the compiler of the engine settles; not counted. */
export const warmUps = (rounds: number): number => Math.min(8, rounds);

/** A server is as fast as it gets after so many downloads: then all of it has been compiled. */
export const settled = 2_400;

/** The same for servers, but no more than twice the rounds that are counted. */
const serverWarmUps = ({ downloads, rounds }: Pick<Measuring, 'downloads' | 'rounds'>): number =>
  Math.min(Math.ceil(settled / downloads), 2 * rounds);

/** What a download costs the server that keeps its orders in SQLite; the other one is told of. */
export async function measureServer(
  variant: Variant,
  { downloads, rounds, folder, say }: Measuring,
): Promise<Cost & { readonly memoryStore: Cost }> {
  const tls = variant !== 'httpKeepAlive';
  await using sqlite = await MeasuredProcess.start('server', { store: 'sqlite', tls }, folder);
  await using memory = await MeasuredProcess.start('server', { store: 'memory', tls }, folder);
  const http = openClient(variant);
  const sizes = await learnSizes(sqlite, http);
  await learnSizes(memory, http);
  await using floor = await MeasuredProcess.start('floor-server', { tls, sizes }, folder);
  const measured: Record<'sqlite' | 'memory', Round[]> = { sqlite: [], memory: [] };
  const notCounted = serverWarmUps({ downloads, rounds });
  for (let round = 0; round < notCounted + rounds; round += 1) {
    const least = await floorRound(floor, sizes, downloads, http);
    const withSqlite = { product: await productRound(sqlite, downloads, http), floor: least };
    const withMemory = { product: await productRound(memory, downloads, http), floor: least };
    if (round < notCounted) continue;
    measured.sqlite.push(withSqlite);
    measured.memory.push(withMemory);
  }
  http.close();
  const [first] = measured.sqlite;
  if (first !== undefined) {
    say(printOperations(`server, ${variant}`, first.product, downloads));
    say(printOperations('its floor', first.floor, downloads));
  }
  const cost = costOf(measured.sqlite, downloads);
  const memoryStore = costOf(measured.memory, downloads);
  say(printCost(`server, ${variant}, SQLite`, cost));
  say(printCost(`server, ${variant}, store in memory`, memoryStore));
  return { ...cost, memoryStore };
}

/** The sizes of the bodies of a download. */
export async function learnSizes(server: MeasuredProcess, http: BareClient): Promise<Sizes> {
  const where = await server.ask<Where>('where');
  await download(makeDevices(where, 1, http), await server.ask<string[]>('prepare', 1));
  return sizesOf(http.seen.splice(0), benchProfile());
}

async function productRound(server: MeasuredProcess, downloads: number, http: BareClient): Promise<Used> {
  const where = await server.ask<Where>('where');
  const matchingIds = await server.ask<string[]>('prepare', downloads);
  const devices = makeDevices(where, downloads, http);
  const used = await server.during(() => download(devices, matchingIds));
  expectRequests(http, downloads);
  return used;
}

async function floorRound(
  floor: MeasuredProcess,
  sizes: Sizes,
  downloads: number,
  http: BareClient,
): Promise<Used> {
  const { url } = await floor.ask<Where>('where');
  await floor.ask('prepare', downloads);
  const used = await floor.during(() => askFloor(url, sizes, downloads, http));
  expectRequests(http, downloads);
  return used;
}

function expectRequests({ seen }: BareClient, downloads: number): void {
  const { length } = seen.splice(0);
  if (length !== 4 * downloads) throw new Error(`${length} requests for ${downloads} downloads`);
}
