import { z } from 'zod';

import { parseIsoInstant, spanOf } from './spans.ts';

/** A mapping with these members and no other; others are named, with what may have been meant. */
export function mapping<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? `known: ${Object.keys(shape).join(', ')}` : undefined,
  });
}

/** One of a few words. */
export const oneOf = <const Words extends readonly [string, ...string[]]>(...words: Words) => z.enum(words);

/** A value that is written as a text, and read by a function that throws a TypeError. */
export function written<T>(example: string, pattern: RegExp, read: (text: string) => T) {
  return z
    .string({ error: (issue) => `not ${example}: ${JSON.stringify(issue.input)}` })
    .regex(pattern, { error: (issue) => `not ${example}: ${JSON.stringify(issue.input)}` })
    .meta({ title: example })
    .transform((text, context) => {
      try {
        return read(text);
      } catch (error) {
        if (!(error instanceof TypeError)) throw error;
        context.addIssue({ code: 'custom', message: error.message });
        return z.NEVER;
      }
    });
}

/** A length of time: `30s`, `10m`, `1h30m`, `2d`. */
export const span = written(
  'a span such as 30s, 10m or 1h30m',
  /^(?=\d)(\d+d)?(\d+h)?(\d+m)?(\d+(\.\d+)?s)?(\d+ms)?$|^0$/,
  spanOf,
);

/** A point of time, `2026-11-23T09:00:00Z`. */
export const pointOfTime = written(
  'a time such as 2026-11-23T09:00:00Z',
  /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?)?$/,
  parseIsoInstant,
);

const units = { B: 1, kB: 1_000, MB: 1_000_000, GB: 1_000_000_000 } as const;

/** A number of octets: `500`, `40 kB`, `10 MB`, `1 GB`. */
export const octets = z.union([
  z.int().nonnegative(),
  written('a number of octets such as 40 kB or 10 MB', /^\d+(\.\d+)? ?(B|kB|MB|GB)$/, (text) => {
    const [, count = '0', unit = 'B'] = /^([\d.]+) ?(\w+)$/.exec(text) ?? [];
    return Math.round(Number(count) * units[unit as keyof typeof units]);
  }),
]);

/** Digits, in quotes: YAML makes a number of them else. */
export const digits = z
  .string({ error: "must be digits in quotes, '1234': without them they are a number" })
  .regex(/^\d+$/, { error: (issue) => `not digits: ${JSON.stringify(issue.input)}` });

/** The name a scenario gives to something, to call it by. */
export const givenName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 _-]*$/, {
  error: (issue) => `not a name of letters, digits, spaces, "_" and "-": ${JSON.stringify(issue.input)}`,
});

/** The names of a table, in its order: for `oneOf`. */
export function namesOf<Name extends string>(table: Readonly<Record<Name, unknown>>): [Name, ...Name[]] {
  return Object.keys(table) as [Name, ...Name[]];
}
