import { afterAll, describe, expect, it } from 'vitest';

import { attack } from './target.ts';
import type { Targets } from './target.ts';

/** As the property tests have it: the same inputs each time, unless a number or `random` is asked for. */
const { ESIMLAB_PROPERTY_SEED: asked = '1' } = process.env;
const seed = asked === 'random' ? Number(process.hrtime.bigint() % 1_000_000_007n) : Number(asked);

const inputsOfEach = 10_000;

/** One test for each target of a group. */
export function testsOf(group: Targets, inputs = inputsOfEach): void {
  afterAll(async () => {
    await group[Symbol.asyncDispose]();
  });

  describe.each(group.targets)('$name', (target) => {
    it('answers every hostile input as it should, and works as before', { timeout: 300_000 }, async () => {
      expect((await attack(target, { seed, inputs })).inputs).toBe(inputs);
    });
  });
}
