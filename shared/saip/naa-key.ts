import type { Bytes } from '#shared/bytes/bytes';
import { fromHex, sameBytes } from '#shared/bytes/bytes';

const publishedTestKey = fromHex('000102030405060708090A0B0C0D0E0F');

/**
 * Whether a profile of class test may hold this key (SGP.22 §2.4.5.3): any key of the test algorithm, and the published key of TS.48.
 * The exact list of the specification is not public.
 */
export function naaKeyIsForTests(algorithmId: number, key: Bytes): boolean {
  return algorithmId === 3 || sameBytes(key, publishedTestKey);
}
