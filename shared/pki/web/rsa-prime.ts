import { checkPrimeSync } from 'node:crypto';
import type { Bytes } from '#shared/bytes/bytes';
import { toHex } from '#shared/bytes/bytes';

/** The public exponent of every key here. */
export const rsaExponent = 65_537;

/** Sifts nine of ten candidates out before the dear test. */
const smallPrimes = Array.from({ length: 2_000 }, (_, number) => number).filter(isSmallOddPrime);

/**
 * The first prime from drawn octets upward that suits an RSA key. Its two upper bits are set, so that the product of
 * two such primes has twice their bits.
 */
export function primeFromDraw(drawn: Bytes): bigint {
  const bits = BigInt(8 * drawn.length);
  const start = BigInt(`0x${toHex(drawn)}`) | (3n << (bits - 2n)) | 1n;
  const rests = smallPrimes.map((prime) => ({ prime, rest: Number(start % BigInt(prime)) }));
  for (let step = 0; ; step += 2) {
    if (rests.some(({ prime, rest }) => (rest + step) % prime === 0)) continue;
    const candidate = start + BigInt(step);
    // A prime that leaves 1 has no inverse of the exponent.
    if (candidate % BigInt(rsaExponent) !== 1n && checkPrimeSync(candidate)) return candidate;
  }
}

function isSmallOddPrime(number: number): boolean {
  for (let divisor = 2; divisor * divisor <= number; divisor += 1) if (number % divisor === 0) return false;
  return number > 2;
}
