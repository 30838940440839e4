import { after } from '#shared/runtime/span';

import { present } from '../language/present.ts';
import { givenName, mapping, octets, span } from '../language/words.ts';
import { askDesk } from './at-the-desk.ts';
import { uses } from './names.ts';
import { verb } from './verb.ts';

/** Gives a subscriber data. */
export const setBalance = verb({
  word: 'set balance',
  says: 'The operator says what the subscriber of an order may use from now on; without `data` as much as it wants.',
  example: 'set balance: { order: line, data: 10 MB, validFor: 30d }',
  schema: mapping({
    order: givenName.optional().describe('The latest unless given.'),
    data: octets.optional(),
    validFor: span.optional(),
  }),
  names: ({ order }) => ({ uses: uses('order', order, ['order']) }),
  async play({ order, data, validFor }, scene) {
    const { iccid } = scene.order(order);
    const expiresAt = validFor === undefined ? undefined : after(scene.clock.now(), validFor);
    const balance = data === undefined ? undefined : present({ octets: data, expiresAt });
    await askDesk(scene, (desk) => desk.setBalance(iccid, balance));
  },
});
