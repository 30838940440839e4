import { describe, expect, it } from 'vitest';

import { makeEid } from '#shared/identifiers/eid';
import { seededEntropy } from '#shared/runtime/entropy';

import { stores } from '../smdp/both-stores.ts';
import { openOperatorBench } from '../smdp/es2plus/crafted-operator.ts';
import { Dice } from './dice.ts';
import { race } from './race.ts';

const { ESIMLAB_PROPERTY_SEED: asked = '1', ESIMLAB_RACES: wanted = '2000' } = process.env;
const chance = seededEntropy(Number(asked)).at('races');
const aServer = 40;
const patience = { timeout: 600_000 };

/** Races for that many orders, some on each server; what broke a rule, and how many were installed. */
async function races(count: number, openStore: (typeof stores)[number][1]) {
  const failures: string[] = [];
  let installed = 0;
  for (let first = 0; first < count; first += aServer) {
    await using it = await openOperatorBench({ store: await openStore(), seed: first });
    const devices = Array.from({ length: 4 }, (_, index) =>
      it.bench.openDevice(makeEid(`8904903212345123451234567890${10 + index}`)),
    );
    for (let number = first; number < Math.min(first + aServer, count); number += 1) {
      const ended = await race(it, devices, number, new Dice(chance.at(`${number}`)));
      installed += ended.installed ? 1 : 0;
      if (ended.wrongs.length > 0)
        failures.push(`order ${number}: ${ended.wrongs.join('; ')}\n  ${ended.deeds.join('\n  ')}`);
    }
  }
  return { failures, installed };
}

describe('downloads, results, cancellations and expiry, in any order and at the same time', () => {
  it.each([
    { name: 'memory', count: Number(wanted) },
    { name: 'SQLite', count: Number(wanted) / 10 },
  ])(
    'leave each ICCID on one EID, each code used once, counters that only grow, with a $name store',
    patience,
    async ({ name, count }) => {
      const openStore = stores.find(([called]) => called === name)?.[1];
      if (openStore === undefined) throw new Error('no such store');
      const { failures, installed } = await races(count, openStore);
      expect(failures).toEqual([]);
      expect(installed).toBeGreaterThan(count / 40);
      expect(installed).toBeLessThan(count);
    },
  );
});
