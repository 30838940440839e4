import { createPrivateKey } from 'node:crypto';
import type { Bytes } from '#shared/bytes/bytes';
import { fromHex, toHex } from '#shared/bytes/bytes';
import type { Entropy } from '#shared/runtime/entropy';

import { primeFromDraw, rsaExponent } from './rsa-prime.ts';

const primeOctets = 128;

/** Keys made in this process by what was drawn for them: a prime search takes some 30 ms. Test keys all. */
const made = new Map<string, string>();
const mostKept = 64;

/**
 * An RSA-2048 private key drawn for a purpose, in PEM (PKCS#8, RFC 5958). The primes are searched here: forge's own search
 * takes a draw too, and seconds. The same draw is searched for once in a process.
 */
export function drawRsaKey(entropy: Entropy, purpose: string): string {
  const p = entropy.draw(purpose, primeOctets);
  const q = entropy.draw(purpose, primeOctets);
  const drawn = toHex(p) + toHex(q);
  const key = made.get(drawn) ?? rsaKey(p, q);
  made.delete(drawn);
  made.set(drawn, key);
  const [oldest] = made.keys();
  if (made.size > mostKept && oldest !== undefined) made.delete(oldest);
  return key;
}

function rsaKey(drawnP: Bytes, drawnQ: Bytes): string {
  const p = primeFromDraw(drawnP);
  const q = primeFromDraw(drawnQ);
  const e = BigInt(rsaExponent);
  const d = inverse(e, (p - 1n) * (q - 1n));
  const members = { n: p * q, e, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) };
  const key = Object.fromEntries(Object.entries(members).map(([name, value]) => [name, base64Url(value)]));
  return createPrivateKey({ format: 'jwk', key: { kty: 'RSA', ...key } })
    .export({ type: 'pkcs8', format: 'pem' })
    .toString();
}

/** The number that times `value` leaves 1; there must be one. Euclid's extended algorithm. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [rest, next] = [value % modulus, modulus];
  let [factor, nextFactor] = [1n, 0n];
  while (next !== 0n) {
    const quotient = rest / next;
    [rest, next] = [next, rest - quotient * next];
    [factor, nextFactor] = [nextFactor, factor - quotient * nextFactor];
  }
  return ((factor % modulus) + modulus) % modulus;
}

/** Base64urlUInt of RFC 7518 §2. */
function base64Url(value: bigint): string {
  const hex = value.toString(16);
  return Buffer.from(fromHex(hex.length % 2 === 0 ? hex : `0${hex}`)).toString('base64url');
}
