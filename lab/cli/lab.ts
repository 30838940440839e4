import { hostname } from 'node:os';
import { join } from 'node:path';

import { openOperatorStore, portalPlans } from '#scenarios/operator/index';
import type { World } from '#scenarios/world/index';
import { openWorld } from '#scenarios/world/index';
import { PortNotFree } from '#shared/http/server';
import { parseHostAndPort } from '#shared/identifiers/host';
import { didYouMean } from '#shared/runtime/did-you-mean';
import type { Clock } from '#shared/runtime/clock';
import { systemClock } from '#shared/runtime/clock';
import type { Entropy } from '#shared/runtime/entropy';
import { seededEntropy, systemEntropy } from '#shared/runtime/entropy';
import type { ProductSettings } from '#shared/runtime/settings-declaration';
import type { FolderLock } from '#shared/storage/lock';
import { NoSqlite } from '#shared/storage/sqlite-driver';
import { openSmdpStore, smdpFunctions } from '#smdp/index';

import { drawToken, openControl, scriptTagOf } from '../control/index.ts';
import type { Control } from '../control/index.ts';
import { CannotRunHere, WrongUsage } from './exit.ts';
import { folderDevices } from './folder-devices.ts';
import { labNetwork } from './lab-network.ts';
import { ciSetOf } from './own-ci.ts';
import { notifiedOperators } from './notified-operators.ts';
import { ownWebRoot, ownWebServerKeys } from './own-web-root.ts';
import { profileTypesOf } from './profile-types.ts';
import type { Terminal } from './terminal.ts';
import { version } from './version.ts';

/** What a lab is opened with. */
export interface LabOptions {
  /** Its data folder. */
  readonly data: string;
  readonly settings: ProductSettings;
  /** More names under which clients ask for its servers. */
  readonly aliases?: readonly string[];
  readonly curve?: 'P-256' | 'brainpoolP256r1';
  /** Plain HTTP on ES9+ when false. */
  readonly tls?: boolean;
  /** Profile segments are protected by keys of their own. */
  readonly ppk?: boolean;
  /** The devices of the folder belong to this lab, and this one is opened at once; it has a portal to enter, too. */
  readonly device?: string;
  /** Announces the control API to other commands of the folder. */
  readonly locks?: readonly FolderLock[];
}

/** A world on the ports of this machine, with its control API. */
export interface Lab {
  readonly world: World;
  readonly control: Control;
  readonly urls: {
    readonly smdp: string;
    readonly es2plus: string;
    readonly operatorApi: string;
    readonly portal: string | undefined;
  };
  close(): Promise<void>;
}

/** Opens a lab on its ports. @throws CannotRunHere when a port is taken */
export async function openLab(options: LabOptions, terminal: Terminal): Promise<Lab> {
  const { data, settings, tls = true, device } = options;
  const clock = systemClock();
  const entropy = settings.seed === undefined ? systemEntropy() : seededEntropy(settings.seed);
  // Real chance under a seed too: who can guess the token can steer the lab.
  const token = drawToken(systemEntropy());
  let control: Control | undefined;
  const world = await orNoPort(() =>
    openLabWorld(options, { clock, entropy, scriptTag: () => tagOf(control, device) }, terminal),
  );
  try {
    const devices = folderDevices(data, world, terminal);
    if (device !== undefined) await devices.open(device);
    const portSetting = { flag: '--lab-port', variable: 'ESIMLAB_LAB_PORT' };
    const listen = { host: '127.0.0.1', port: settings.labPort, portSetting };
    const opened = await orNoPort(() => openControl({ world, devices, version, token, listen }));
    control = opened;
    for (const lock of options.locks ?? []) lock.announce({ url: opened.url, token });
    const { smdp, operator } = world;
    const at = (port: number): string => `https://localhost:${port}`;
    return {
      world,
      control: opened,
      urls: {
        smdp: tls ? at(smdp.port) : `http://localhost:${smdp.port}`,
        es2plus: at(smdp.es2plus?.port ?? 0),
        operatorApi: at(operator.api.port),
        portal: operator.portal === undefined ? undefined : `${at(operator.portal.port)}/`,
      },
      close: async () => {
        await opened.close();
        await world.close();
      },
    };
  } catch (error) {
    await control?.close();
    await world.close();
    throw error;
  }
}

