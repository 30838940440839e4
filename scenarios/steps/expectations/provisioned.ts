import { z } from 'zod';

import { oneOf } from '../../language/words.ts';
import { byOrder, firstOf, ordersIn } from './by-order.ts';
import { expectation } from './expectation.ts';

/** Whether the network knows a subscriber. */
export const provisioned = expectation({
  word: 'provisioned',
  says: 'The network: whether it knows the subscriber of an order, or with which algorithm.',
  examples: ['provisioned: true', 'provisioned: { line: false }', 'provisioned: tuak'],
  schema: byOrder(z.union([z.boolean(), oneOf('milenage', 'tuak', 'xor')])),
  uses: ordersIn,
  verdict(expected, subject) {
    const { scene } = subject;
    return firstOf(expected, subject, async (name, wanted, called) => {
      const algorithm = scene.world.network.provisioning.algorithmOf(await scene.imsiOf(name));
      const found = typeof wanted === 'boolean' ? algorithm !== undefined : algorithm;
      if (found === wanted) return undefined;
      const known = algorithm === undefined ? 'not known' : 'known';
      const how = typeof wanted === 'boolean' || algorithm === undefined ? '' : ` with ${algorithm}`;
      return `provisioned: ${called} is ${known} to the network${how}`;
    });
  },
});
