import { z } from 'zod';

import { givenName, mapping, oneOf } from '../language/words.ts';
import { askDesk } from './at-the-desk.ts';
import { uses } from './names.ts';
import { verb } from './verb.ts';

const words = mapping({
  order: givenName.optional().describe('The latest unless given.'),
  final: oneOf('Available', 'Unavailable')
    .optional()
    .describe('What becomes of the profile: back into stock, or out of use, which it is unless given.'),
});

/** Takes an order back. */
export const cancelOrder = verb({
  word: 'cancel order',
  says: 'The operator cancels an order (ES2+ cancelOrder).',
  example: 'cancel order: { order: line, final: Available }',
  schema: z.union([
    givenName.transform((order): z.output<typeof words> => ({ order })),
    z.null().transform((): z.output<typeof words> => ({})),
    words,
  ]),
  names: ({ order }) => ({ uses: uses('order', order, ['order']) }),
  async play({ order, final }, scene) {
    const { iccid } = scene.order(order);
    await askDesk(scene, (desk) => desk.cancel(iccid, final));
  },
});
