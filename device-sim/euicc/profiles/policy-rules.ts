import type { OperatorId, PprIds } from '#shared/rsp/common';
import type { ProfilePolicyAuthorisationRule } from '#shared/rsp/euicc-configuration';
import type { StoreMetadataRequest } from '#shared/rsp/store-metadata';
import { sameBytes, toHex } from '#shared/bytes/bytes';

import type { Card } from '../card.ts';
import type { StoredProfile } from '../store/card-state.ts';
import { classOf, metadataOf } from './metadata.ts';

export type PolicyRule = 'ppr1' | 'ppr2';

/** Whether an installed Profile carries a rule. */
export const carries = (profile: StoredProfile, rule: PolicyRule): boolean =>
  (metadataOf(profile).profilePolicyRules ?? []).includes(rule);

/** Why the card does not take these metadata's rules (SGP.22 §2.8.1.2, §2.9.2.4, §5.5.3); undefined when it does. */
export function forbiddenRule(card: Card, metadata: StoreMetadataRequest): string | undefined {
  const rules = rulesIn(metadata.profilePolicyRules ?? []);
  const { forbiddenProfilePolicyRules, rat } = card.description;
  if (rules.length === 0) return undefined;
  const { profileOwner } = metadata;
  if (profileOwner === undefined) return 'policy rules without a profileOwner';
  const inTheWay = (profile: StoredProfile): boolean =>
    classOf(profile) === 'operational' || carries(profile, 'ppr1');
  if (rules.includes('ppr1') && card.state.profiles.some(inTheWay)) {
    return 'PPR1 beside an operational Profile or another one with PPR1';
  }
  return rules
    .filter((rule) => forbiddenProfilePolicyRules.includes(rule) || !authorises(rat, rule, profileOwner))
    .map((rule) => `${rule} is not authorised for ${toHex(profileOwner.mccMnc)}`)[0];
}

/** pprUpdateControl says nothing at installation. */
const rulesIn = (ids: PprIds): readonly PolicyRule[] =>
  (['ppr1', 'ppr2'] as const).filter((rule) => ids.includes(rule));

/** Whether an entry of the Rules Authorisation Table allows the rule to the owner (SGP.22 §2.9.2.1). */
const authorises = (
  rat: readonly ProfilePolicyAuthorisationRule[],
  rule: PolicyRule,
  owner: OperatorId,
): boolean =>
  rat.some(
    ({ pprIds, allowedOperators }) =>
      pprIds.includes(rule) && allowedOperators.some((allowed) => matches(allowed, owner)),
  );

/** Nibble E stands for any digit; an absent gid for an absent one, an empty gid for any. */
function matches(allowed: OperatorId, owner: OperatorId): boolean {
  const digits = toHex(owner.mccMnc);
  const sameOperator = new RegExp(`^${toHex(allowed.mccMnc).replaceAll('E', '.')}$`).test(digits);
  return sameOperator && gidMatches(allowed.gid1, owner.gid1) && gidMatches(allowed.gid2, owner.gid2);
}

function gidMatches(allowed: Uint8Array | undefined, owned: Uint8Array | undefined): boolean {
  if (allowed?.length === 0) return true;
  if (allowed === undefined || owned === undefined) return allowed === owned;
  return sameBytes(allowed, owned);
}
