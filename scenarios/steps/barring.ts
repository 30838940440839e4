import { z } from 'zod';

import { emmCause } from '../language/network-words.ts';
import { givenName, mapping } from '../language/words.ts';
import { askDesk, deskVerb } from './at-the-desk.ts';
import { uses } from './names.ts';
import { verb } from './verb.ts';

const words = mapping({
  order: givenName.optional().describe('The latest unless given.'),
  cause: emmCause.optional().describe('What the network says; 8 unless given.'),
});

/** Keeps a subscriber out. */
export const bar = verb({
  word: 'bar',
  says: 'The operator bars the subscriber of an order: the network keeps it out, and sends it away where it is attached.',
  example: 'bar: { order: line, cause: 3 }',
  schema: z.union([
    givenName.transform((order): z.output<typeof words> => ({ order })),
    z.null().transform((): z.output<typeof words> => ({})),
    words,
  ]),
  names: ({ order }) => ({ uses: uses('order', order, ['order']) }),
  async play({ order, cause }, scene) {
    const { iccid } = scene.order(order);
    await askDesk(scene, (desk) => desk.bar(iccid, cause));
  },
});

/** Lets a subscriber in again. */
export const unbar = deskVerb('unbar', 'The operator lets a barred subscriber in again.', (desk, iccid) =>
  desk.unbar(iccid),
);
