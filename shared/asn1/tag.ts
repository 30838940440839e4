/**
 * A tag as the specifications print it: its octets read as one number, so `0x30`, `0x5A`, `0xBF2D`, `0x5F37`.
 * The constructed bit is part of it.
 */
export type Tag = number;

/** X.690 §8.1.2.2. */
export type TagClass = 'universal' | 'application' | 'context' | 'private';

const classBits = {
  universal: 0x00,
  application: 0x40,
  context: 0x80,
  private: 0xc0,
} as const satisfies Record<TagClass, number>;

/** The tag of a class and number; numbers above 30 take the long form (X.690 §8.1.2.4). */
export function tagOf(tagClass: TagClass, number: number, constructed: boolean): Tag {
  const first = classBits[tagClass] | (constructed ? 0x20 : 0);
  if (number < 31) return first | number;
  const groups: number[] = [number & 0x7f];
  for (let rest = Math.floor(number / 128); rest > 0; rest = Math.floor(rest / 128))
    groups.unshift(0x80 | (rest & 0x7f));
  return groups.reduce((tag, group) => tag * 256 + group, first | 0x1f);
}

/** How many octets a tag takes. */
export function tagLength(tag: Tag): number {
  if (tag > 0xffffff) return 4;
  if (tag > 0xffff) return 3;
  return tag > 0xff ? 2 : 1;
}

/** Whether the constructed bit is set. */
export function isConstructed(tag: Tag): boolean {
  return (firstOctet(tag) & 0x20) !== 0;
}

/** The class of a tag. */
export function classOf(tag: Tag): TagClass {
  const classes = ['universal', 'application', 'context', 'private'] as const;
  return classes[(firstOctet(tag) >> 6) as 0 | 1 | 2 | 3];
}

/** A tag in upper-case hex, `BF2D`. */
export function printTag(tag: Tag): string {
  return tag.toString(16).toUpperCase().padStart(2, '0');
}

function firstOctet(tag: Tag): number {
  let first = tag;
  while (first > 0xff) first = Math.floor(first / 256);
  return first;
}
