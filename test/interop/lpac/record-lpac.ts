import { spawnSync } from 'node:child_process';

import type { LpacRun } from '#device-sim/readers/index';
import { runLpac } from '#device-sim/readers/index';
import type { World } from '#scenarios/world/index';
import { httpClient } from '#shared/http/client';
import { systemClock } from '#shared/runtime/clock';

import { DrawsKept } from '../kept-entropy.ts';
import type { Recording } from '../recording.ts';
import { digestOf } from '../recording.ts';
import { standingOf, Watch } from '../watch.ts';
import { openConnectProxy } from './connect-proxy.ts';
import type { LpacCommand, LpacMade } from './scenarios.ts';
import { worldFor } from './world.ts';

/** The lpac that `$LPAC` names or that is on PATH, and its version; undefined where there is none. */
export function lpacProgram(
  environment: Readonly<Record<string, string | undefined>>,
): { readonly program: string; readonly version: string } | undefined {
  const program = environment['LPAC'] ?? 'lpac';
  const env = { ...environment, LPAC_APDU: 'stdio', LPAC_HTTP: 'stdio' };
  const { stdout } = spawnSync(program, ['version'], { env, encoding: 'utf8' });
  const version = /"data":"([^"]+)"/.exec(stdout)?.[1];
  return version === undefined ? undefined : { program, version };
}

/** Runs a scenario with the real lpac, and records it. */
export async function recordLpac(
  { program, version }: { readonly program: string; readonly version: string },
  title: string,
  made: LpacMade,
): Promise<Recording<LpacMade>> {
  const { entropy, draws } = new DrawsKept(made.seed);
  await using world = await worldFor(made, entropy);
  await using proxy = await openConnectProxy(world.names);
  const watch = new Watch(world, 'server');
  const environment = {
    PATH: process.env['PATH'],
    LD_LIBRARY_PATH: process.env['LD_LIBRARY_PATH'],
    https_proxy: proxy.url,
    ...(made.blockSize === undefined ? {} : { LPAC_CUSTOM_ES10X_MSS: String(made.blockSize) }),
  };
  const client = httpClient({ clock: world.clock, names: world.names, judge: () => undefined });
  const dumped: string[] = [];
  for (const command of made.commands) {
    const args = await wordsOf(world, command);
    const said: string[] = [];
    watch.frames.push(['begin', args]);
    const { exitCode } = await runLpac({
      ...{
        program,
        args,
        environment,
        folder: process.cwd(),
        clock: systemClock(),
        card: world.device().card,
      },
      ...(made.http === 'stdio' ? { http: client } : {}),
      input: linesOf(command, dumped),
      onLine: (line) => said.push(line),
      onNote: (line) => said.push(line),
    });
    dumped.push(...said.filter((line) => line.includes('"type":"notification"')));
    watch.frames.push(['end', { exitCode, said }]);
  }
  client.close();
  watch.stop();
  const { frames } = watch;
  const standing = await standingOf(
    world,
    made.orders.map(({ matchingId }) => matchingId),
  );
  return {
    title,
    command: 'npm run interop:record',
    peer: { name: 'lpac', version, command: commandOf(made) },
    made,
    draws,
    frames,
    standing,
    digest: digestOf(frames),
  };
}

async function* linesOf(
  { input = [] }: LpacCommand,
  dumped: readonly string[],
): NonNullable<LpacRun['input']> {
  yield* input === 'dumped' ? dumped : input;
}

async function wordsOf(world: World, { args }: LpacCommand): Promise<readonly string[]> {
  const orders = await world.smdp.orders.list();
  return args.map((word) =>
    word.replace(/^\{(\d)\}$/, (_all, place: string) => orders[Number(place)]?.iccid ?? ''),
  );
}

/** The drivers and variables, with which each command was given. */
function commandOf({ http, blockSize }: LpacMade): string {
  const size = blockSize === undefined ? '' : ` LPAC_CUSTOM_ES10X_MSS=${blockSize}`;
  return `LPAC_APDU=stdio LPAC_HTTP=${http}${size} lpac`;
}
