import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { KeptDownload, KeptSearch, KeptWork } from '#device-sim/mobile-plans/index';
import { appSettings } from '#lab/control/index';
import { instant, minutes } from '#shared/runtime/span';

const kept = (id: string): KeptDownload => ({
  id,
  planName: 'Travel',
  usable: { code: '1$smdp.operator.test$AB-12', confirmationCodeRequired: false },
  due: instant('2026-11-23T10:00:00Z'),
});
const search: KeptSearch = {
  id: 's',
  planName: 'Travel',
  iccid: '8901091000000000017',
  interval: minutes(15),
  due: instant('2026-11-23T10:00:00Z'),
  until: instant('2026-11-24T09:00:00Z'),
};
const none: KeptWork = { downloads: [], searches: [] };
const work = (...downloads: readonly KeptDownload[]): KeptWork => ({ downloads, searches: [] });
const [ours, theirs] = ['https://portal.operator.test/', 'https://portal.example/'] as const;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'esimlab-apps-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the settings of a device that its folder keeps', () => {
  it('are those of each portal, and are there when they are opened anew', async () => {
    const open = appSettings(folder, 'device-1');
    await open(ours).keep(work(kept('a'), kept('b')));
    await open(theirs).keep({ downloads: [kept('c')], searches: [search] });
    const again = appSettings(folder, 'device-1');
    expect(again(ours).kept).toEqual(work(kept('a'), kept('b')));
    expect(again(theirs).kept).toEqual({ downloads: [kept('c')], searches: [search] });
    expect(appSettings(folder, 'device-2')(ours).kept).toEqual(none);
  });

  it('are gone when there is nothing to be kept, and can be read by their owner alone', async () => {
    const open = appSettings(folder, 'device-1');
    await open(ours).keep(work(kept('a')));
    await open(ours).keep(none);
    const file = join(folder, 'device-1.apps.json');
    expect(readFileSync(file, 'utf8')).toBe('{}\n');
    expect(process.platform === 'win32' ? 0o600 : statSync(file).mode & 0o777).toBe(0o600);
  });

  it.each(['not JSON', '[]', '{"https://portal.operator.test/":{"downloads":[{"id":1}]}}'])(
    'are none where the file says %s',
    (text) => {
      writeFileSync(join(folder, 'device-1.apps.json'), text);
      expect(appSettings(folder, 'device-1')(ours).kept).toEqual(none);
    },
  );

  it('that cannot be written say so', async () => {
    const memory = appSettings(join(folder, 'nowhere'), 'device-1')(ours);
    await expect(memory.keep(work(kept('a')))).rejects.toThrow('ENOENT');
  });
});
