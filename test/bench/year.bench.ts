/**
 * A year of prepaid life of a hundred devices in one world: how long it takes by the wall, in CPU time, and on the
 * clock. What became of each is compared with what was worked out by hand (test/scenarios/time/prepaid). Prints one
 * line of JSON at the end.
 */
import { isDeepStrictEqual, parseArgs } from 'node:util';

import { days } from '#shared/runtime/span';

import { expectedLife } from '../scenarios/time/prepaid/expected.ts';
import type { Year } from '../scenarios/time/prepaid/prepaid-year.ts';
import { livePrepaidYear } from '../scenarios/time/prepaid/prepaid-year.ts';

/** Seconds that a hundred devices may take by the wall. */
const most = 60;

/** @throws Error when a life came out otherwise than it has to, or all of it took too long */
export async function benchYear(words: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...words],
    options: { json: { type: 'boolean', default: false }, devices: { type: 'string', default: '100' } },
  });
  const devices = Number(values.devices);
  const elapsed = stopwatch();
  let downloaded = elapsed();
  const year = await livePrepaidYear({
    devices,
    mix: 'byShare',
    begun: () => {
      downloaded = elapsed();
    },
  });
  const { wall, cpu } = elapsed();
  expectAsWorkedOut(year);
  const figures = {
    devices,
    virtualDays: year.virtual / days(1),
    wallSeconds: rounded(wall),
    cpuSeconds: rounded(cpu),
    arriving: { wallSeconds: rounded(downloaded.wall), cpuSeconds: rounded(downloaded.cpu) },
    residentMiB: Math.round(process.memoryUsage().rss / 2 ** 20),
  };
  if (!values.json) {
    console.log(
      `${devices} devices live ${figures.virtualDays} days in ${figures.wallSeconds} s, ${figures.cpuSeconds} s of them CPU;`,
    );
    console.log(
      `${figures.arriving.wallSeconds} s of it until all have downloaded, and ${figures.residentMiB} MiB at the end`,
    );
  }
  console.log(JSON.stringify(figures));
  if (wall > most) throw new Error(`a year took ${rounded(wall)} s, more than ${most}`);
}

function expectAsWorkedOut({ lives, faults }: Year): void {
  if (faults.length > 0) throw new Error('a fault', { cause: faults[0] });
  for (const life of lives) {
    if (!isDeepStrictEqual(life, expectedLife(life.tariff)))
      throw new Error(`a year came out otherwise than worked out: ${JSON.stringify(life)}`);
  }
}

/** Seconds since it was made, by the wall and of CPU. */
function stopwatch(): () => { readonly wall: number; readonly cpu: number } {
  const wall = process.hrtime.bigint();
  const cpu = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    return { wall: Number(process.hrtime.bigint() - wall) / 1e9, cpu: (user + system) / 1e6 };
  };
}

const rounded = (value: number): number => Math.round(value * 100) / 100;
