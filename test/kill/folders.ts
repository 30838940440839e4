import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** A new empty folder. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'esimlab-kill-'));
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Copies a database as it lies on the disk now, its write-ahead log included. @returns the file of the copy */
export function copyDatabase(file: string, folder: string): string {
  mkdirSync(folder, { recursive: true });
  const name = basename(file);
  for (const each of readdirSync(dirname(file))) {
    if (each.startsWith(name)) copyFileSync(join(dirname(file), each), join(folder, each));
  }
  return join(folder, name);
}
