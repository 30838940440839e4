import type { Bytes } from '#shared/bytes/bytes';
import { concat, fromHex } from '#shared/bytes/bytes';
import type { Curve } from './curve.ts';

/** The curve's object identifier as a DER TLV. */
const curveOid: Readonly<Record<Curve, Bytes>> = {
  'P-256': fromHex('0608 2A8648CE3D030107'),
  brainpoolP256r1: fromHex('0609 2B2403030208010107'),
};

const ecPublicKeyOid = fromHex('0607 2A8648CE3D0201');
const version1 = fromHex('020101');

/** SubjectPublicKeyInfo of an uncompressed point of 65 octets (RFC 5480 §2). */
export function subjectPublicKeyInfo(curve: Curve, point: Bytes): Bytes {
  const algorithm = tlv(0x30, ecPublicKeyOid, curveOid[curve]);
  return tlv(0x30, algorithm, bitString(point));
}

/** ECPrivateKey with its parameters and its public point (RFC 5915 §3). */
export function ecPrivateKey(curve: Curve, scalar: Bytes, point: Bytes): Bytes {
  return tlv(0x30, version1, tlv(0x04, scalar), tlv(0xa0, curveOid[curve]), tlv(0xa1, bitString(point)));
}

function bitString(octets: Bytes): Bytes {
  return tlv(0x03, new Uint8Array(1), octets);
}

/** All that is written here is shorter than 128 octets. */
function tlv(tag: number, ...parts: readonly Bytes[]): Bytes {
  const value = concat(...parts);
  return concat(Uint8Array.of(tag, value.length), value);
}
