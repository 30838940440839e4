import { sameBytes } from '#shared/bytes/bytes';
import { EnableProfileRequest, EnableProfileResponse, profileResults } from '#shared/rsp/profile-management';

import type { Card } from '../card.ts';
import { FunctionError } from '../isdr/function-error.ts';
import { isdrFunction } from '../isdr/isdr-function.ts';
import { enabledProfile, findProfile } from '../profiles/find.ts';
import { classOf, isEnabled } from '../profiles/metadata.ts';
import { carries } from '../profiles/policy-rules.ts';
import { performSwitch } from '../profiles/switch.ts';
import type { StoredProfile } from '../store/card-state.ts';
import { withResult } from './result.ts';
import { expectToolkitFree } from './toolkit-free.ts';

/** ES10c.EnableProfile (SGP.22 §5.7.16). The change is kept at once; a terminal that does REFRESH resets the card, one that refuses it takes the change back. */
export const enableProfile = isdrFunction({
  name: 'EnableProfile',
  request: EnableProfileRequest,
  response: EnableProfileResponse,
  run: (card, { profileIdentifier, refreshFlag }) =>
    withResult(async () => {
      const target = findProfile(card.state, profileIdentifier);
      if (target === undefined) throw new FunctionError(profileResults.iccidOrAidNotFound, 'no such Profile');
      const current = enabledProfile(card.state);
      for (const check of checks) check({ card, target, current });
      if (refreshFlag) expectToolkitFree(card);
      const wanted = {
        disable: current,
        enable: target,
        enabledBeforeTest: enabledBeforeTest(card, target, current),
      };
      await performSwitch(card, wanted, { refreshFlag });
    }),
});

interface Evidence {
  readonly card: Card;
  readonly target: StoredProfile;
  readonly current: StoredProfile | undefined;
}
type Check = (evidence: Evidence) => void;

const targetIsDisabled: Check = ({ target }) => {
  if (isEnabled(target)) throw new FunctionError(profileResults.wrongState, 'the Profile is enabled');
};

/** A Test Profile may be enabled in spite of PPR1. */
const currentMayBeDisabled: Check = ({ target, current }) => {
  if (current === undefined || classOf(target) === 'test') return;
  if (classOf(current) === 'operational' && carries(current, 'ppr1')) {
    throw new FunctionError(profileResults.disallowedByPolicy, 'PPR1 of the enabled Profile');
  }
};

/** From a Test Profile the way leads to another one, or back. */
const returnIsToTheFormer: Check = ({ card, target, current }) => {
  if (current === undefined || classOf(current) !== 'test' || classOf(target) === 'test') return;
  const former = card.state.registers.enabledBeforeTest;
  if (former === undefined || !sameBytes(former, target.isdpAid)) {
    throw new FunctionError(profileResults.wrongProfileReenabling, 'not the Profile enabled before the test');
  }
};

const checks: readonly Check[] = [targetIsDisabled, currentMayBeDisabled, returnIsToTheFormer];

function enabledBeforeTest(card: Card, target: StoredProfile, current: StoredProfile | undefined) {
  if (classOf(target) !== 'test') return undefined;
  if (current === undefined) return undefined;
  return classOf(current) === 'test' ? card.state.registers.enabledBeforeTest : current.isdpAid;
}
