import { download, makeDevices, openClient } from './drive.ts';
import type { Where } from './drive.ts';
import type { Measuring } from './figures.ts';
import type { Memory } from './measured-process.ts';
import { MeasuredProcess } from './measured-process.ts';

/** How many times as many downloads the second look comes after. */
const times = 25;

const round = (mib: number): number => Math.round(mib * 10) / 10;

/** What a server of SQLite takes after some downloads and after 25 times as many (200 and 5,000 unless told otherwise). */
export async function measureMemory({ downloads, folder, say }: Measuring) {
  await using server = await MeasuredProcess.start('server', { store: 'sqlite', tls: false }, folder);
  const http = openClient('httpKeepAlive');
  const devices = makeDevices(await server.ask<Where>('where'), downloads, http);
  const some = async (): Promise<void> => {
    await download(devices, await server.ask<string[]>('prepare', downloads));
    http.seen.length = 0;
  };
  await some();
  const early = await server.ask<Memory>('memory');
  for (let count = 1; count < times; count += 1) await some();
  const late = await server.ask<Memory>('memory');
  http.close();
  const shown = ({ rss, heap }: Memory): string => `${round(rss)} MiB, ${round(heap)} of them heap`;
  say(`memory after ${downloads} downloads: ${shown(early)}; after ${downloads * times}: ${shown(late)}`);
  return {
    memoryMiB: { after200: round(early.rss), after5000: round(late.rss) },
    heapMiB: { after200: round(early.heap), after5000: round(late.heap) },
  };
}
