import { afterAll, describe, expect, it } from 'vitest';

import { functions } from '../../device-sim/euicc/isdr/functions.ts';
import { es2plusFunctions } from '#shared/rsp/es2plus';
import { es9plusFunctions } from '#shared/rsp/es9plus';

import { targetGroups } from './all-targets.ts';
import { keptInputs, keptTargets } from './corpus.ts';

const groups = await Promise.all(Object.values(targetGroups).map(async (open) => open()));
const targets = groups.flatMap((group) => group.targets);
const names = targets.map(({ name }) => name);

afterAll(async () => {
  for (const group of groups) await group[Symbol.asyncDispose]();
});

describe('what strangers can reach', () => {
  it('is attacked function by function, and none is left out', () => {
    const functionsOf = [
      ...es9plusFunctions.flatMap(({ name }) => [`es9plus.${name}`, `lpa.${name}`]),
      ...es2plusFunctions.map(({ name }) => `es2plus.${name}`),
      ...functions.map(({ name }) => `card.${name}`),
    ];
    expect(functionsOf.filter((name) => !names.includes(name))).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  });

  it('has inputs kept for it alone', () => {
    expect(keptTargets().filter((name) => !names.includes(name))).toEqual([]);
  });
});

const kept = targets.flatMap((target) =>
  keptInputs(target.name).map((input) => ({ name: target.name, target, ...input })),
);

describe('what is kept', () => {
  it.each(kept)('$name/$file is answered as it should', { timeout: 60_000 }, async ({ target, octets }) => {
    await expect((async () => target.send(octets))()).resolves.toBeUndefined();
    await expect(target.expectHealthy()).resolves.toBeUndefined();
  });
});
