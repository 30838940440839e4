import { z } from 'zod';

import type { DevicePart } from '../../world/index.ts';
import { present } from '../present.ts';
import { mapping, span } from '../words.ts';

const retry = mapping({
  times: z.int().nonnegative().optional().describe('Besides the first attempt; 2 unless given.'),
  interval: span.optional().describe('From one attempt to the next; 1m unless given.'),
  inline: z.boolean().optional().describe('true: also while the portal is open and waits.'),
}).transform((given) => present(given));

/** The Mobile Plans app of the devices of a scenario. */
export const hostWords = mapping({
  market: z.string().optional().describe('The region of the machine, two letters; US unless given.'),
  location: z.string().optional().describe('The country where it is; the market unless given.'),
  language: z.string().optional().describe('en-US unless given.'),
  retry: retry.optional().describe('How often downloads are tried again.'),
  registersFor: span
    .optional()
    .describe('How long the network is looked for after a purchase that announced it; 1d unless given.'),
}).transform(({ language, ...rest }): NonNullable<DevicePart['mobilePlans']> =>
  present({ ...rest, acceptLanguage: language }),
);
