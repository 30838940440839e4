import type { Bytes } from '#shared/bytes/bytes';
import { concat } from '#shared/bytes/bytes';
import { sha256 } from './digest.ts';
import { fromInteger } from './integer.ts';

/** The key derivation of ANSI X9.63 (BSI TR-03111 §4.3.3) with SHA-256: `octets` octets of Z and the shared info. */
export function x963Sha256(z: Bytes, sharedInfo: Bytes, octets: number): Bytes {
  const blocks: Bytes[] = [];
  for (let counter = 1n; blocks.length * 32 < octets; counter += 1n) {
    blocks.push(sha256(z, fromInteger(counter, 4), sharedInfo));
  }
  return concat(...blocks)
    .subarray(0, octets)
    .slice();
}
