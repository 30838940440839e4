import { decode, DecodeError, encode, readTlv } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import type { ProfileInfo } from '#shared/rsp/profile-management';
import { ProfileInfoListRequest, ProfileInfoListResponse } from '#shared/rsp/profile-management';
import { profileClasses } from '#shared/rsp/store-metadata';

import type { Card } from '../card.ts';
import type { IsdrFunction } from '../isdr/isdr-function.ts';
import { isdrFunction } from '../isdr/isdr-function.ts';
import { findProfile } from '../profiles/find.ts';
import { classOf } from '../profiles/metadata.ts';
import { defaultTags, profileInfoOf } from '../profiles/profile-info.ts';
import { readTagList } from '../profiles/tag-list.ts';
import type { StoredProfile } from '../store/card-state.ts';

const incorrectInputValues = 1;

const answer = isdrFunction({
  name: 'GetProfilesInfo',
  request: ProfileInfoListRequest,
  response: ProfileInfoListResponse,
  run(card, request) {
    const tags = request.tagList === undefined ? defaultTags : readTagList(request.tagList);
    if (tags === undefined) return { profileInfoListError: incorrectInputValues };
    const profileInfoListOk: ProfileInfo[] = found(card, request.searchCriteria).map((profile) =>
      profileInfoOf(profile, tags),
    );
    return { profileInfoListOk };
  },
});

/** ES10c.GetProfilesInfo (SGP.22 §5.7.15). Criteria it cannot read are its own error, not a status word. */
export const getProfilesInfo: IsdrFunction = {
  ...answer,
  run: async (card, command) =>
    criteriaAreReadable(command)
      ? answer.run(card, command)
      : encode(ProfileInfoListResponse, { profileInfoListError: incorrectInputValues }),
};

function criteriaAreReadable(command: Bytes): boolean {
  try {
    decode(ProfileInfoListRequest, command);
    return true;
  } catch (error) {
    if (error instanceof DecodeError) return readTlv(command).end !== command.length;
    throw error;
  }
}

type Criteria = NonNullable<ReturnType<typeof decodeRequest>['searchCriteria']>;
const decodeRequest = (command: Bytes) => decode(ProfileInfoListRequest, command);

function found({ state }: Card, criteria: Criteria | undefined): readonly StoredProfile[] {
  if (criteria === undefined) return state.profiles;
  const { profileClass } = criteria;
  if (profileClass !== undefined) {
    return state.profiles.filter((profile) => profileClasses[classOf(profile)] === profileClass);
  }
  const profile = findProfile(state, criteria);
  return profile === undefined ? [] : [profile];
}
