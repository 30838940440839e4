// `npm start` builds when dist is missing or older than a source, so that a clone installed without scripts starts too.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const built = join(root, 'dist', '.tsbuildinfo');
const sources = ['shared', 'smdp', 'device-sim', 'scenarios', 'lab'].map((folder) => join(root, folder));

const newest = (folder) =>
  existsSync(folder)
    ? Math.max(
        0,
        ...readdirSync(folder, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
      )
    : 0;

if (!existsSync(built) || statSync(built).mtimeMs < Math.max(...sources.map(newest))) {
  const require = createRequire(import.meta.url);
  const compiler = join(require.resolve('typescript/package.json'), '..', 'bin', 'tsc');
  const { status } = spawnSync(process.execPath, [compiler, '-p', join(root, 'tsconfig.build.json')], {
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}
