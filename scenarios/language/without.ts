import type { Path } from './path.ts';
import type { Source } from './source.ts';

/**
 * The source without what stands at a path; a step that would be left without its verb goes too. Positions stay those of
 * the file.
 */
export function without(source: Source, path: Path): Source {
  const gone = wholeOf(source.data, path);
  const last = gone.at(-1);
  const parent = gone.slice(0, -1);
  const inFile = (asked: Path): Path => {
    const index = asked[parent.length];
    const shifted =
      typeof last === 'number' &&
      typeof index === 'number' &&
      index >= last &&
      parent.every((part, each) => part === asked[each]);
    return shifted ? [...parent, index + 1, ...asked.slice(parent.length + 1)] : asked;
  };
  return {
    file: source.file,
    data: removed(source.data, gone),
    locate: (asked) => source.locate(inFile(asked)),
    locateValue: (asked) => source.locateValue(inFile(asked)),
  };
}

/** What stands at a path; undefined where nothing does. */
export function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, part) => memberOf(value, part), data);
}

/** The path itself, or the step whose only verb it is. */
function wholeOf(data: unknown, path: Path): Path {
  const step = path.slice(0, -1);
  const holder = valueAt(data, step);
  const inList = typeof step.at(-1) === 'number';
  return inList && isMapping(holder) && Object.keys(holder).length === 1 ? step : path;
}

function removed(data: unknown, [part, ...rest]: Path): unknown {
  if (part === undefined) return undefined;
  if (Array.isArray(data)) {
    const list: readonly unknown[] = data;
    if (rest.length === 0) return list.filter((_each, index) => index !== part);
    return list.map((each, index) => (index === part ? removed(each, rest) : each));
  }
  if (!isMapping(data)) return data;
  const members = Object.entries(data).filter(([name]) => rest.length > 0 || name !== part);
  return Object.fromEntries(
    members.map(([name, value]) => [name, name === part ? removed(value, rest) : value]),
  );
}

function memberOf(value: unknown, part: string | number): unknown {
  if (Array.isArray(value) && typeof part === 'number') return (value as readonly unknown[])[part];
  return isMapping(value) && Object.hasOwn(value, part) ? value[String(part)] : undefined;
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
