import { toHex } from '#shared/bytes/bytes';
import type { Entropy } from '#shared/runtime/entropy';
import { seededEntropy, systemEntropy } from '#shared/runtime/entropy';

let chance: string | undefined;

/**
 * Where worlds without a seed draw their web keys: real chance, but the same draws for each world of this process, so
 * that only the first one searches for primes. Certificates are each world's own.
 */
export function keysOfThisProcess(): Entropy {
  chance ??= toHex(systemEntropy().draw('webKeys', 32));
  return seededEntropy(chance);
}
