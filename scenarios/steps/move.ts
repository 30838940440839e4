import { z } from 'zod';

import { country } from '../language/network-words.ts';
import { mapping } from '../language/words.ts';
import { uses } from './names.ts';
import { verb } from './verb.ts';

const words = mapping({
  to: country,
  on: z.string().optional().describe('The device; the first one unless given.'),
});

/** Takes a device to another country. */
export const move = verb({
  word: 'move',
  says: 'The person takes a device to another country: it meets the cells of that country.',
  example: 'move: DE',
  schema: z.union([country.transform((to): z.output<typeof words> => ({ to })), words]),
  names: ({ on }) => ({ uses: uses('device', on, ['on']) }),
  async play({ to, on }, scene) {
    scene.world.network.move(scene.device(on).name, to);
  },
});
