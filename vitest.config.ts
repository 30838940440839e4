import { defineConfig } from 'vitest/config';

import { LongestFirst } from './test/support/longest-first.ts';

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source', 'node'], externalConditions: ['source', 'node'] } },
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/properties.ts'],
    testTimeout: 30_000,
    reporters: ['default'],
    pool: 'threads',
    // A file of tests leaves nothing behind: what it imports is loaded once for all that follow it in a thread.
    isolate: false,
    // All cores: the default leaves one of them idle.
    maxWorkers: '100%',
    sequence: { sequencer: LongestFirst },
  },
});
