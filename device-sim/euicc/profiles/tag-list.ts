import type { Bytes } from '#shared/bytes/bytes';

/** The tags that stand one after the other in `5C`; undefined when the last one is cut off. */
export function readTagList(octets: Bytes): readonly number[] | undefined {
  const tags: number[] = [];
  let tag = 0;
  let inside = false;
  for (const octet of octets) {
    tag = inside ? tag * 256 + octet : octet;
    inside = inside ? octet >= 0x80 : (octet & 0x1f) === 0x1f;
    if (!inside) tags.push(tag);
    else if (tag > 0xffffff) return undefined;
  }
  return inside ? undefined : tags;
}
