import { encode, tlv } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { concat } from '#shared/bytes/bytes';

import { OneTimePublicKey, Signature } from './common.ts';

/** What smdpSignature2 is over: smdpSigned2 and euiccSignature1, both as TLVs (SGP.22 §5.6.3). */
export const signedBySmdpSignature2 = (smdpSigned2: Bytes, euiccSignature1: Bytes): Bytes =>
  concat(smdpSigned2, encode(Signature, euiccSignature1));

/** What euiccSignature2 is over: euiccSigned2 and smdpSignature2, both as TLVs (SGP.22 §5.7.5). */
export const signedByEuiccSignature2 = (euiccSigned2: Bytes, smdpSignature2: Bytes): Bytes =>
  concat(euiccSigned2, encode(Signature, smdpSignature2));

/**
 * What smdpSign is over: the members of InitialiseSecureChannel before it, as the TLVs that stand there, and the
 * eUICC's one-time key as TLV (SGP.22 §5.5.1).
 */
export const signedBySmdpSign = (members: readonly Bytes[], euiccOtpk: Bytes): Bytes =>
  concat(...members, encode(OneTimePublicKey, euiccOtpk));

/** A command of the eUICC that has no members, such as GetEUICCChallenge. */
export const emptyCommand = (tag: number): Bytes => tlv(tag);
