import { sameBytes } from '#shared/bytes/bytes';
import type { ProfileIdentifier } from '#shared/rsp/profile-management';

import type { CardState, StoredProfile } from '../store/card-state.ts';
import { isEnabled } from './metadata.ts';

/** The Profile that an ICCID or an ISD-P AID names. */
export function findProfile(
  { profiles }: CardState,
  { iccid, isdpAid }: ProfileIdentifier,
): StoredProfile | undefined {
  return profiles.find(
    (profile) =>
      (iccid !== undefined && sameBytes(profile.iccid, iccid)) ||
      (isdpAid !== undefined && sameBytes(profile.isdpAid, isdpAid)),
  );
}

/** The enabled Profile; there is one at most. */
export const enabledProfile = ({ profiles }: CardState): StoredProfile | undefined =>
  profiles.find(isEnabled);
