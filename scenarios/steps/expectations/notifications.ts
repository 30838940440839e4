import { z } from 'zod';

import { expectation } from './expectation.ts';

/** What the card still has to tell. */
export const notifications = expectation({
  word: 'notifications',
  says: 'The card: how many notifications it still has to deliver.',
  examples: ['notifications: 1'],
  schema: z.int().nonnegative(),
  async verdict(expected, { device }) {
    const { length } = await device.lpa.notifications();
    return length === expected ? undefined : `notifications: ${length} on the card, not ${expected}`;
  },
});
