/** An argument of a portal as the script took it over: JSON values, and names for what is none. */
export type Described =
  | string
  | number
  | boolean
  | null
  | { readonly odd: string; readonly says: string }
  | { readonly members: readonly (readonly [string, Described])[] }
  | { readonly array: readonly Described[] };

/** Deeper values are not the script's. */
const DEPTH = 8;

/** Reads what the script's `describe` writes; undefined for anything else. */
export function readDescribed(value: unknown, depth = DEPTH): Described | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return value;
  if (typeof value !== 'object' || depth === 0) return undefined;
  if ('odd' in value) return readOdd(value);
  if ('members' in value) return readMembers(value.members, depth - 1);
  return 'array' in value ? readArray(value.array, depth - 1) : undefined;
}

function readOdd(value: { readonly odd: unknown; readonly says?: unknown }): Described | undefined {
  const { odd, says = '' } = value;
  return typeof odd === 'string' && typeof says === 'string' ? { odd, says } : undefined;
}

function readMembers(value: unknown, depth: number): Described | undefined {
  if (!Array.isArray(value)) return undefined;
  const members: (readonly [string, Described])[] = [];
  for (const entry of value as unknown[]) {
    if (!Array.isArray(entry) || entry.length !== 2) return undefined;
    const [name, inner] = entry as unknown[];
    const described = readDescribed(inner, depth);
    if (typeof name !== 'string' || described === undefined) return undefined;
    members.push([name, described]);
  }
  return { members };
}

function readArray(value: unknown, depth: number): Described | undefined {
  if (!Array.isArray(value)) return undefined;
  const array: Described[] = [];
  for (const inner of value as unknown[]) {
    const described = readDescribed(inner, depth);
    if (described === undefined) return undefined;
    array.push(described);
  }
  return { array };
}

/** A JSON value as the script would have described it. */
export function describeJson(value: unknown, depth = DEPTH): Described {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return value;
  if (typeof value !== 'object') return { odd: typeof value, says: '' };
  if (depth === 0) return { odd: 'deep', says: '' };
  if (Array.isArray(value)) return { array: value.map((inner) => describeJson(inner, depth - 1)) };
  return { members: Object.entries(value).map(([name, inner]) => [name, describeJson(inner, depth - 1)]) };
}

/** A described value in a few words, for a finding. */
export function sayDescribed(value: Described | undefined): string {
  if (value === undefined) return 'nothing';
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if ('odd' in value) return value.says === '' ? value.odd : `${value.odd} ${value.says}`;
  return 'array' in value ? 'an array' : 'an object';
}
