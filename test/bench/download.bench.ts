/**
 * What a download costs: the CPU time of server and device, each in a process of its own, beside a floor (floor.ts)
 * that is measured in the same run, round by round. Also the memory of a server after many downloads, and how long
 * `esimlab start` takes. Prints one line of JSON at the end.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { variants } from './download/bare-client.ts';
import { measureDevice } from './download/measure-device.ts';
import { measureMemory } from './download/measure-memory.ts';
import { measureReady } from './download/measure-ready.ts';
import { measureServer } from './download/measure-server.ts';
import { benchProfile } from './download/profile.ts';

export async function benchDownload(words: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      json: { type: 'boolean', default: false },
      downloads: { type: 'string', default: '200' },
      rounds: { type: 'string', default: '7' },
      only: { type: 'string' },
    },
  });
  const { json, only } = values;
  const size = { downloads: Number(values.downloads), rounds: Number(values.rounds) };
  const wants = (part: string): boolean => only === undefined || part.startsWith(only);
  const say = (line: string): void => {
    if (!json) console.log(line);
  };
  const folder = mkdtempSync(join(tmpdir(), 'esimlab-bench-'));
  try {
    say(`${size.rounds} rounds of ${size.downloads} downloads of ${benchProfile().name}, four at once`);
    const server: Record<string, object> = {};
    for (const variant of variants)
      if (wants(`server ${variant}`))
        server[variant] = await measureServer(variant, { ...size, folder, say });
    const device = wants('device') ? await measureDevice({ ...size, folder, say }) : undefined;
    const memory = wants('memory') ? await measureMemory({ ...size, folder, say }) : undefined;
    const ready = wants('ready') ? await measureReady({ folder, say }) : undefined;
    console.log(JSON.stringify({ server, device, ...memory, ...ready }));
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
