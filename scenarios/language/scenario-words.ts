import { z } from 'zod';

import { stepList } from '../steps/verbs.ts';
import { givenName, mapping, oneOf, written } from './words.ts';
import { parsePath } from './path.ts';
import { givenWorld } from './world/world-words.ts';

/** A scenario file. */
export const scenarioWords = mapping({
  scenario: z.string().trim().min(1, 'a scenario needs a name').describe('Its name, one in a run.'),
  because: z
    .string()
    .trim()
    .min(1, 'say in one sentence why it comes out as it does')
    .describe('Why it comes out as it does: one cause, one sentence.')
    .optional(),
  cause: written('a path such as steps[0].order.provision', /./, parsePath)
    .describe('Where in this file that cause stands; without it the scenario has to fail by an expectation.')
    .optional(),
  tags: z.array(givenName).optional(),
  needs: z
    .array(oneOf('browser'))
    .optional()
    .describe('What the machine must have; skipped where it has not.'),
  world: givenWorld.optional().describe('What is given; everything has a default.'),
  steps: stepList.describe('What is done, and what has to be.'),
});
