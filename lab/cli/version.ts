import { createRequire } from 'node:module';

const { version: own } = createRequire(import.meta.url)('esimlab/package.json') as {
  readonly version: string;
};

/** The version of this package. */
export const version = own;
