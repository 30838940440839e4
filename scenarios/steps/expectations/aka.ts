import { z } from 'zod';

import type { TraceEvents } from '#shared/runtime/trace';

import { oneOf } from '../../language/words.ts';
import { expectation } from './expectation.ts';

const results = {
  success: 0,
  macFailure: 0,
  syncFailure: 0,
  nonEpsAuthentication: 0,
  rejected: 0,
} as const satisfies Record<TraceEvents['modem.aka']['result'], 0>;

const words = Object.keys(results) as [keyof typeof results, ...(keyof typeof results)[]];

/** How USIM and network proved themselves to each other. */
export const aka = expectation({
  word: 'aka',
  says: 'The modem: what the USIM made of each challenge of the network so far, all of them in order; `rejected`: the network found its answer wrong.',
  examples: ['aka: [success]', 'aka: [success, syncFailure, success]'],
  schema: z.array(oneOf(...words)),
  verdict(expected, { scene, device }) {
    const found = scene.aka.get(device.name) ?? [];
    return found.join() === expected.join()
      ? undefined
      : `aka: ${found.join(', ') || 'no challenge'}, not ${expected.join(', ') || 'none'}`;
  },
});
