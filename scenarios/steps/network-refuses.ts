import { z } from 'zod';

import { networkRefusal } from '../language/network-words.ts';
import { givenName, mapping } from '../language/words.ts';
import { uses } from './names.ts';
import { StepFailed } from './step-failed.ts';
import { verb } from './verb.ts';

const words = mapping({
  with: networkRefusal.describe(
    'An EMM cause, authentication, no answer, "congestion for 10m"; nobody: not any more.',
  ),
  order: givenName.optional().describe('Only the subscriber of this order; everybody unless given.'),
});

/** Has the network turn subscribers away. */
export const networkRefuses = verb({
  word: 'network refuses',
  says: 'The network turns away who wants to attach from now on; who is attached stays so.',
  example: 'network refuses: { with: 15, order: line }',
  schema: z.union([
    networkRefusal.transform((refusal): z.output<typeof words> => ({ with: refusal })),
    words,
  ]),
  names: ({ order }) => ({ uses: uses('order', order, ['order']) }),
  async play({ with: refusal, order }, scene) {
    scene.world.network.refuse(order === undefined ? 'everyone' : await scene.imsiOf(order), refusal);
  },
});

/** The register of the network is set back. */
export const setBackRegister = verb({
  word: 'set back register',
  says: 'The network takes up an old copy of its register: the sequence number of the subscriber of an order begins anew.',
  example: 'set back register: line',
  schema: z.union([givenName, z.null().transform(() => undefined)]),
  names: (order) => ({ uses: uses('order', order, []) }),
  async play(order, scene) {
    const imsi = await scene.imsiOf(order);
    const { provisioning } = scene.world.network;
    if (!provisioning.has(imsi)) throw new StepFailed('the network does not know this subscriber');
    provisioning.setSequenceNumber(imsi, new Uint8Array(6));
  },
});
