import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';

const NAME = '.esimlab';

/** Where state is kept unless told otherwise: `.esimlab` next to the nearest package.json from `from` upward, else in `from`. */
export function dataFolder(from: string = process.cwd()): string {
  let dir = resolve(from);
  while (!existsSync(join(dir, 'package.json'))) {
    const up = dirname(dir);
    if (up === dir) return join(resolve(from), NAME);
    dir = up;
  }
  return join(dir, NAME);
}

/**
 * Makes a data folder, readable by its owner only and ignored by git. A folder that holds other things already is
 * left as it is.
 */
export function makeDataFolder(dir: string): void {
  makeFolder(dir, 0o700);
  const ignore = join(dir, '.gitignore');
  const own = basename(dir) === NAME || readdirSync(dir).length === 0;
  if (own && !existsSync(ignore)) writeFileSync(ignore, '*\n');
}

/**
 * Makes a folder and those above it, one by one: Node's own recursive way never ends where a file system takes none.
 * @throws FolderNotMade
 */
export function makeFolder(dir: string, mode = 0o777): void {
  const path = resolve(dir);
  if (existsSync(path)) {
    if (!statSync(path).isDirectory()) throw new FolderNotMade(dir, 'it is a file');
    return;
  }
  makeFolder(dirname(path), mode);
  try {
    mkdirSync(path, { mode });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    if (code !== 'EEXIST') throw new FolderNotMade(dir, code, { cause });
  }
}

/** A folder that cannot be had. */
export class FolderNotMade extends Error {
  override readonly name = 'FolderNotMade';

  constructor(dir: string, why: string, options?: ErrorOptions) {
    super(`the folder ${dir} cannot be made (${why}); choose another one`, options);
  }
}
