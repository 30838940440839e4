import type { Command } from 'commander';
import type { World } from '#scenarios/world/index';
import type { ProductSettings } from '#shared/runtime/settings-declaration';
import { makeDataFolder } from '#shared/storage/data-folder';
import type { FolderLock, LockedPart } from '#shared/storage/lock';
import { claimFolder } from '#shared/storage/lock';

import type { ReadyLine } from './data.ts';
import { announce, dataFolderOf } from './data.ts';
import type { Lab } from './lab.ts';
import { openLab } from './lab.ts';
import { logOf } from './logging.ts';
import type { Surroundings } from './program.ts';
import { withSettings } from './settings-options.ts';

/** What a serving command is about. */
export interface Serving {
  /** The command as its user knows it, `esimlab start`. */
  readonly command: string;
  readonly settings: ProductSettings;
  readonly curve?: 'P-256' | 'brainpoolP256r1';
  readonly tls?: boolean;
  /** Profile segments are protected by keys of their own. */
  readonly ppk?: boolean;
  /** More names under which clients ask for the server. */
  readonly aliases: readonly string[];
  readonly json: boolean;
  /** The devices of the folder belong to this command as long as it runs, and this one is opened at once. */
  readonly device?: string;
  /** Places orders and makes offers; returns the codes to print. */
  open(world: World): Promise<ReadyLine['activationCodes']>;
  /** What a person reads once all is ready. */
  describe(line: ReadyLine): readonly string[];
  /** What goes on beside the servers once all is ready; it ends with the lab. */
  beside?(lab: Lab): Promise<void>;
}

/** The options of every command that serves. */
export function withServingOptions(command: Command): Command {
  command
    .option('--once', 'codes are used up by one download, as in real life')
    .option('--address <host...>', 'more names or addresses under which clients ask for the SM-DP+')
    .option('--json', 'print one line of JSON when ready');
  withSettings(
    command,
    'smdpPort',
    'es2plusPort',
    'operatorApiPort',
    'labPort',
    'portBase',
    'data',
    'ci',
    'seed',
    'sessionLifetime',
    'downloadAttempts',
  );
  withSettings(command, 'confirmationCodeAttempts', 'cancelSessionPolicy', 'adminProtocol', 'bodyLimit');
  withSettings(command, 'notYetReleased', 'latency', 'es2Notify', 'es2NotifyCa', 'profileTypes');
  return withSettings(command, 'handshakeTimeout', 'requestTimeout', 'idleTimeout', 'logLevel', 'logFile');
}

/** Opens an SM-DP+ on its port, says so, and serves until Ctrl-C. */
export async function serve(serving: Serving, given: Surroundings): Promise<void> {
  const { settings, command } = serving;
  const data = dataFolderOf(settings, given);
  makeDataFolder(data);
  const parts: readonly LockedPart[] = serving.device === undefined ? ['smdp'] : ['smdp', 'device'];
  const locks: FolderLock[] = [];
  try {
    for (const part of parts) locks.push(claimFolder(data, { command, part }));
    await serveFrom(data, serving, locks, given);
  } finally {
    for (const lock of locks) lock.release();
  }
}

async function serveFrom(
  data: string,
  serving: Serving,
  locks: readonly FolderLock[],
  given: Surroundings,
): Promise<void> {
  const { terminal, interrupted } = given;
  const lab = await openLab({ ...serving, data, locks }, terminal);
  const endLog = logOf(lab.world.trace, serving.settings, serving.beside !== undefined && !serving.json);
  try {
    const activationCodes = await serving.open(lab.world);
    const line = readyLine(lab, activationCodes);
    const takeBack = announce(data, line);
    if (serving.json) terminal.out(JSON.stringify(line));
    else for (const text of serving.describe(line)) terminal.out(text);
    await serving.beside?.(lab);
    await untilAborted(interrupted);
    takeBack();
  } finally {
    await lab.close();
    endLog();
  }
  terminal.note('esimlab: stopped; orders are kept for the next start');
}

function readyLine({ world, control, urls }: Lab, activationCodes: ReadyLine['activationCodes']): ReadyLine {
  return {
    ready: true,
    smdp: { address: world.smdp.address, url: urls.smdp },
    activationCodes,
    es2plus: { url: urls.es2plus },
    ...(urls.portal === undefined ? {} : { portal: { url: urls.portal } }),
    lab: { url: control.url, token: control.token },
  };
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener(
      'abort',
      () => {
        resolve();
      },
      { once: true },
    );
  });
}
