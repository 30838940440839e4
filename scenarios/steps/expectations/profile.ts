import { oneOf } from '../../language/words.ts';
import { byOrder, firstOf, ordersIn } from './by-order.ts';
import { expectation } from './expectation.ts';

/** What is on the card. */
export const profile = expectation({
  word: 'profile',
  says: 'The card of the device, asked by APDU: whether the profile of an order is enabled, disabled or absent.',
  examples: ['profile: enabled', 'profile: { line: disabled, second: enabled }', 'profile: absent'],
  schema: byOrder(oneOf('enabled', 'disabled', 'absent')),
  uses: ordersIn,
  async verdict(expected, subject) {
    const { scene, device } = subject;
    const onCard = await device.lpa.profiles();
    return firstOf(expected, subject, (name, state, called) => {
      const found = onCard.find(({ iccid }) => iccid === scene.order(name).iccid)?.state ?? 'absent';
      return found === state ? undefined : `profile: ${called} is ${found}, not ${state}`;
    });
  },
});
