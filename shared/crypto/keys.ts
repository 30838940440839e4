import { createECDH, createPrivateKey, createPublicKey, ECDH, type KeyObject } from 'node:crypto';
import type { Bytes } from '#shared/bytes/bytes';
import type { Curve } from './curve.ts';
import { curves } from './curve.ts';
import { fromInteger, toInteger } from './integer.ts';
import { ecPrivateKey, subjectPublicKeyInfo } from './key-der.ts';

/** A public key whose point has been checked to lie on its curve. */
export interface PublicKey {
  readonly curve: Curve;
  /** The uncompressed point, 65 octets 04 ‖ x ‖ y (BSI TR-03111 §3.2.1). */
  readonly point: Bytes;
  readonly handle: KeyObject;
}

/** A private key with its public key. */
export interface PrivateKey {
  readonly curve: Curve;
  /** 32 octets, from 1 to n - 1. */
  readonly scalar: Bytes;
  readonly publicKey: PublicKey;
  readonly handle: KeyObject;
  /** The same key as Node agrees with it. */
  readonly agreement: ECDH;
}

/**
 * The public key of an uncompressed point of 65 octets. Making its handle is what checks the point.
 * @throws TypeError when the form is another one or the point is not on the curve.
 */
export function publicKeyFromPoint(curve: Curve, point: Bytes): PublicKey {
  expectUncompressed(point);
  const own = point.slice();
  try {
    return { curve, point: own, handle: publicHandle(curve, own) };
  } catch (cause) {
    throw new TypeError(`the point is not on ${curve}`, { cause });
  }
}

/**
 * Whether octets are a point that can be agreed with; cheaper than a key of it.
 * @throws TypeError when they are not an uncompressed point of 65 octets, or not on the curve.
 */
export function expectPoint(curve: Curve, point: Bytes): void {
  expectUncompressed(point);
  try {
    ECDH.convertKey(point, curves[curve].nodeName);
  } catch (cause) {
    throw new TypeError(`the point is not on ${curve}`, { cause });
  }
}

function expectUncompressed(point: Bytes): void {
  if (point.length !== 65 || point[0] !== 0x04) throw new TypeError('not an uncompressed point of 65 octets');
}

/**
 * The private key of a scalar of 32 octets.
 * @throws TypeError when it has another size or is not from 1 to n - 1.
 */
export function privateKeyFromScalar(curve: Curve, scalar: Bytes): PrivateKey {
  const { nodeName, order } = curves[curve];
  const value = toInteger(scalar);
  if (scalar.length !== 32 || value < 1n || value >= order)
    throw new TypeError(`not a private scalar of ${curve}`);
  const agreement = createECDH(nodeName);
  agreement.setPrivateKey(scalar);
  const point = new Uint8Array(agreement.getPublicKey());
  return new CheckedPrivateKey(scalar.slice(), new OwnPublicKey(curve, point), agreement);
}

/**
 * The private key of 40 drawn octets: drawn mod (n - 1) + 1, whose bias is below 2^-64 (FIPS 186-4 B.4.1).
 * @throws TypeError for another number of octets.
 */
export function privateKeyFromDraw(curve: Curve, drawn: Bytes): PrivateKey {
  if (drawn.length !== 40) throw new TypeError(`a private key takes 40 drawn octets, not ${drawn.length}`);
  const scalar = (toInteger(drawn) % (curves[curve].order - 1n)) + 1n;
  return privateKeyFromScalar(curve, fromInteger(scalar, 32));
}

/** The handle is made when first asked for: one-time keys never need theirs, and parsing costs more than the key. */
class OwnPublicKey implements PublicKey {
  readonly curve: Curve;
  readonly point: Bytes;
  #handle: KeyObject | undefined;

  constructor(curve: Curve, point: Bytes) {
    this.curve = curve;
    this.point = point;
  }

  get handle(): KeyObject {
    this.#handle ??= publicHandle(this.curve, this.point);
    return this.#handle;
  }
}

class CheckedPrivateKey implements PrivateKey {
  readonly scalar: Bytes;
  readonly publicKey: PublicKey;
  readonly agreement: ECDH;
  #handle: KeyObject | undefined;

  constructor(scalar: Bytes, publicKey: PublicKey, agreement: ECDH) {
    this.scalar = scalar;
    this.publicKey = publicKey;
    this.agreement = agreement;
  }

  get curve(): Curve {
    return this.publicKey.curve;
  }

  get handle(): KeyObject {
    this.#handle ??= privateHandle(this.curve, this.scalar, this.publicKey.point);
    return this.#handle;
  }
}

/** Node knows only P-256 as a JWK (RFC 7518 §6.2.1), which it reads in half the time of a SubjectPublicKeyInfo. */
function publicHandle(curve: Curve, point: Bytes): KeyObject {
  if (curve === 'P-256') return createPublicKey({ key: publicJwk(point), format: 'jwk' });
  const key = Buffer.from(subjectPublicKeyInfo(curve, point));
  return createPublicKey({ key, format: 'der', type: 'spki' });
}

function privateHandle(curve: Curve, scalar: Bytes, point: Bytes): KeyObject {
  if (curve === 'P-256')
    return createPrivateKey({ key: { ...publicJwk(point), d: base64url(scalar) }, format: 'jwk' });
  const key = Buffer.from(ecPrivateKey(curve, scalar, point));
  return createPrivateKey({ key, format: 'der', type: 'sec1' });
}

const publicJwk = (point: Bytes) => ({
  kty: 'EC',
  crv: 'P-256',
  x: base64url(point.subarray(1, 33)),
  y: base64url(point.subarray(33)),
});

const base64url = (octets: Bytes): string =>
  Buffer.from(octets.buffer, octets.byteOffset, octets.length).toString('base64url');
