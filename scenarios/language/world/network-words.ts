import { z } from 'zod';

import type { NetworkPart } from '../../world/index.ts';
import { country, emmCause, plmn } from '../network-words.ts';
import { present } from '../present.ts';
import { mapping, span } from '../words.ts';

/** A name of labels, the last of which is no number. */
const hostName = z.string().regex(/^(?:\*\.)?(?:[a-z0-9_-]+\.)*[a-z][a-z0-9-]*$/i, {
  error: (issue) => `not a name of hosts such as *.example.com: ${JSON.stringify(issue.input)}`,
});

/** EF.OPLMNwAcT of the profiles has room for no more. */
const mostPartners = 8;

const cell = mapping({
  plmn,
  tac: z.int().min(0).max(0xffff).optional().describe('Tracking area; 1 unless given.'),
  country: country.optional().describe('Where it stands; everywhere unless given.'),
}).transform(({ tac = 1, ...rest }) => ({ tac, accessTechnology: 'E-UTRAN' as const, ...present(rest) }));

/** The network of a scenario. */
export const networkWords = mapping({
  cells: z
    .array(cell)
    .optional()
    .describe('One of 001/01 unless given. Devices begin in the country of the first.'),
  home: z
    .array(plmn)
    .optional()
    .describe('The networks of the operator; that of the first cell unless given.'),
  partners: z
    .array(plmn)
    .max(mostPartners, `a profile has room for ${mostPartners} partners`)
    .optional()
    .describe('Visited networks that the operator prefers.'),
  roaming: z
    .union([z.literal('everywhere'), z.array(plmn)])
    .optional()
    .describe('Which visited networks let its subscribers in; everywhere unless given.'),
  roamingRefused: emmCause.optional().describe('What the others say; 11 unless given.'),
  unknownSubscriber: emmCause
    .optional()
    .describe('What a subscriber is told that nobody knows; 8 unless given.'),
  walledGarden: z
    .array(hostName)
    .optional()
    .describe('Hosts within reach when nothing is left of a balance.'),
  searchTime: span.optional().describe('How long a search for cells takes; 2s unless given.'),
}).transform((given): NetworkPart => present(given));
