import type { ReadFile } from './read-scenarios.ts';

/**
 * The scenarios that one of the filters fits: a part of the name or of the file, without regard to case, or a whole tag.
 * All of them where there is no filter.
 */
export function choose(all: readonly ReadFile[], filters: readonly string[]): readonly ReadFile[] {
  if (filters.length === 0) return all;
  const wanted = filters.map((filter) => filter.toLowerCase());
  return all.filter((each) => wanted.some((filter) => fits(each, filter)));
}

function fits({ scenario: { name, file, tags } }: ReadFile, filter: string): boolean {
  return (
    name.toLowerCase().includes(filter) ||
    file.toLowerCase().includes(filter) ||
    tags.some((tag) => tag.toLowerCase() === filter)
  );
}
