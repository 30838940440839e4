import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** A new empty folder. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'esimlab-kill-'));
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/**
 * Copies a database as it lies on the disk now, its write-ahead log included; the shared index of that is made anew by
 * whoever opens it after a death. @returns the file of the copy
 */
export function copyDatabase(file: string, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const name = basename(file);
  for (const each of [name, `${name}-wal`]) {
    const from = join(dirname(file), each);
    if (existsSync(from)) copyFileSync(from, join(folder, each));
  }
  return join(folder, name);
}
