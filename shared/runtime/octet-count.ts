const units: Readonly<Record<string, number>> = { B: 1, kB: 1_000, MB: 1_000_000, GB: 1_000_000_000 };

/** A number of octets as people write it: `500`, `40 kB`, `1.5 MB`, `1GB`. @throws TypeError for anything else */
export function parseOctetCount(text: string): number {
  const [, count, unit = 'B'] = /^(\d+(?:\.\d+)?)(?: ?(B|kB|MB|GB))?$/.exec(text) ?? [];
  const octets = Math.round(Number(count) * (units[unit] ?? 1));
  if (count === undefined || !Number.isSafeInteger(octets)) {
    throw new TypeError(`not a number of octets such as 40 kB or 10 MB: "${text}"`);
  }
  return octets;
}
