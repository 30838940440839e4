import { profileState } from '../../language/smdp-words.ts';
import { byOrder, firstOf, ordersIn } from './by-order.ts';
import { expectation } from './expectation.ts';

/** What the SM-DP+ says of an order. */
export const order = expectation({
  word: 'order',
  says: 'The SM-DP+: the state of the profile of an order (SGP.22 §3.1.6).',
  examples: ['order: Released', 'order: { line: Installed, second: Confirmed }'],
  schema: byOrder(profileState),
  uses: ordersIn,
  async verdict(expected, subject) {
    return firstOf(expected, subject, async (name, state, called) => {
      const found = (await subject.scene.orderAtSmdp(name))?.state ?? 'unknown';
      return found === state ? undefined : `order: ${called} is ${found}, not ${state}`;
    });
  },
});
