import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { Bytes } from '#shared/bytes/bytes';

const folder = fileURLToPath(new URL('../../../shared/vectors/', import.meta.url));
const present = existsSync(`${folder}README.md`);

if (!present && process.env['ESIMLAB_VECTORS'] === 'required') {
  throw new Error(`the shared test vectors are required but not at ${folder}`);
}

/** The public test data beside the project; absent in a user's clone, where the suites that need it are skipped. */
export const vectors = {
  available: present,
  bytes(name: string): Bytes {
    return new Uint8Array(readFileSync(folder + name));
  },
  json(name: string): unknown {
    return JSON.parse(readFileSync(folder + name, 'utf8')) as unknown;
  },
};
