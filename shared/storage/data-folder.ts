import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
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
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const ignore = join(dir, '.gitignore');
  const own = basename(dir) === NAME || readdirSync(dir).length === 0;
  if (own && !existsSync(ignore)) writeFileSync(ignore, '*\n');
}
