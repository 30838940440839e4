import { contentOf, DecodeError, readTlvs } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';

import { packageFacts } from './package-facts.ts';

/**
 * Free non-volatile octets that extCardResource states in `82` (TS 102 226 §8.2.1.7.2); undefined when it states none.
 */
export function freeMemory(extCardResource: Bytes): number | undefined {
  try {
    const found = readTlvs(extCardResource).find(({ tag }) => tag === 0x82);
    return found === undefined
      ? undefined
      : contentOf(found).reduce((number, octet) => number * 256 + octet, 0);
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

/** How many octets an eUICC lacks for a profile package; 0 when it has them, or nothing is known (es9plus.md §4.3). */
export function missingMemory(upp: Bytes, extCardResource: Bytes): number {
  const free = freeMemory(extCardResource);
  const { memory } = packageFacts(upp);
  return free === undefined || memory === undefined ? 0 : Math.max(0, memory - free);
}
