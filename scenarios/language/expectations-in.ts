import { modifiers } from '../steps/expect.ts';
import type { Path } from './path.ts';
import type { Expectation } from './scenario.ts';
import type { Source } from './source.ts';

/** Every expectation of a file in its order: the members of each `expect` in a list of steps. */
export function expectationsIn(source: Source): readonly Expectation[] {
  const paths = pathsIn(source.data, []);
  return paths.map((path, index) => ({
    index,
    word: String(path.at(-1)),
    path,
    position: source.locate(path),
  }));
}

function pathsIn(value: unknown, path: Path): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value))
    return (value as readonly unknown[]).flatMap((each, index) => pathsIn(each, [...path, index]));
  const members = Object.entries(value);
  if (path.at(-1) === 'expect' && typeof path.at(-2) === 'number')
    return members.filter(([word]) => !isModifier(word)).map(([word]) => [...path, word]);
  return members.flatMap(([word, member]) => pathsIn(member, [...path, word]));
}

const isModifier = (word: string): boolean => modifiers.some((each) => each === word);
