import type { Path } from '../language/path.ts';

/** A place where a step calls something by the name it was given elsewhere. */
export interface NameUsed {
  readonly kind: 'order' | 'device';
  readonly name: string;
  /** From the value of the step on. */
  readonly at: Path;
}

/** The names that a step gives and uses. */
export interface Names {
  readonly gives?: readonly string[];
  readonly uses?: readonly NameUsed[];
}

/** A name that is used, where it is. */
export function uses(kind: NameUsed['kind'], name: string | undefined, at: Path): readonly NameUsed[] {
  return name === undefined ? [] : [{ kind, name, at }];
}

/** The names in a list of steps that stands at `at`. */
export function namesIn(
  steps: readonly { readonly word: string; readonly names: Names }[],
  at: Path,
): Required<Names> {
  const placed = steps.map(({ word, names }, index) => ({ names, at: [...at, index, word] }));
  return {
    gives: placed.flatMap(({ names }) => names.gives ?? []),
    uses: placed.flatMap(({ names, at: before }) =>
      (names.uses ?? []).map((each) => ({ ...each, at: [...before, ...each.at] })),
    ),
  };
}
