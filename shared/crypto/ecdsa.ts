import { createECDH, createHmac, sign as nodeSign, verify as nodeVerify } from 'node:crypto';
import type { Bytes } from '#shared/bytes/bytes';
import { concat, filled } from '#shared/bytes/bytes';
import { curves } from './curve.ts';
import { sha256 } from './digest.ts';
import { fromInteger, inverse, toInteger } from './integer.ts';
import type { PrivateKey, PublicKey } from './keys.ts';

/**
 * ECDSA over SHA-256 of the data: r ‖ s, 64 octets, as TLV 5F37 carries it (SGP.22 §2.6.7.2, BSI TR-03111 §5.2.1).
 * 'deterministic' takes its nonce from the key and the data (RFC 6979); s is left as it falls, never halved.
 */
export function sign(key: PrivateKey, data: Bytes, how: 'random' | 'deterministic'): Bytes {
  if (how === 'deterministic') return signDeterministically(key, data);
  return new Uint8Array(nodeSign('sha256', data, { key: key.handle, dsaEncoding: 'ieee-p1363' }));
}

/** Whether r ‖ s is the key's signature over the data. A signature of any other shape is false, never a throw. */
export function verify(key: PublicKey, data: Bytes, signature: Bytes): boolean {
  if (signature.length !== 64) return false;
  return nodeVerify('sha256', data, { key: key.handle, dsaEncoding: 'ieee-p1363' }, signature);
}

function signDeterministically(key: PrivateKey, data: Bytes): Bytes {
  const { nodeName, order } = curves[key.curve];
  const digest = toInteger(sha256(data));
  const scalar = toInteger(key.scalar);
  for (const nonce of nonces(key, fromInteger(digest % order, 32))) {
    const multiplier = createECDH(nodeName);
    multiplier.setPrivateKey(nonce);
    const r = toInteger(multiplier.getPublicKey().subarray(1, 33)) % order;
    const s = (inverse(toInteger(nonce), order) * ((digest + r * scalar) % order)) % order;
    if (r !== 0n && s !== 0n) return concat(fromInteger(r, 32), fromInteger(s, 32));
  }
  throw new Error('unreachable: the nonces never end');
}

/** The candidates for k of RFC 6979 §3.2, without end. Hash and order have 256 bits each, so one V is one candidate. */
function* nonces(key: PrivateKey, reducedDigest: Bytes): Generator<Bytes> {
  const { order } = curves[key.curve];
  let secret = filled(32, 0x00);
  let value = filled(32, 0x01);
  for (const separator of [0x00, 0x01]) {
    secret = hmac(secret, value, Uint8Array.of(separator), key.scalar, reducedDigest);
    value = hmac(secret, value);
  }
  for (;;) {
    value = hmac(secret, value);
    const candidate = toInteger(value);
    if (candidate >= 1n && candidate < order) yield value;
    secret = hmac(secret, value, Uint8Array.of(0x00));
    value = hmac(secret, value);
  }
}

function hmac(secret: Bytes, ...parts: readonly Bytes[]): Bytes {
  const code = createHmac('sha256', secret);
  for (const part of parts) code.update(part);
  return new Uint8Array(code.digest());
}

/**
 * ECDSA-Sig-Value of RFC 3279 §2.2.3, as X.509 carries a signature, from r ‖ s of 64 octets.
 * @throws TypeError for another size.
 */
export function toDerSignature(signature: Bytes): Bytes {
  if (signature.length !== 64) throw new TypeError(`r and s have 64 octets, not ${signature.length}`);
  const halves = concat(toDerInteger(signature.subarray(0, 32)), toDerInteger(signature.subarray(32)));
  return concat(Uint8Array.of(0x30, halves.length), halves);
}

/**
 * r ‖ s of 64 octets from an ECDSA-Sig-Value.
 * @throws TypeError when it is not strict DER of two non-negative integers of at most 256 bits.
 */
export function fromDerSignature(der: Bytes): Bytes {
  if (der[0] !== 0x30 || der[1] !== der.length - 2 || der.length > 72)
    throw new TypeError('not an ECDSA-Sig-Value');
  const r = readInteger(der, 2);
  const s = readInteger(der, r.end);
  if (s.end !== der.length) throw new TypeError('octets behind s in an ECDSA-Sig-Value');
  return concat(r.padded, s.padded);
}

function toDerInteger(half: Bytes): Bytes {
  const first = half.findIndex((octet) => octet !== 0);
  const digits = first === -1 ? half.subarray(31) : half.subarray(first);
  const sign = (digits[0] ?? 0) & 0x80 ? Uint8Array.of(0x00) : new Uint8Array(0);
  return concat(Uint8Array.of(0x02, sign.length + digits.length), sign, digits);
}

function readInteger(der: Bytes, start: number): { padded: Bytes; end: number } {
  const length = der[start + 1] ?? 0;
  const end = start + 2 + length;
  if (der[start] !== 0x02 || length === 0 || end > der.length)
    throw new TypeError('not an INTEGER in an ECDSA-Sig-Value');
  const [first = 0, second = 0] = der.subarray(start + 2, end);
  const overlong = length > 1 && first === 0 && second < 0x80;
  if (first >= 0x80 || overlong) throw new TypeError('a negative or overlong INTEGER in an ECDSA-Sig-Value');
  const digits = der.subarray(first === 0 ? start + 3 : start + 2, end);
  if (digits.length > 32) throw new TypeError('an INTEGER of more than 256 bits in an ECDSA-Sig-Value');
  const padded = new Uint8Array(32);
  padded.set(digits, 32 - digits.length);
  return { padded, end };
}
