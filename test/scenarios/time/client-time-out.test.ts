import { describe, expect, it } from 'vitest';

import { between, seconds } from '#shared/runtime/span';
import type { Span } from '#shared/runtime/span';

import { openBench } from '../../support/bench.ts';

/** How long a download takes, and what comes of it, when the SM-DP+ takes its time for the package. */
async function downloadWith(latency: Span) {
  await using bench = await openBench({
    smdp: { settings: { latency: { getBoundProfilePackage: latency } } },
  });
  const { clock } = bench;
  const { activationCode, order } = await bench.order();
  const began = clock.now();
  const outcome = await clock.run(async () =>
    bench
      .device()
      .download(activationCode)
      .then(
        () => 'downloaded',
        (error: unknown) => (error as { readonly status: string }).status,
      ),
  );
  const took = between(began, clock.now());
  return { outcome, took, profiles: (await bench.profiles()).length, order: await bench.state(order) };
}

describe('a client that waits 60 seconds for an answer', () => {
  it('gives up on an SM-DP+ that takes 90 for it', async () => {
    expect(await downloadWith(seconds(90))).toMatchObject({
      outcome: 'TimeoutWaitingForResponse',
      took: seconds(60),
      profiles: 0,
    });
  });

  it('has the profile of one that takes 45', async () => {
    expect(await downloadWith(seconds(45))).toEqual({
      outcome: 'downloaded',
      took: seconds(45),
      profiles: 1,
      order: 'Installed',
    });
  });

  it.each([
    { latency: 59, outcome: 'downloaded', took: 59 },
    { latency: 61, outcome: 'TimeoutWaitingForResponse', took: 60 },
  ])('has it after $latency: $outcome', async ({ latency, outcome, took }) => {
    expect(await downloadWith(seconds(latency))).toMatchObject({ outcome, took: seconds(took) });
  });
});
