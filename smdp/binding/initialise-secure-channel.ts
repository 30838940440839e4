import { childrenOf, encode, readTlv, tlv, wholeOf } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { filled } from '#shared/bytes/bytes';
import { sign } from '#shared/crypto/ecdsa';
import type { PrivateKey } from '#shared/crypto/keys';
import type { SigningManner } from '#shared/pki/issue';
import {
  InitialiseSecureChannelRequest,
  installBoundProfilePackage,
} from '#shared/rsp/bound-profile-package';
import { Signature } from '#shared/rsp/common';
import { signedBySmdpSign } from '#shared/rsp/signed-octets';

/** AES, the only key type (SGP.22 §2.6.4). */
export const keyType = 0x88;
/** Octets of a key. */
export const keyLength = 0x10;

/** What InitialiseSecureChannel binds together. */
export interface SecureChannel {
  readonly transactionId: Bytes;
  readonly hostId: Bytes;
  readonly smdpOtpk: Bytes;
  readonly euiccOtpk: Bytes;
  /** SK.DPpb. */
  readonly key: PrivateKey;
  readonly how: SigningManner;
}

/** InitialiseSecureChannel `BF23`, signed by CERT.DPpb (SGP.22 §5.5.1). */
export function initialiseSecureChannel(channel: SecureChannel): Bytes {
  const { transactionId, hostId, smdpOtpk, euiccOtpk, key, how } = channel;
  const unsigned = encode(InitialiseSecureChannelRequest, {
    remoteOpId: installBoundProfilePackage,
    transactionId,
    controlRefTemplate: { keyType: Uint8Array.of(keyType), keyLen: Uint8Array.of(keyLength), hostId },
    smdpOtpk,
    smdpSign: filled(64, 0),
  });
  const members = childrenOf(readTlv(unsigned)).slice(0, -1).map(wholeOf);
  const smdpSign = sign(key, signedBySmdpSign(members, euiccOtpk), how);
  return tlv(0xbf23, ...members, encode(Signature, smdpSign));
}
