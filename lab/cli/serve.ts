import { hostname } from 'node:os';
import { join } from 'node:path';

import type { Command } from 'commander';
import type { World } from '#scenarios/world/index';
import { openWorld } from '#scenarios/world/index';
import { parseHostAndPort } from '#shared/identifiers/host';
import { PortNotFree } from '#shared/http/server';
import { systemClock } from '#shared/runtime/clock';
import { seededEntropy, systemEntropy } from '#shared/runtime/entropy';
import type { ProductSettings } from '#shared/runtime/settings-declaration';
import { makeDataFolder } from '#shared/storage/data-folder';
import { claimFolder } from '#shared/storage/lock';
import { NoSqlite } from '#shared/storage/sqlite-driver';
import type { SmdpStore } from '#smdp/index';
import { memorySmdpStore, openSmdpStore } from '#smdp/index';

import type { ReadyLine } from './data.ts';
import { announce, dataFolderOf } from './data.ts';
import { CannotRunHere } from './exit.ts';
import { logOf } from './logging.ts';
import { ciSetOf } from './own-ci.ts';
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
  /** Places orders and makes offers; returns the codes to print. */
  open(world: World): Promise<ReadyLine['activationCodes']>;
  /** What a person reads once all is ready. */
  describe(line: ReadyLine): readonly string[];
}

/** The options of every command that serves. */
export function withServingOptions(command: Command): Command {
  command
    .option('--once', 'codes are used up by one download, as in real life')
    .option('--address <host...>', 'more names or addresses under which clients ask for the SM-DP+')
    .option('--json', 'print one line of JSON when ready');
  withSettings(command, 'smdpPort', 'portBase', 'data', 'ci', 'seed', 'sessionLifetime', 'downloadAttempts');
  withSettings(command, 'confirmationCodeAttempts', 'cancelSessionPolicy', 'adminProtocol', 'bodyLimit');
  return withSettings(command, 'handshakeTimeout', 'requestTimeout', 'idleTimeout', 'logLevel', 'logFile');
}

/** Opens an SM-DP+ on its port, says so, and serves until Ctrl-C. */
export async function serve(serving: Serving, given: Surroundings): Promise<void> {
  const { settings, command } = serving;
  const data = dataFolderOf(settings, given);
  makeDataFolder(data);
  const lock = claimFolder(data, { command, part: 'smdp' });
  try {
    await serveFrom(data, serving, given);
  } finally {
    lock.release();
  }
}

async function serveFrom(data: string, serving: Serving, given: Surroundings): Promise<void> {
  const { settings, curve, tls = true, ppk = false } = serving;
  const aliases = [...ownName(), ...serving.aliases];
  const { terminal, interrupted } = given;
  const clock = systemClock();
  const making = {
    clock,
    entropy: settings.seed === undefined ? systemEntropy() : seededEntropy(settings.seed),
  };
  const world = await openedWorld({
    clock,
    cis: ciSetOf(settings.ci, data, making),
    devices: [],
    ...(settings.seed === undefined ? {} : { seed: settings.seed }),
    smdp: {
      store: await storeIn(data, terminal),
      tls,
      public: { port: settings.smdpPort, aliases },
      settings: { ...smdpSettingsOf(settings), ...(ppk ? { segmentKeys: 'ppk' as const } : {}) },
      limits: limitsOf(settings),
      ...(curve === undefined ? {} : { curve }),
    },
  });
  const endLog = logOf(world.trace, settings);
  try {
    const activationCodes = await serving.open(world);
    const { address, port } = world.smdp;
    const url = `${tls ? 'https' : 'http'}://localhost:${port}`;
    const line: ReadyLine = { ready: true, smdp: { address, url }, activationCodes };
    const takeBack = announce(data, line);
    if (serving.json) terminal.out(JSON.stringify(line));
    else for (const text of serving.describe(line)) terminal.out(text);
    await untilAborted(interrupted);
    takeBack();
  } finally {
    await world.close();
    endLog();
  }
  terminal.note('esimlab: stopped; orders are kept for the next start');
}

async function openedWorld(options: Parameters<typeof openWorld>[0]): Promise<World> {
  try {
    return await openWorld(options);
  } catch (error) {
    if (error instanceof PortNotFree) throw new CannotRunHere(error.message, { cause: error });
    throw error;
  }
}

async function storeIn(data: string, terminal: Surroundings['terminal']): Promise<SmdpStore> {
  try {
    return await openSmdpStore(join(data, 'smdp.sqlite'));
  } catch (error) {
    if (!(error instanceof NoSqlite)) throw error;
    terminal.note(`esimlab: ${error.message}`);
    return memorySmdpStore();
  }
}

/** The machine's name, where it is one that a certificate can hold. */
function ownName(): readonly string[] {
  try {
    return [parseHostAndPort(hostname()).host];
  } catch (error) {
    if (error instanceof TypeError) return [];
    throw error;
  }
}

function smdpSettingsOf(settings: ProductSettings) {
  const { sessionLifetime, downloadAttempts, confirmationCodeAttempts, cancelSessionPolicy, adminProtocol } =
    settings;
  return {
    sessionLifetime,
    downloadAttempts,
    confirmationCodeAttempts,
    cancelPolicy: cancelSessionPolicy,
    adminProtocol,
  };
}

function limitsOf({ handshakeTimeout, requestTimeout, idleTimeout, bodyLimit }: ProductSettings) {
  return { handshake: handshakeTimeout, request: requestTimeout, idle: idleTimeout, bodyOctets: bodyLimit };
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
