import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import type { CardPart, World, WorldDevice } from '#scenarios/world/index';
import { openWorld } from '#scenarios/world/index';
import type { CertificateIssuer } from '#shared/pki/certificate-issuers';
import { certificateIssuer } from '#shared/pki/certificate-issuers';
import { readCertificateFile } from '#shared/pki/pem';
import { systemClock } from '#shared/runtime/clock';
import { seededEntropy, systemEntropy } from '#shared/runtime/entropy';
import type { ProductSettings } from '#shared/runtime/settings-declaration';
import { makeDataFolder } from '#shared/storage/data-folder';
import { claimFolder } from '#shared/storage/lock';

import { dataFolderOf } from './data.ts';
import { Interrupted, WrongUsage } from './exit.ts';
import { deviceFile, deviceNames, devicePart } from './folder-devices.ts';
import { logOf } from './logging.ts';
import { ciSetOf } from './own-ci.ts';
import type { Surroundings } from './program.ts';

/** How a command works on a device. */
export interface DeviceWork {
  /** The command as its user knows it, for the lock. */
  readonly command: string;
  readonly settings: ProductSettings;
  /** What the card is made of when there is none yet. */
  readonly card?: CardPart;
  /** A file with CI certificates that the LPA believes besides the lab's. */
  readonly ciCertificate?: string | undefined;
}

/** Opens the device of the data folder, which is made on first use, works, and closes it again. */
export async function withDevice<T>(
  work: DeviceWork,
  given: Surroundings,
  use: (device: WorldDevice, world: World) => Promise<T>,
): Promise<T> {
  const { settings, command, card } = work;
  const moreCis = readIssuers(work.ciCertificate, given);
  const data = dataFolderOf(settings, given);
  makeDataFolder(data);
  const lock = claimFolder(data, { command, part: 'device' });
  try {
    const clock = systemClock();
    const entropy = settings.seed === undefined ? systemEntropy() : seededEntropy(settings.seed);
    const part = await devicePart(data, settings.device, given.terminal);
    const world = await openWorld({
      clock,
      smdp: false,
      network: false,
      cis: ciSetOf(settings.ci, data, { clock, entropy }),
      devices: [{ ...part, moreCis, ...(card === undefined ? {} : { card }) }],
      ...(settings.seed === undefined ? {} : { seed: settings.seed }),
    });
    const endLog = logOf(world.trace, settings);
    try {
      return await untilInterrupted(use(world.device(settings.device), world), given.interrupted);
    } finally {
      await world.close();
      endLog();
    }
  } finally {
    lock.release();
  }
}

/** The outcome of the work, unless Ctrl-C comes first. What the card has acknowledged is kept either way. */
async function untilInterrupted<T>(work: Promise<T>, interrupted: AbortSignal): Promise<T> {
  work.catch(() => undefined);
  const interruption = new Promise<never>((_, reject) => {
    const stop = (): void => {
      reject(new Interrupted('interrupted; what the card has is kept, the same command can be given again'));
    };
    if (interrupted.aborted) stop();
    else interrupted.addEventListener('abort', stop, { once: true });
  });
  return Promise.race([work, interruption]);
}

/** Whether the device has been made already. */
export function deviceExists(work: Pick<DeviceWork, 'settings'>, given: Surroundings): boolean {
  return existsSync(deviceFile(dataFolderOf(work.settings, given), work.settings.device));
}

/** @throws WrongUsage when the device was never made: a name that was mistyped makes none. */
export function expectDevice(work: Pick<DeviceWork, 'settings'>, given: Surroundings): void {
  if (deviceExists(work, given)) return;
  const { device } = work.settings;
  const others = deviceNames(dataFolderOf(work.settings, given));
  const there = others.length === 0 ? '' : ` (there is: ${others.join(', ')})`;
  throw new WrongUsage(
    `there is no card "${device}" yet${there}; make it with "esimlab device create --device ${device}", or download to it`,
  );
}

function readIssuers(file: string | undefined, { folder }: Surroundings): readonly CertificateIssuer[] {
  if (file === undefined) return [];
  try {
    return readCertificateFile(new Uint8Array(readFileSync(resolve(folder, file)))).map((each) =>
      certificateIssuer(each),
    );
  } catch (error) {
    const why = error instanceof Error && !('code' in error) ? error.message : 'it cannot be read';
    throw new WrongUsage(`--ci-cert ${file}: ${why}; give the certificate of a CI in PEM or DER`, {
      cause: error,
    });
  }
}
