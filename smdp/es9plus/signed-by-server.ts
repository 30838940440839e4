import type { Captured } from '#shared/asn1/index';
import { written } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { sign } from '#shared/crypto/ecdsa';
import type { PrivateKey } from '#shared/crypto/keys';
import type { SigningManner } from '#shared/pki/issue';
import { ServerSigned1 } from '#shared/rsp/authenticate-server';
import { SmdpSigned2 } from '#shared/rsp/prepare-download';
import { signedBySmdpSignature2 } from '#shared/rsp/signed-octets';

/** A structure and its signature of 64 octets. */
export interface Signed<T> {
  readonly signed: Captured<T>;
  readonly signature: Bytes;
}

/** serverSigned1 and serverSignature1, by CERT.DPauth (SGP.22 §5.6.1). */
export function signServer1(
  value: ServerSigned1,
  key: PrivateKey,
  how: SigningManner,
): Signed<ServerSigned1> {
  const signed = written(ServerSigned1, value);
  return { signed, signature: sign(key, signed.der, how) };
}

/** smdpSigned2 and smdpSignature2, by CERT.DPpb, over euiccSignature1 too (SGP.22 §5.6.3). */
export function signSmdp2(
  value: SmdpSigned2,
  euiccSignature1: Bytes,
  key: PrivateKey,
  how: SigningManner,
): Signed<SmdpSigned2> {
  const signed = written(SmdpSigned2, value);
  return { signed, signature: sign(key, signedBySmdpSignature2(signed.der, euiccSignature1), how) };
}
