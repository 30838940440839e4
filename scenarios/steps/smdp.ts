import { z } from 'zod';

import { refusal } from '../language/smdp-words.ts';
import { present } from '../language/present.ts';
import { mapping, oneOf, span } from '../language/words.ts';
import { smdpSettings } from '../language/world/smdp-words.ts';
import { misbehave as orderMisbehaviour, misbehavingFunctions, wrongMisbehaviour } from '../world/index.ts';
import { StepFailed } from './step-failed.ts';
import { verb } from './verb.ts';

/** Changes how the SM-DP+ works. */
export const configureSmdp = verb({
  word: 'smdp',
  says: 'The SM-DP+ works otherwise from now on: the words are those of `world.smdp`.',
  example: 'smdp: { latency: { getBoundProfilePackage: 90s } }',
  schema: smdpSettings,
  async play(settings, { world }) {
    try {
      world.smdp.configure(present(settings));
    } catch (error) {
      if (error instanceof TypeError) throw new StepFailed(error.message, { cause: error });
      throw error;
    }
  },
});

/** Has the SM-DP+, or the operator that it tells of downloads, misbehave once. */
export const misbehave = verb({
  word: 'misbehave',
  says: 'The SM-DP+ does something wrong at the next call of a function, once; at handleDownloadProgressInfo it is the operator that does. If that call never comes, the scenario fails.',
  example: 'misbehave: { at: handleNotification, delay: 2m }',
  schema: mapping({
    at: oneOf(...misbehavingFunctions),
    refuse: refusal.optional().describe('Refuses instead of carrying it out.'),
    delay: span.optional().describe('Takes its time before it begins.'),
    'hang up': oneOf('before', 'after')
      .optional()
      .describe('Closes the connection without an answer, before it is carried out or after it.'),
    answer: z
      .int()
      .min(400)
      .max(599)
      .optional()
      .describe('Answers with this HTTP status instead of carrying it out.'),
  })
    .transform(({ 'hang up': hangUp, answer: httpStatus, ...rest }) => ({ ...rest, hangUp, httpStatus }))
    .superRefine((misbehaviour, context) => {
      const message = wrongMisbehaviour(misbehaviour);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    }),
  async play(misbehaviour, { world }) {
    orderMisbehaviour(world, misbehaviour);
  },
});
