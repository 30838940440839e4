import { z } from 'zod';

import { givenName } from '../../language/words.ts';
import type { NameUsed } from '../names.ts';
import type { Subject, Verdict } from './expectation.ts';

/** What is expected of orders: of the latest (`undefined`), or of each by name. */
export type ByOrder<T> = readonly (readonly [name: string | undefined, expected: T])[];

/** The words for one order, or a mapping of names of orders to such words. */
export function byOrder<Schema extends z.ZodType>(schema: Schema) {
  type Expected = z.output<Schema>;
  return z.union([
    schema.transform((expected): ByOrder<Expected> => [[undefined, expected]]),
    z.record(givenName, schema).transform((named): ByOrder<Expected> => Object.entries(named)),
  ]);
}

/** The names in it. */
export function ordersIn(expected: ByOrder<unknown>): readonly NameUsed[] {
  return expected.flatMap(([name]) =>
    name === undefined ? [] : [{ kind: 'order', name, at: [name] } as const],
  );
}

/** The first verdict that does not hold. */
export async function firstOf<T>(
  expected: ByOrder<T>,
  { scene }: Subject,
  verdict: (name: string | undefined, expected: T, called: string) => Verdict | Promise<Verdict>,
): Promise<Verdict> {
  for (const [name, each] of expected) {
    const why = await verdict(name, each, scene.order(name).name);
    if (why !== undefined) return why;
  }
  return undefined;
}
