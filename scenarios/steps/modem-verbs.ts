import { z } from 'zod';

import { mapping, octets, oneOf } from '../language/words.ts';
import { plmn } from '../language/network-words.ts';
import { uses } from './names.ts';
import { verb } from './verb.ts';

const device = z.string().optional().describe('The device; the first one unless given.');
const powerWords = mapping({ to: oneOf('on', 'off'), on: device });

/** Switches a modem. */
export const power = verb({
  word: 'power',
  says: 'The person switches the device off or on.',
  example: 'power: off',
  schema: z.union([oneOf('on', 'off').transform((to): z.output<typeof powerWords> => ({ to })), powerWords]),
  names: ({ on }) => ({ uses: uses('device', on, ['on']) }),
  async play({ to, on }, scene) {
    await scene.device(on).modem.power(to);
  },
});

const registerWords = mapping({
  network: plmn.optional().describe('The only network that is tried; as the USIM has it unless given.'),
  on: device,
});

/** Has a modem try to register. */
export const register = verb({
  word: 'register',
  says: 'The person has the device look for a network anew, as after flight mode.',
  example: 'register: { network: 262/01 }',
  schema: z.union([z.null().transform((): z.output<typeof registerWords> => ({})), registerWords]),
  names: ({ on }) => ({ uses: uses('device', on, ['on']) }),
  async play({ network, on }, scene) {
    const { modem } = scene.device(on);
    await scene.passing('a registration', modem.register(network === undefined ? undefined : { network }));
  },
});

/** Uses data. */
export const use = verb({
  word: 'use',
  says: 'The person uses data, both ways together. What came of it is for the expectation `data` to say.',
  example: 'use: { data: 10 MB, host: video.example }',
  schema: mapping({
    data: octets,
    host: z.string().optional().describe('www.example unless given.'),
    on: device,
  }),
  names: ({ on }) => ({ uses: uses('device', on, ['on']) }),
  async play({ data, host = 'www.example', on }, scene) {
    const { name, modem } = scene.device(on);
    scene.ends.data.set(name, await modem.use(host, data));
  },
});
