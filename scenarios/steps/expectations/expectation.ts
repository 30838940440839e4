import type { z } from 'zod';

import type { WorldDevice } from '../../world/index.ts';
import type { NameUsed } from '../names.ts';
import type { Scene } from '../scene.ts';

/** What an expectation is about besides its own words. */
export interface Subject {
  readonly scene: Scene;
  readonly device: WorldDevice;
}

/** Why an expectation does not hold, in one line; undefined: it holds. */
export type Verdict = string | undefined;

/** An expectation with its words, ready to be looked at. */
export interface BoundExpectation {
  verdict(subject: Subject): Promise<Verdict>;
  readonly uses: readonly NameUsed[];
}

/** What the language knows of an expectation. */
export interface ExpectationWord {
  readonly word: string;
  /** Who observes what, one sentence. */
  readonly says: string;
  readonly examples: readonly string[];
  readonly schema: z.ZodType<BoundExpectation>;
}

interface ExpectationWords<Schema extends z.ZodType> extends Omit<ExpectationWord, 'schema'> {
  readonly schema: Schema;
  uses?(value: z.output<Schema>): readonly NameUsed[];
  verdict(value: z.output<Schema>, subject: Subject): Verdict | Promise<Verdict>;
}

/** An expectation of the language. */
export function expectation<Schema extends z.ZodType>(words: ExpectationWords<Schema>): ExpectationWord {
  const { word, says, examples, schema } = words;
  const bind = (value: z.output<Schema>): BoundExpectation => ({
    verdict: async (subject) => words.verdict(value, subject),
    uses: words.uses?.(value) ?? [],
  });
  return { word, says, examples, schema: schema.transform(bind) };
}
