import { z } from 'zod';

import { octets, oneOf } from '../../language/words.ts';
import { byOrder, firstOf, ordersIn } from './by-order.ts';
import { expectation } from './expectation.ts';

/** What a subscriber has left. */
export const balance = expectation({
  word: 'balance',
  says: 'The network: what the subscriber of an order has left; `unmetered` where nothing is counted.',
  examples: ['balance: 4 MB', 'balance: { line: 0 }', 'balance: unmetered'],
  schema: byOrder(z.union([octets, oneOf('unmetered')])),
  uses: ordersIn,
  verdict(expected, subject) {
    const { scene } = subject;
    return firstOf(expected, subject, async (name, left, called) => {
      const found =
        scene.world.network.provisioning.balanceOf(await scene.imsiOf(name))?.octets ?? 'unmetered';
      return found === left ? undefined : `balance: ${called} has ${found} octets, not ${left}`;
    });
  },
});
