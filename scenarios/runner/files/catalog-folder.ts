import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The scenarios that come with esimlab: YAML files, so they stand beside the source and not in dist. */
export function catalogFolder(): string {
  const root = dirname(createRequire(import.meta.url).resolve('esimlab/package.json'));
  return join(root, 'scenarios', 'catalog');
}
