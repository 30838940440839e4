import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Measuring } from './figures.ts';
import { median, rounded } from './figures.ts';

const runs = 5;
const command = fileURLToPath(new URL('../../../lab/cli/main.ts', import.meta.url));
const built = fileURLToPath(new URL('../../../dist/lab/cli/main.js', import.meta.url));

/** From starting `esimlab start` until its line says that it is ready, in wall time: the second start and later ones. */
export async function measureReady({ folder, say }: Pick<Measuring, 'folder' | 'say'>) {
  const data = join(folder, 'ready');
  await start(data);
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) times.push(await start(data));
  const readyMs = rounded(median(times));
  say(`ready after ${readyMs} ms, best ${rounded(Math.min(...times))} ms`);
  return { readyMs };
}

async function start(data: string): Promise<number> {
  const begun = now();
  const fromSource = process.execArgv.includes('--conditions=source');
  const program = fromSource ? [...process.execArgv, command] : [built];
  const child = spawn(
    process.execPath,
    [...program, 'start', '--json', '--port-base', '0', '--smdp-port', '0', '--data', data],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const ready = await new Promise<number>((resolve, reject) => {
    child.stdout.once('data', () => {
      resolve(now() - begun);
    });
    child.once('exit', (code) => {
      reject(new Error(`esimlab start ended with ${code}`));
    });
  });
  child.kill('SIGINT');
  await gone;
  return ready;
}

function now(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
