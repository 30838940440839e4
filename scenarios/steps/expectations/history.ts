import { z } from 'zod';

import { profileState } from '../../language/smdp-words.ts';
import { byOrder, firstOf, ordersIn } from './by-order.ts';
import { expectation } from './expectation.ts';

/** What an order went through. */
export const history = expectation({
  word: 'history',
  says: 'The SM-DP+: the states that the profile of an order went through, all of them in order.',
  examples: ['history: { line: [Available, Allocated, Released, Downloaded, Installed] }'],
  schema: byOrder(z.array(profileState)),
  uses: ordersIn,
  verdict(expected, subject) {
    return firstOf(expected, subject, async (name, states, called) => {
      const order = await subject.scene.orderAtSmdp(name);
      const found = (order?.history ?? []).map(({ state }) => state);
      return found.join() === states.join()
        ? undefined
        : `history: ${called} was ${found.join(', ')}, not ${states.join(', ')}`;
    });
  },
});
