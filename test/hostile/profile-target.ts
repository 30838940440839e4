import { iccidToBytes, parseIccid } from '#shared/identifiers/iccid';
import { buildProfile, loadProfile } from '#shared/saip/index';

import { iccid, profileValues } from '../device-sim/euicc/bench.ts';
import { mutateDer } from './der-mutations.ts';
import type { Target, Targets } from './target.ts';

const options = {
  iccid: iccidToBytes(parseIccid(iccid)),
  profileClass: 'operational',
  freeMemory: 512 * 1024,
} as const;

/** Profile packages at installation: loaded, or refused with a reason that the card can report. */
export async function profileTargets(): Promise<Targets> {
  const packages = [
    buildProfile(profileValues()),
    buildProfile(profileValues({ algorithm: 'tuak', k: new Uint8Array(32), opc: new Uint8Array(32) })),
  ];
  const target: Target = {
    name: 'saip.loadProfile',
    prepare: (chance) => mutateDer(chance, chance.pick(packages)),
    send: (input) => {
      const loaded = loadProfile(input, options);
      if (!loaded.ok && (loaded.what === '' || loaded.what.includes('\n')))
        throw new Error('refused without a reason');
    },
    expectHealthy: async () => {
      const [right] = packages;
      if (right === undefined || !loadProfile(right, options).ok)
        throw new Error('a right package is refused');
    },
  };
  return { targets: [target], [Symbol.asyncDispose]: async () => undefined };
}
