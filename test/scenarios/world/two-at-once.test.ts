import { describe, expect, it } from 'vitest';

import { InitiateAuthentication } from '#shared/rsp/es9plus';
import { seconds } from '#shared/runtime/span';

import { openBench } from '../../support/bench.ts';

describe('two downloads of one device at once', () => {
  it('wait for each other in virtual time, also where the server takes its own', async () => {
    await using bench = await openBench();
    const first = await bench.order();
    const second = await bench.order();
    bench.smdp.next(InitiateAuthentication).delay(seconds(20));
    const before = bench.clock.now();
    const states = await bench.clock.run(async () => {
      const downloads = [first, second].map(({ activationCode }) =>
        bench.device().download(activationCode, { enable: false }),
      );
      return (await Promise.all(downloads)).map(({ state }) => state);
    });
    expect(states).toEqual(['disabled', 'disabled']);
    expect(bench.clock.now() - before).toBe(20_000);
  });
});
