import { z } from 'zod';

import type { ConsentAnswer } from '#device-sim/lpa/index';
import type { Span } from '#shared/runtime/span';

import { mapping, oneOf, span } from '../language/words.ts';
import type { Names } from './names.ts';
import { namesIn } from './names.ts';
import type { Step } from './verb.ts';

const answers = {
  accepts: 'accept',
  declines: 'reject',
  postpones: 'later',
  'does not answer': 'timeout',
} as const satisfies Record<string, ConsentAnswer>;

/** What a person does when asked for consent. */
export interface Person {
  readonly answer: ConsentAnswer;
  readonly after: Span | undefined;
  /** What others do while the person thinks. */
  readonly meanwhile: readonly Step[];
}

const answer = oneOf('accepts', 'declines', 'postpones', 'does not answer');

/** Words for a person who is asked; steps that others take meanwhile are read by `steps`. */
export function user(steps: z.ZodType<readonly Step[]>) {
  return z.union([
    answer.transform((word): Person => ({ answer: answers[word], after: undefined, meanwhile: [] })),
    mapping({
      does: answer,
      after: span.optional().describe('How long the person thinks.'),
      meanwhile: steps.optional().describe('Steps taken while the person thinks.'),
    }).transform(({ does, after, meanwhile = [] }): Person => ({ answer: answers[does], after, meanwhile })),
  ]);
}

/** The names in what is done meanwhile; `at` is where the person stands. */
export function namesOfPerson(person: Person | undefined, at: string): Names {
  return namesIn(person?.meanwhile ?? [], [at, 'meanwhile']);
}
