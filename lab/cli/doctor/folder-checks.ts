import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, relative } from 'node:path';

import type { ProductSettings } from '#shared/runtime/settings-declaration';
import { ownerOf } from '#shared/storage/lock';

import type { Check } from './check.ts';
import { lineOf, note, ok, wrong } from './check.ts';

/** Whether state can be written where it belongs, and who works on it now. */
export function checkDataFolder(data: string, from: string): Check {
  const shown = relative(from, data) || '.';
  try {
    const there = nearestThere(data);
    if (!statSync(there).isDirectory()) throw new TypeError(`${relative(from, there)} is a file`);
    accessSync(there, constants.W_OK);
  } catch (error) {
    return wrong(
      'Data folder',
      `${shown} cannot be written (${lineOf(error)})`,
      'choose another one: --data DIR',
    );
  }
  const owner = ownerOf(data, 'smdp') ?? ownerOf(data, 'device');
  if (owner === undefined) return ok('Data folder', existsSync(data) ? shown : `${shown}, made on first use`);
  return note('Data folder', `${shown} is in use by "${owner.command}" (pid ${owner.pid})`);
}

function nearestThere(folder: string): string {
  return existsSync(folder) ? folder : nearestThere(dirname(folder));
}

type PortSetting = 'labPort' | 'smdpPort' | 'portalPort' | 'es2plusPort' | 'operatorApiPort';

const ports: Readonly<Record<PortSetting, { readonly name: string; readonly flag: string }>> = {
  labPort: { name: 'lab', flag: '--lab-port' },
  smdpPort: { name: 'SM-DP+', flag: '--smdp-port' },
  portalPort: { name: 'portal', flag: '--portal-port' },
  es2plusPort: { name: 'ES2+', flag: '--es2plus-port' },
  operatorApiPort: { name: 'operator API', flag: '--operator-api-port' },
};

/** Whether the ports of `esimlab start` are free; those of a lab that runs on the data folder count as its own. */
export async function checkPorts(settings: Pick<ProductSettings, PortSetting>, data: string): Promise<Check> {
  const owner = ownerOf(data, 'smdp');
  const taken: string[] = [];
  for (const [setting, { name, flag }] of Object.entries(ports)) {
    const port = settings[setting as PortSetting];
    if (!(await isFree(port))) taken.push(`${port} (${name}, ${flag} 0)`);
  }
  const all = Object.keys(ports).map((setting) => settings[setting as PortSetting]);
  if (taken.length === 0) return ok('Ports', `${all.join(', ')} are free`);
  if (owner !== undefined) return note('Ports', `"${owner.command}" (pid ${owner.pid}) listens on them`);
  return wrong(
    'Ports',
    `taken by another program: ${taken.join(', ')}`,
    'choose others with these, or all with --port-base N',
  );
}

function isFree(port: number): Promise<boolean> {
  if (port === 0) return Promise.resolve(true);
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => {
      resolve(false);
    });
    probe.listen(port, '127.0.0.1', () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });
}
