import { encode, tlvInParts } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { chunks } from '#shared/bytes/bytes';
import type { SessionKeys } from '#shared/crypto/bsp';
import { BspProtector } from '#shared/crypto/bsp';
import { ConfigureIsdpRequest, ReplaceSessionKeysRequest } from '#shared/rsp/bound-profile-package';

/** Octets of clear data that fit a segment of 1020 octets: padding and MAC are still to come (SGP.22 §2.5.3). */
export const encryptedPayload = 1007;
/** The same for a segment that carries a MAC only. */
export const clearPayload = 1008;

/** What is put under the session's protection. */
export interface ProtectedContent {
  /** StoreMetadataRequest, the whole `BF25`. */
  readonly metadata: Bytes;
  /** The unprotected profile package. */
  readonly upp: Bytes;
  /** Keys of the profile segments' own (PPK); the session keys protect them when left out. */
  readonly profileKeys?: SessionKeys | undefined;
}

/**
 * Everything of a Bound Profile Package behind InitialiseSecureChannel (SGP.22 §2.5.4): ConfigureISDP `A0`,
 * StoreMetadata `A1`, ReplaceSessionKeys `A2` if there are profile keys, profile elements `A3`. Its octets are put
 * together by whoever needs them whole.
 */
export function protectedPart(
  keys: SessionKeys,
  { metadata, upp, profileKeys }: ProtectedContent,
): readonly Bytes[] {
  const session = new BspProtector(keys);
  const configureIsdp = session.encryptAndMac(0x87, encode(ConfigureIsdpRequest, {}));
  const storeMetadata = chunks(metadata, clearPayload).map((part) => session.macOnly(0x88, part));
  const replaceKeys =
    profileKeys === undefined
      ? []
      : tlvInParts(0xa2, [session.encryptAndMac(0x87, replaceSessionKeys(profileKeys))]);
  const profile = profileKeys === undefined ? session : new BspProtector(profileKeys);
  const elements = chunks(upp, encryptedPayload).map((part) => profile.encryptAndMac(0x86, part));
  return [
    ...tlvInParts(0xa0, [configureIsdp]),
    ...tlvInParts(0xa1, storeMetadata),
    ...replaceKeys,
    ...tlvInParts(0xa3, elements),
  ];
}

function replaceSessionKeys({ initialMacChainingValue, sEnc, sMac }: SessionKeys): Bytes {
  return encode(ReplaceSessionKeysRequest, { initialMacChainingValue, ppkEnc: sEnc, ppkCmac: sMac });
}
