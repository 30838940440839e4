import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';

import type { CommitHook, SmdpStore } from '#smdp/index';
import { memorySmdpStore, openSmdpStore } from '#smdp/index';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A file that is gone after the test. */
export function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'esimlab-smdp-'));
  folders.push(folder);
  return join(folder, 'smdp.sqlite');
}

/** Each kind of store by name, opened empty. */
export const stores: readonly [string, (onCommit?: CommitHook) => Promise<SmdpStore>][] = [
  ['memory', async (onCommit) => memorySmdpStore(onCommit === undefined ? {} : { onCommit })],
  ['SQLite', async (onCommit) => openSmdpStore(newFile(), onCommit === undefined ? {} : { onCommit })],
];
