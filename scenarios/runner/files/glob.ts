/** Whether a path is a pattern: it has `*` or `?` in it. */
export const isPattern = (path: string): boolean => /[*?]/.test(path);

/** The folders before the first part with a wild card: where a search for the pattern begins. */
export function fixedPart(pattern: string): string {
  const parts = pattern.split('/');
  const wild = parts.findIndex(isPattern);
  return parts.slice(0, wild).join('/') || (pattern.startsWith('/') ? '/' : '.');
}

/** A pattern as a regular expression: `*` and `?` stay within a folder, `**` goes through any number of them. */
export function patternOf(pattern: string): RegExp {
  const plain = pattern.replace(/^(?:\.\/)+/, '');
  const source = plain.replace(/\*\*\/|\*\*|\*|\?|[^*?]+/g, (part) => {
    if (part === '**/') return '(?:[^/]+/)*';
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    return part === '?' ? '[^/]' : part.replace(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  });
  return new RegExp(`^${source}$`);
}
