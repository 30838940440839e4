import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { AppMemory, KeptDownload } from '#device-sim/mobile-plans/index';
import { z } from 'zod';

/** What the apps of a device have kept, by the address of their portal. */
const keptApps = z.record(
  z.string(),
  z.array(
    z.object({
      id: z.string(),
      planName: z.string(),
      usable: z.object({ code: z.string(), confirmationCodeRequired: z.boolean() }),
      due: z.number().transform((due) => due as KeptDownload['due']),
    }),
  ),
);

type KeptApps = Readonly<Record<string, readonly KeptDownload[]>>;

/** The local settings of a device's Mobile Plans apps, in a file of the data folder. */
export function appSettings(data: string, device: string): (portalUrl: string) => AppMemory {
  const file = join(data, `${device}.apps.json`);
  return (portalUrl) => ({
    downloads: read(file)[portalUrl] ?? [],
    keep: async (downloads) => {
      const rest = Object.entries(read(file)).filter(([url]) => url !== portalUrl);
      const all = downloads.length === 0 ? rest : [...rest, [portalUrl, downloads]];
      const beside = `${file}.new`;
      writeFileSync(beside, `${JSON.stringify(Object.fromEntries(all))}\n`, { mode: 0o600 });
      renameSync(beside, file);
      return Promise.resolve();
    },
  });
}

/** A file that cannot be read, or says something else, keeps nothing. */
function read(file: string): KeptApps {
  try {
    return keptApps.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? {};
  } catch {
    return {};
  }
}
