import type { ProfileInfo } from '#shared/rsp/profile-management';
import { profileClasses } from '#shared/rsp/store-metadata';

import type { StoredProfile } from '../store/card-state.ts';
import { classOf, metadataOf } from './metadata.ts';

/** The members of ProfileInfo by their tags (SGP.22 §5.7.15). */
const memberTags = {
  iccid: 0x5a,
  isdpAid: 0x4f,
  profileState: 0x9f70,
  profileNickname: 0x90,
  serviceProviderName: 0x91,
  profileName: 0x92,
  iconType: 0x93,
  icon: 0x94,
  profileClass: 0x95,
  notificationConfigurationInfo: 0xb6,
  profileOwner: 0xb7,
  dpProprietaryData: 0xb8,
  profilePolicyRules: 0x99,
  serviceSpecificDataStoredInEuicc: 0xbf22,
  refArDo: 0xbf76,
} as const satisfies Record<keyof ProfileInfo, number>;

/** Of the member that tells whether a Profile is enabled. */
export const stateTag = memberTags.profileState;

/** What is listed when no tags are asked for. */
export const defaultTags: readonly number[] = [0x5a, 0x4f, 0x9f70, 0x90, 0x91, 0x92, 0x93, 0x94, 0x95];

/** The members that are asked for, as far as the Profile has them. */
export function profileInfoOf(profile: StoredProfile, tags: readonly number[]): ProfileInfo {
  const all = everything(profile);
  const asked = Object.entries(all).filter(([member]) =>
    tags.includes(memberTags[member as keyof ProfileInfo]),
  );
  return Object.fromEntries(asked);
}

function everything(profile: StoredProfile): ProfileInfo {
  const { isdpAid, nickname, state, dpProprietaryData, ownerInFiles } = profile;
  const {
    iccid,
    serviceProviderName,
    profileName,
    iconType,
    icon,
    notificationConfigurationInfo,
    profileOwner = ownerInFiles,
    profilePolicyRules,
    serviceSpecificDataStoredInEuicc,
  } = metadataOf(profile);
  return {
    iccid,
    isdpAid,
    profileState: state,
    ...(nickname !== '' && { profileNickname: nickname }),
    serviceProviderName,
    profileName,
    ...(iconType !== undefined && { iconType }),
    ...(icon && { icon }),
    profileClass: profileClasses[classOf(profile)],
    ...(notificationConfigurationInfo && { notificationConfigurationInfo }),
    ...(profileOwner && { profileOwner }),
    ...(dpProprietaryData && { dpProprietaryData }),
    ...(profilePolicyRules && { profilePolicyRules }),
    ...(serviceSpecificDataStoredInEuicc && { serviceSpecificDataStoredInEuicc }),
  };
}
