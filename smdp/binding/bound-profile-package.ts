import { tlvInParts } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { joined } from '#shared/bytes/bytes';
import { deriveSessionKeys } from '#shared/crypto/bsp';
import { agree } from '#shared/crypto/key-agreement';
import type { PrivateKey } from '#shared/crypto/keys';
import type { Eid } from '#shared/identifiers/eid';
import { eidToBytes } from '#shared/identifiers/eid';

import type { SecureChannel } from './initialise-secure-channel.ts';
import { initialiseSecureChannel, keyLength, keyType } from './initialise-secure-channel.ts';
import type { ProtectedContent } from './protected-part.ts';
import { protectedPart } from './protected-part.ts';

/** What a Bound Profile Package is made of. */
export interface BoundProfilePackageInputs extends ProtectedContent {
  readonly transactionId: Bytes;
  /** SK.DPpb. */
  readonly key: PrivateKey;
  readonly how: SecureChannel['how'];
  /** otSK.DP.ECKA, on the curve of CERT.DPpb. */
  readonly oneTimeKey: PrivateKey;
  readonly euiccOtpk: Bytes;
  readonly hostId: Bytes;
  readonly eid: Eid;
}

/**
 * The Bound Profile Package `BF36` of a profile that is bound to an eUICC's one-time key (SGP.22 §2.5.4).
 * @throws TypeError when `euiccOtpk` is no point of the curve.
 */
export function buildBoundProfilePackage(inputs: BoundProfilePackageInputs): Bytes {
  const { transactionId, key, how, oneTimeKey, euiccOtpk, hostId, eid } = inputs;
  const smdpOtpk = oneTimeKey.publicKey.point;
  const z = agree(oneTimeKey, euiccOtpk);
  const keys = deriveSessionKeys({ z, hostId, eid: eidToBytes(eid), keyType, keyLength });
  const channel = initialiseSecureChannel({ transactionId, hostId, smdpOtpk, euiccOtpk, key, how });
  return joined(tlvInParts(0xbf36, [channel, ...protectedPart(keys, inputs)]));
}
