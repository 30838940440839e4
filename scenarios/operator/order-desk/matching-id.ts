import type { Entropy } from '#shared/runtime/entropy';

const alphabet = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** Twenty letters and digits in groups of five; I and O are left out, people read them as 1 and 0. */
export function drawMatchingId(entropy: Entropy): string {
  const drawn = entropy.at('operator/order').draw('matchingId', 20);
  const letters = [...drawn].map((octet) => alphabet[octet % alphabet.length] ?? '0').join('');
  return letters.match(/.{5}/g)?.join('-') ?? letters;
}
