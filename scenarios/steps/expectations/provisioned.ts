import { z } from 'zod';

import { byOrder, firstOf, ordersIn } from './by-order.ts';
import { expectation } from './expectation.ts';

/** Whether the network knows a subscriber. */
export const provisioned = expectation({
  word: 'provisioned',
  says: 'The network: whether it knows the subscriber of an order.',
  examples: ['provisioned: true', 'provisioned: { line: false }'],
  schema: byOrder(z.boolean()),
  uses: ordersIn,
  verdict(expected, subject) {
    const { scene } = subject;
    return firstOf(expected, subject, async (name, wanted, called) => {
      const found = scene.world.network.provisioning.has(await scene.imsiOf(name));
      return found === wanted
        ? undefined
        : `provisioned: ${called} is ${found ? '' : 'not '}known to the network`;
    });
  },
});
