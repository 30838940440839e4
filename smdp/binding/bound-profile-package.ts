import { tlv } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { deriveSessionKeys } from '#shared/crypto/bsp';
import { agree } from '#shared/crypto/key-agreement';
import type { PrivateKey } from '#shared/crypto/keys';
import type { Eid } from '#shared/identifiers/eid';
import { eidToBytes } from '#shared/identifiers/eid';

import type { SecureChannel } from './initialise-secure-channel.ts';
import { initialiseSecureChannel, keyLength, keyType } from './initialise-secure-channel.ts';
import type { ProtectedContent } from './protected-part.ts';
import { protectedPart } from './protected-part.ts';

/** What a profile is bound to. */
export interface BindingInputs extends ProtectedContent {
  /** otSK.DP.ECKA, on the curve of CERT.DPpb. */
  readonly oneTimeKey: PrivateKey;
  readonly euiccOtpk: Bytes;
  readonly hostId: Bytes;
  readonly eid: Eid;
}

/**
 * Binds a profile to an eUICC's one-time key: the part of the package behind InitialiseSecureChannel.
 * @throws TypeError when `euiccOtpk` is no point of the curve.
 */
export function bindProfile({ oneTimeKey, euiccOtpk, hostId, eid, ...content }: BindingInputs): Bytes {
  const z = agree(oneTimeKey, euiccOtpk);
  return protectedPart(deriveSessionKeys({ z, hostId, eid: eidToBytes(eid), keyType, keyLength }), content);
}

/** The Bound Profile Package `BF36` of a bound profile for one session (SGP.22 §2.5.4). */
export function packageOf(channel: SecureChannel, boundProfile: Bytes): Bytes {
  return tlv(0xbf36, initialiseSecureChannel(channel), boundProfile);
}

/** What a Bound Profile Package is made of. */
export interface BoundProfilePackageInputs extends BindingInputs {
  readonly transactionId: Bytes;
  /** SK.DPpb. */
  readonly key: PrivateKey;
  readonly how: SecureChannel['how'];
}

/**
 * A Bound Profile Package in one go.
 * @throws TypeError when `euiccOtpk` is no point of the curve.
 */
export function buildBoundProfilePackage(inputs: BoundProfilePackageInputs): Bytes {
  const { transactionId, hostId, euiccOtpk, key, how, oneTimeKey } = inputs;
  const smdpOtpk = oneTimeKey.publicKey.point;
  return packageOf({ transactionId, hostId, smdpOtpk, euiccOtpk, key, how }, bindProfile(inputs));
}
