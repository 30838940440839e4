import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { deviceNames } from '#lab/cli/folder-devices';

describe('the devices of a data folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'esimlab-devices-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('are its databases, but for those of the servers', () => {
    for (const name of ['watch', 'operator-2', 'smdp', 'operator'])
      writeFileSync(join(folder, `${name}.sqlite`), '');
    expect([...deviceNames(folder)].sort()).toEqual(['operator-2', 'watch']);
  });

  it('are none where there is no folder', () => {
    expect(deviceNames(join(folder, 'missing'))).toEqual([]);
  });
});
