import type { Captured } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { verify } from '#shared/crypto/ecdsa';
import type { Certificate } from '#shared/pki/certificate';
import type { EuiccSigned1 } from '#shared/rsp/authenticate-server';
import type { EuiccSigned2 } from '#shared/rsp/prepare-download';
import { signedByEuiccSignature2 } from '#shared/rsp/signed-octets';

type FromEuicc = Pick<Certificate, 'publicKey'>;

/** Whether euiccSignature1 is the eUICC's, over the octets of euiccSigned1 (SGP.22 §5.7.13). */
export function isEuiccSignature1(
  { publicKey }: FromEuicc,
  signed: Captured<EuiccSigned1>,
  signature: Bytes,
): boolean {
  return verify(publicKey, signed.der, signature);
}

/** Whether euiccSignature2 is the eUICC's, over euiccSigned2 and smdpSignature2 (SGP.22 §5.7.5). */
export function isEuiccSignature2(
  { publicKey }: FromEuicc,
  signed: Captured<EuiccSigned2>,
  smdpSignature2: Bytes,
  signature: Bytes,
): boolean {
  return verify(publicKey, signedByEuiccSignature2(signed.der, smdpSignature2), signature);
}

/** Whether a notification, an installation result or a cancelled session is signed by the eUICC: over its own octets. */
export function isSignedByEuicc(
  { publicKey }: FromEuicc,
  signed: Captured<unknown>,
  signature: Bytes,
): boolean {
  return verify(publicKey, signed.der, signature);
}
