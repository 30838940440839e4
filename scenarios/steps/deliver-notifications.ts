import { z } from 'zod';

import { mapping } from '../language/words.ts';
import { uses } from './names.ts';
import { changed } from './profile-changes.ts';
import { verb } from './verb.ts';

const words = mapping({ on: z.string().optional().describe('The device; the first one unless given.') });

/** Sends what the card still has to tell. */
export const deliverNotifications = verb({
  word: 'deliver notifications',
  says: 'The LPA sends the notifications that are still on the card.',
  example: 'deliver notifications:',
  schema: z.union([z.null().transform((): z.output<typeof words> => ({})), words]),
  names: ({ on }) => ({ uses: uses('device', on, ['on']) }),
  async play({ on }, scene) {
    const device = scene.device(on);
    await changed(scene, device, () => device.lpa.deliverNotifications());
  },
});
