import { refusal } from '../language/smdp-words.ts';
import { es9plusFunction } from '../language/function-words.ts';
import { present } from '../language/present.ts';
import { mapping, oneOf, span } from '../language/words.ts';
import { smdpSettings } from '../language/world/smdp-words.ts';
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

/** Has the SM-DP+ misbehave once. */
export const misbehave = verb({
  word: 'misbehave',
  says: 'The SM-DP+ does something wrong at the next call of a function, once. If that call never comes, the scenario fails.',
  example: 'misbehave: { at: handleNotification, delay: 2m }',
  schema: mapping({
    at: es9plusFunction,
    refuse: refusal.optional().describe('Refuses instead of carrying it out.'),
    delay: span.optional().describe('Takes its time before it begins.'),
    'hang up': oneOf('before', 'after')
      .optional()
      .describe('Closes the connection without an answer, before it is carried out or after it.'),
  }).refine(
    ({ refuse, delay, 'hang up': hangUp }) =>
      [refuse, delay, hangUp].filter((each) => each !== undefined).length === 1,
    'say one thing that it does: refuse, delay or hang up',
  ),
  async play({ at, refuse, delay, 'hang up': hangUp }, { world }) {
    const next = world.smdp.next(at);
    if (delay !== undefined) next.delay(delay);
    if (refuse !== undefined) next.refuse(refuse);
    if (hangUp !== undefined) next.hangUp(hangUp);
  },
});
