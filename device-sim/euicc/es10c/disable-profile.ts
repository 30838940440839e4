import {
  DisableProfileRequest,
  DisableProfileResponse,
  profileResults,
} from '#shared/rsp/profile-management';

import type { Card } from '../card.ts';
import { FunctionError } from '../isdr/function-error.ts';
import { isdrFunction } from '../isdr/isdr-function.ts';
import { findProfile } from '../profiles/find.ts';
import { classOf, isEnabled } from '../profiles/metadata.ts';
import { carries } from '../profiles/policy-rules.ts';
import { performSwitch } from '../profiles/switch.ts';
import type { StoredProfile } from '../store/card-state.ts';
import { profileWithAid } from '../store/card-store.ts';
import { withResult } from './result.ts';
import { expectToolkitFree } from './toolkit-free.ts';

/** ES10c.DisableProfile (SGP.22 §5.7.17): after a Test Profile the one enabled before it is enabled again. */
export const disableProfile = isdrFunction({
  name: 'DisableProfile',
  request: DisableProfileRequest,
  response: DisableProfileResponse,
  run: (card, { profileIdentifier, refreshFlag }) =>
    withResult(async () => {
      const target = findProfile(card.state, profileIdentifier);
      if (target === undefined) throw new FunctionError(profileResults.iccidOrAidNotFound, 'no such Profile');
      for (const check of checks) check(target);
      if (refreshFlag) expectToolkitFree(card);
      const enable = classOf(target) === 'test' ? formerOf(card) : undefined;
      await performSwitch(card, { disable: target, enable, enabledBeforeTest: undefined }, { refreshFlag });
    }),
});

type Check = (target: StoredProfile) => void;

const targetIsEnabled: Check = (target) => {
  if (!isEnabled(target)) throw new FunctionError(profileResults.wrongState, 'the Profile is disabled');
};

const targetMayBeDisabled: Check = (target) => {
  if (carries(target, 'ppr1')) throw new FunctionError(profileResults.disallowedByPolicy, 'PPR1');
};

const checks: readonly Check[] = [targetIsEnabled, targetMayBeDisabled];

function formerOf({ state }: Card): StoredProfile | undefined {
  const { enabledBeforeTest } = state.registers;
  return enabledBeforeTest === undefined ? undefined : profileWithAid(state, enabledBeforeTest);
}
