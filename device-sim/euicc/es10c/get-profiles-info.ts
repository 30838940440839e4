import type { Decoded } from '#shared/asn1/index';
import { encode } from '#shared/asn1/index';
import { ProfileInfoListRequest, ProfileInfoListResponse } from '#shared/rsp/profile-management';
import { profileClasses } from '#shared/rsp/store-metadata';

import { StatusError } from '../../uicc/index.ts';
import type { Card } from '../card.ts';
import type { IsdrFunction } from '../isdr/isdr-function.ts';
import { isdrFunction } from '../isdr/isdr-function.ts';
import { findProfile } from '../profiles/find.ts';
import { classOf } from '../profiles/metadata.ts';
import { defaultTags, profileInfoOf, stateTag } from '../profiles/profile-info.ts';
import { readTagList } from '../profiles/tag-list.ts';
import type { CardState, StoredProfile } from '../store/card-state.ts';

const incorrectInputValues = 1;

const listing = isdrFunction({
  name: 'GetProfilesInfo',
  request: ProfileInfoListRequest,
  response: ProfileInfoListResponse,
  run(card, { searchCriteria, tagList }) {
    const { state } = card;
    const tags = tagList === undefined ? defaultTags : readTagList(tagList);
    if (tags === undefined) return { profileInfoListError: incorrectInputValues };
    if (tags.includes(stateTag)) expectStateSettled(card);
    return {
      profileInfoListOk: found(state, searchCriteria).map((profile) => profileInfoOf(profile, tags)),
    };
  },
});

/** ES10c.GetProfilesInfo (SGP.22 §5.7.15). Criteria it cannot read are an error of its own, not a status word. */
export const getProfilesInfo: IsdrFunction = {
  ...listing,
  async run(card, command) {
    try {
      return await listing.run(card, command);
    } catch (error) {
      if (!(error instanceof StatusError) || error.status !== 'incorrectData') throw error;
      return encode(ProfileInfoListResponse, { profileInfoListError: incorrectInputValues });
    }
  },
};

/** @throws StatusError conditionsNotSatisfied on a card that tells no states while a switch awaits its REFRESH */
function expectStateSettled({ description, toolkit }: Card): void {
  if (toolkit.refreshAwaited && description.strictness.includes('noStateBeforeRefresh'))
    throw new StatusError('conditionsNotSatisfied', 'a REFRESH is awaited');
}

type SearchCriteria = Decoded<typeof ProfileInfoListRequest>['searchCriteria'];

/** Without criteria every Profile: to hide some is the LPA's part. */
function found(state: CardState, criteria: SearchCriteria): readonly StoredProfile[] {
  if (criteria === undefined) return state.profiles;
  const { profileClass } = criteria;
  if (profileClass !== undefined) {
    return state.profiles.filter((profile) => profileClasses[classOf(profile)] === profileClass);
  }
  const profile = findProfile(state, criteria);
  return profile === undefined ? [] : [profile];
}
