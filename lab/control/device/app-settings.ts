import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { AppMemory, KeptDownload, KeptSearch, KeptWork } from '#device-sim/mobile-plans/index';
import { z } from 'zod';

const instant = z.number().transform((at) => at as KeptDownload['due']);

const download = z.object({
  id: z.string(),
  planName: z.string(),
  usable: z.object({ code: z.string(), confirmationCodeRequired: z.boolean() }),
  due: instant,
});

const search = z.object({
  id: z.string(),
  planName: z.string(),
  iccid: z.string(),
  interval: z.number().transform((span) => span as KeptSearch['interval']),
  due: instant,
  until: instant,
});

/** What the apps of a device have kept, by the address of their portal. */
const keptApps = z.record(z.string(), z.object({ downloads: z.array(download), searches: z.array(search) }));

type KeptApps = Readonly<Record<string, KeptWork>>;

const nothing: KeptWork = { downloads: [], searches: [] };

/** The local settings of a device's Mobile Plans apps, in a file of the data folder. */
export function appSettings(data: string, device: string): (portalUrl: string) => AppMemory {
  const file = join(data, `${device}.apps.json`);
  return (portalUrl) => ({
    kept: read(file)[portalUrl] ?? nothing,
    keep: async (work) => {
      const rest = Object.entries(read(file)).filter(([url]) => url !== portalUrl);
      const empty = work.downloads.length + work.searches.length === 0;
      const all = empty ? rest : [...rest, [portalUrl, work]];
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
