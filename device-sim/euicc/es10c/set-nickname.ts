import { SetNicknameRequest, SetNicknameResponse } from '#shared/rsp/profile-management';

import { isdrFunction } from '../isdr/isdr-function.ts';
import { findProfile } from '../profiles/find.ts';
import { isLonger, longestNames } from '../profiles/metadata.ts';

const results = { ok: 0, iccidNotFound: 1, undefinedError: 127 } as const;

/** ES10c.SetNickname (SGP.22 §5.7.21): an empty nickname removes it. */
export const setNickname = isdrFunction({
  name: 'SetNickname',
  request: SetNicknameRequest,
  response: SetNicknameResponse,
  async run(card, { iccid, profileNickname }) {
    const profile = findProfile(card.state, { iccid });
    if (profile === undefined) return { result: results.iccidNotFound };
    if (isLonger(profileNickname, longestNames.profileNickname)) return { result: results.undefinedError };
    await card.commit({ putProfiles: [{ ...profile, nickname: profileNickname }] });
    return { result: results.ok };
  },
});