/** The script tag of the portal is good for the device that the lab opened first. */
function tagOf(control: Control | undefined, device: string | undefined): string | undefined {
  if (control === undefined || device === undefined) return undefined;
  return scriptTagOf({ url: `http://localhost:${control.port}`, token: control.token }, device);
}

interface Making {
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly scriptTag: () => string | undefined;
}

async function openLabWorld(options: LabOptions, making: Making, terminal: Terminal): Promise<World> {
  const { data, settings, curve, tls = true, ppk = false, device } = options;
  const aliases = [...ownName(), ...(options.aliases ?? [])];
  const limits = limitsOf(settings);
  const profileTypes = await profileTypesOf(settings);
  const notify = notifiedOperators(settings);
  const reachable = (port: number) => ({ port, aliases, limits });
  const smdpStore = await inFolder(() => openSmdpStore(join(data, 'smdp.sqlite')), terminal);
  const operatorStore =
    smdpStore && (await inFolder(() => openOperatorStore(join(data, 'operator.sqlite')), terminal));
  return openWorld({
    clock: making.clock,
    cis: ciSetOf(settings.ci, data, making),
    web: { root: ownWebRoot(data, making), serverKeys: ownWebServerKeys(data) },
    devices: [],
    network: labNetwork,
    ...(settings.seed === undefined ? {} : { seed: settings.seed }),
    smdp: {
      ...(smdpStore === undefined ? {} : { store: smdpStore }),
      tls,
      public: { port: settings.smdpPort, aliases },
      es2plus: reachable(settings.es2plusPort),
      notify,
      settings: { ...smdpSettingsOf(settings), ...(ppk ? { segmentKeys: 'ppk' as const } : {}) },
      limits,
      ...(curve === undefined ? {} : { curve }),
    },
    operator: {
      name: settings.operatorName,
      profileTypes,
      ...(operatorStore === undefined ? {} : { store: operatorStore }),
      api: reachable(settings.operatorApiPort),
      ...(device === undefined
        ? {}
        : {
            portal: {
              public: reachable(settings.portalPort),
              scriptTag: making.scriptTag,
              plans: portalPlans(settings),
            },
          }),
    },
  });
}

/** A store in the data folder; undefined where this machine has no database, which is said. */
async function inFolder<Store>(open: () => Promise<Store>, terminal: Terminal): Promise<Store | undefined> {
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof NoSqlite)) throw error;
    terminal.note(`esimlab: ${error.message}`);
    return undefined;
  }
}

/** A port that is taken is something of this machine, not of the lab. */
async function orNoPort<T>(open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof PortNotFree) throw new CannotRunHere(error.message, { cause: error });
    throw error;
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
  const { notYetReleased, latency } = settings;
  expectFunctions(Object.keys(latency));
  return {
    notYetReleased,
    latency,
    sessionLifetime,
    downloadAttempts,
    confirmationCodeAttempts,
    cancelPolicy: cancelSessionPolicy,
    adminProtocol,
  };
}

/** @throws WrongUsage when a latency is that of no function */
function expectFunctions(names: readonly string[]): void {
  const unknown = names.find((name) => !smdpFunctions.some((known) => known === name));
  if (unknown === undefined) return;
  const meant = didYouMean(unknown, smdpFunctions) ?? smdpFunctions.join(', ');
  throw new WrongUsage(`--latency: "${unknown}" is no function of the SM-DP+; did you mean ${meant}?`);
}

function limitsOf({ handshakeTimeout, requestTimeout, idleTimeout, bodyLimit }: ProductSettings) {
  return { handshake: handshakeTimeout, request: requestTimeout, idle: idleTimeout, bodyOctets: bodyLimit };
}
