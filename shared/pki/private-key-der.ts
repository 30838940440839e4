import {
  anything,
  bitOctets,
  decode,
  encode,
  explicit,
  integer,
  octets,
  oid,
  optional,
  sequence,
} from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { curveOfOid, curves } from '#shared/crypto/curve';
import type { PrivateKey } from '#shared/crypto/keys';
import { privateKeyFromScalar } from '#shared/crypto/keys';

import { AlgorithmIdentifier, oids } from './x509.ts';

/** RFC 5915 §3. */
const EcPrivateKey = sequence('ECPrivateKey', {
  version: integer,
  privateKey: octets({ exactly: 32 }),
  parameters: optional(explicit(0, anything)),
  publicKey: optional(explicit(1, bitOctets)),
});

/** RFC 5208 §5; later versions only append members. */
const PrivateKeyInfo = sequence('PrivateKeyInfo', {
  version: integer,
  privateKeyAlgorithm: AlgorithmIdentifier,
  privateKey: octets(),
});

/** ECPrivateKey with curve and point. */
export function toSec1(key: PrivateKey): Bytes {
  return ecPrivateKey(key, encode(oid, curves[key.curve].oid));
}

/** PrivateKeyInfo. */
export function toPkcs8(key: PrivateKey): Bytes {
  return encode(PrivateKeyInfo, {
    version: 0,
    privateKeyAlgorithm: {
      algorithm: oids.ecPublicKey,
      parameters: encode(oid, curves[key.curve].oid),
    },
    privateKey: ecPrivateKey(key),
  });
}

/** @throws DecodeError; TypeError when the curve is missing or another one. */
export function fromSec1(der: Bytes, parametersOutside?: Bytes): PrivateKey {
  const { privateKey, parameters = parametersOutside } = decode(EcPrivateKey, der);
  const curve = parameters?.[0] === 0x06 ? curveOfOid(decode(oid, parameters)) : undefined;
  if (curve === undefined) throw new TypeError('a private key on neither P-256 nor brainpoolP256r1');
  return privateKeyFromScalar(curve, privateKey);
}

/** @throws DecodeError; TypeError when it is not for ECDSA or on another curve. */
export function fromPkcs8(der: Bytes): PrivateKey {
  const { privateKeyAlgorithm, privateKey } = decode(PrivateKeyInfo, der);
  if (privateKeyAlgorithm.algorithm !== oids.ecPublicKey) throw new TypeError('not an elliptic-curve key');
  return fromSec1(privateKey, privateKeyAlgorithm.parameters);
}

function ecPrivateKey({ scalar, publicKey }: PrivateKey, parameters?: Bytes): Bytes {
  return encode(EcPrivateKey, {
    version: 1,
    privateKey: scalar,
    ...(parameters === undefined ? {} : { parameters }),
    publicKey: publicKey.point,
  });
}
