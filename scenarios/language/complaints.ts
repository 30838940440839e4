import type { z } from 'zod';

import { didYouMean } from '#shared/runtime/did-you-mean';

import type { Path } from './path.ts';

/** What is wrong at a path. */
export interface Complaint {
  readonly path: Path;
  readonly message: string;
  /** Whether it is the name of the member that is wrong, and not its value. */
  readonly ofName?: boolean;
}

type Issue = z.core.$ZodIssue;

/** What a schema found wrong, in words. */
export function complaintsOf(issues: readonly Issue[], before: Path = []): readonly Complaint[] {
  return issues.flatMap((issue) => complaintsOfOne(issue, [...before, ...(issue.path as Path)]));
}

function complaintsOfOne(issue: Issue, path: Path): readonly Complaint[] {
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: [...path, key],
        message: unknownWord(key, issue.message.replace(/^known: /, '').split(', ')),
        ofName: true,
      }));
    case 'invalid_union':
      return ofUnion(issue, path);
    case 'invalid_value':
      return [{ path, message: mustBe(issue.values.map(String), issue.input) }];
    case 'invalid_type':
      return [{ path, message: issue.input === undefined ? missing(path) : wrongType(issue) }];
    case 'invalid_key':
      return complaintsOf(issue.issues).map(({ message }) => ({ path, message, ofName: true }));
    case 'too_small':
      return [
        {
          path,
          message: issue.message.startsWith('Too small')
            ? `must be at least ${issue.minimum}`
            : issue.message,
        },
      ];
    case 'too_big':
      return [
        {
          path,
          message: issue.message.startsWith('Too big') ? `must be at most ${issue.maximum}` : issue.message,
        },
      ];
    case 'invalid_format':
    case 'invalid_element':
    case 'not_multiple_of':
    case 'custom':
      return [{ path, message: issue.message }];
  }
}

/** The words of the alternative that comes nearest to what was meant. */
function ofUnion(issue: Extract<Issue, { code: 'invalid_union' }>, path: Path): readonly Complaint[] {
  if (issue.input === undefined) return [{ path, message: missing(path) }];
  const inside = issue.errors.filter((issues) => issues.some(({ path: at }) => at.length > 0));
  const fits = issue.errors.filter((issues) => !issues.some(isOfOtherKind));
  const nearest = [...fits, ...inside].sort((one, other) => one.length - other.length)[0];
  const words = issue.errors
    .flat()
    .flatMap((each) => (each.code === 'invalid_value' ? each.values.map(String) : []));
  const format = issue.errors.flat().find((each) => each.code === 'invalid_format' && each.path.length === 0);
  if (typeof issue.input === 'string' && (words.length > 0 || format !== undefined)) {
    const known = format === undefined || didYouMean(issue.input, words) !== undefined;
    return [{ path, message: known ? mustBe(words, issue.input) : format.message }];
  }
  if (nearest !== undefined) return complaintsOf(nearest, path);
  const messages = complaintsOf(issue.errors.flat(), path).map(({ message }) => message);
  return [{ path, message: [...new Set(messages)].join('; or ') }];
}

const isOfOtherKind = (issue: Issue): boolean =>
  issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value');

function unknownWord(word: string, known: readonly string[]): string {
  const meant = didYouMean(word, known);
  const hint = meant === undefined ? '' : `; did you mean "${meant}"?`;
  return `unknown word "${word}"${hint} Known here: ${known.join(', ')}`.replace(/([^?]) Known/, '$1. Known');
}

function mustBe(words: readonly string[], given: unknown): string {
  const meant = typeof given === 'string' ? didYouMean(given, words) : undefined;
  const hint = meant === undefined ? '' : `; did you mean "${meant}"?`;
  const few = words.length <= 12 || meant === undefined;
  return `${few ? `must be ${listed(words)}, ` : ''}not ${JSON.stringify(given)}${hint}`;
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}

const missing = (path: Path): string => `"${String(path.at(-1) ?? 'it')}" is missing`;

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping of "word: value"',
  record: 'a mapping of "name: value"',
  null: 'nothing',
};

function wrongType(issue: Extract<Issue, { code: 'invalid_type' }>): string {
  if (!issue.message.startsWith('Invalid input')) return issue.message;
  return `must be ${kinds[issue.expected] ?? issue.expected}, not ${shown(issue.input)}`;
}

function shown(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a mapping' : JSON.stringify(value);
}
