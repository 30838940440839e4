import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import type { CardStore } from '#device-sim/euicc/index';
import { memoryCardStore, openCardStore } from '#device-sim/euicc/index';
import type { CardPart, DevicePart, World, WorldDevice } from '#scenarios/world/index';
import { NoSqlite } from '#shared/storage/sqlite-driver';

import type { DeviceShelf } from '../control/index.ts';
import { appSettings } from '../control/index.ts';
import { knownServers } from './known-servers.ts';
import type { Terminal } from './terminal.ts';

/** The database of a device. */
export const deviceFile = (data: string, name: string): string => join(data, `${name}.sqlite`);

/** The devices that a data folder holds, by name. */
export function deviceNames(data: string): readonly string[] {
  if (!existsSync(data)) return [];
  return readdirSync(data).flatMap((file) => /^(?!(?:smdp|operator)\.)(.+)\.sqlite$/.exec(file)?.[1] ?? []);
}

/** A device as its folder keeps it; where this machine has no database, one in memory, and that is said. */
export async function devicePart(data: string, name: string, terminal: Terminal): Promise<DevicePart> {
  const store = await storeOf(deviceFile(data, name), terminal);
  return { name, store, serverUrls: knownServers(data), appMemory: appSettings(data, name) };
}

export interface FolderDevices extends DeviceShelf {
  /** Opens a device, which is made on first use. */
  open(name: string): Promise<WorldDevice>;
}

/** The devices of a data folder, opened in a world when they are first asked for. */
export function folderDevices(data: string, world: World, terminal: Terminal): FolderDevices {
  const open = async (name: string, card?: CardPart) =>
    world.addDevice({ ...(await devicePart(data, name, terminal)), ...(card === undefined ? {} : { card }) });
  return {
    open,
    names: () => [...new Set([...world.devices().map(({ name }) => name), ...deviceNames(data)])],
    find: async (name) =>
      world.devices().find((each) => each.name === name) ??
      (deviceNames(data).includes(name) ? open(name) : undefined),
    create: open,
  };
}

async function storeOf(file: string, terminal: Terminal): Promise<CardStore> {
  try {
    return await openCardStore(file);
  } catch (error) {
    if (!(error instanceof NoSqlite)) throw error;
    terminal.note(`esimlab: ${error.message}`);
    return memoryCardStore();
  }
}
