import { DeleteProfileRequest, DeleteProfileResponse, profileResults } from '#shared/rsp/profile-management';

import { FunctionError } from '../isdr/function-error.ts';
import { isdrFunction } from '../isdr/isdr-function.ts';
import { deletionOf } from '../profiles/deletion.ts';
import { findProfile } from '../profiles/find.ts';
import { isEnabled } from '../profiles/metadata.ts';
import { carries } from '../profiles/policy-rules.ts';
import type { StoredProfile } from '../store/card-state.ts';
import { withResult } from './result.ts';

/** ES10c.DeleteProfile (SGP.22 §5.7.18). */
export const deleteProfile = isdrFunction({
  name: 'DeleteProfile',
  request: DeleteProfileRequest,
  response: DeleteProfileResponse,
  run: (card, profileIdentifier) =>
    withResult(async () => {
      const target = findProfile(card.state, profileIdentifier);
      if (target === undefined) throw new FunctionError(profileResults.iccidOrAidNotFound, 'no such Profile');
      for (const check of checks) check(target);
      await card.commit(deletionOf(card, [target]));
    }),
});

type Check = (target: StoredProfile) => void;

const targetIsDisabled: Check = (target) => {
  if (isEnabled(target)) throw new FunctionError(profileResults.wrongState, 'the Profile is enabled');
};

const targetMayBeDeleted: Check = (target) => {
  if (carries(target, 'ppr2')) throw new FunctionError(profileResults.disallowedByPolicy, 'PPR2');
};

const checks: readonly Check[] = [targetIsDisabled, targetMayBeDeleted];
