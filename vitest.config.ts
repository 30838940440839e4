import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source', 'node'], externalConditions: ['source', 'node'] } },
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/properties.ts'],
    testTimeout: 30_000,
    reporters: ['default'],
    pool: 'threads',
    // All cores: the default leaves one of them idle.
    maxWorkers: '100%',
  },
});
