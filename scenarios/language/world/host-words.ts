import { z } from 'zod';

import type { DevicePart } from '../../world/index.ts';
import { country } from '../network-words.ts';
import { present } from '../present.ts';
import { mapping, span } from '../words.ts';

const retry = mapping({
  times: z.int().nonnegative().max(100).optional().describe('Besides the first attempt; 2 unless given.'),
  interval: span.optional().describe('From one attempt to the next; 1m unless given.'),
  inline: z.boolean().optional().describe('true: also while the portal is open and waits.'),
}).transform((given) => present(given));

/** The Mobile Plans app of the devices of a scenario. */
export const hostWords = mapping({
  market: country.optional().describe('The region of the machine, two letters; US unless given.'),
  location: country
    .optional()
    .describe('The country where it is; that to which it has moved unless given, else the market.'),
  language: z
    .string()
    .regex(/^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*(;[0-9.q= ]*)?(,[A-Za-z0-9,;=.* -]*)?$/, {
      error: (issue) => `not languages such as en-US or de-DE,de;q=0.8: ${JSON.stringify(issue.input)}`,
    })
    .optional()
    .describe('What its browser asks for; en-US unless given.'),
  retry: retry.optional().describe('How often downloads are tried again.'),
  registersFor: span
    .optional()
    .describe('How long the network is looked for after a purchase that announced it; 1d unless given.'),
}).transform(({ language, ...rest }): NonNullable<DevicePart['mobilePlans']> =>
  present({ ...rest, acceptLanguage: language }),
);
