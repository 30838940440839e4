import { defineConfig } from 'vitest/config';

/** The tests next to the mutated code, in one module graph a run: a mutant costs about a second. */
export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source', 'node'], externalConditions: ['source', 'node'] } },
  test: {
    include: ['test/{smdp,device-sim/euicc,conformance/smdp,conformance/euicc}/**/*.test.ts'],
    // Those that kill processes or read the sources say nothing about a mutant.
    exclude: ['**/killed*'],
    setupFiles: ['test/support/properties.ts'],
    pool: 'threads',
    isolate: false,
  },
});
