/** A place in a scenario: names of members, and numbers in lists from 0. */
export type Path = readonly (string | number)[];

/**
 * A path as people write it: `steps[0].order.provision`, `steps[2].reset card`.
 * @throws TypeError when it is none.
 */
export function parsePath(text: string): Path {
  const path: (string | number)[] = [];
  let rest = text;
  while (rest !== '') {
    const [whole, name, index] = /^(?:\.?([^.[\]]+)|\[(\d+)\])/.exec(rest) ?? [];
    const misplaced = index === undefined && (path.length === 0) === whole?.startsWith('.');
    if (whole === undefined || misplaced)
      throw new TypeError(`not a path such as steps[0].order.provision: "${text}"`);
    path.push(index === undefined ? (name ?? '').trim() : Number(index));
    rest = rest.slice(whole.length);
  }
  if (path.length === 0) throw new TypeError('a path such as steps[0].order.provision must not be empty');
  return path;
}

/** The text that `parsePath` reads. */
export function printPath(path: Path): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`))
    .join('');
}

/** Whether one path leads to another, or to what holds it. */
export function leadsTo(outer: Path, inner: Path): boolean {
  return outer.every((part, index) => part === inner[index]);
}
