import { sameBytes } from '#shared/bytes/bytes';
import type { Bytes } from '#shared/bytes/bytes';
import type { OperatorId } from '#shared/rsp/common';
import type { ProfilePolicyAuthorisationRule } from '#shared/rsp/euicc-configuration';
import type { StoreMetadataRequest } from '#shared/rsp/store-metadata';

import type { ProfilePolicyRule } from './host.ts';

/** What the Rules Authorisation Table says of the rules of a Profile. */
export interface RulesVerdict {
  readonly forbidden: readonly ProfilePolicyRule[];
  /** Allowed, but a person has to agree. */
  readonly needConsent: readonly ProfilePolicyRule[];
}

const rules = ['ppr1', 'ppr2'] as const;

/**
 * Looks each rule of the metadata up: the first entry that names it and the Profile's owner decides; without one it is
 * forbidden (SGP.22 §2.9.2).
 */
export function judgeProfilePolicyRules(
  metadata: StoreMetadataRequest,
  table: readonly ProfilePolicyAuthorisationRule[],
): RulesVerdict {
  const forbidden: ProfilePolicyRule[] = [];
  const needConsent: ProfilePolicyRule[] = [];
  for (const rule of rules) {
    if (metadata.profilePolicyRules?.includes(rule) !== true) continue;
    const entry = table.find(
      ({ pprIds, allowedOperators }) =>
        pprIds.includes(rule) && allowedOperators.some((allowed) => owns(allowed, metadata.profileOwner)),
    );
    if (entry === undefined) forbidden.push(rule);
    else if (entry.pprFlags.includes('consentRequired')) needConsent.push(rule);
  }
  return { forbidden, needConsent };
}

/** Nibble E of MCC/MNC is any digit; an absent GID matches an absent one, an empty GID any. */
function owns(allowed: OperatorId, owner: OperatorId | undefined): boolean {
  if (owner === undefined) return false;
  return (
    nibblesMatch(allowed.mccMnc, owner.mccMnc) &&
    gidMatches(allowed.gid1, owner.gid1) &&
    gidMatches(allowed.gid2, owner.gid2)
  );
}

function nibblesMatch(pattern: Bytes, octets: Bytes): boolean {
  return pattern.every((expected, at) => {
    const found = octets[at] ?? 0;
    const high = expected >> 4 === 0x0e || expected >> 4 === found >> 4;
    return high && ((expected & 0x0f) === 0x0e || (expected & 0x0f) === (found & 0x0f));
  });
}

function gidMatches(allowed: Bytes | undefined, found: Bytes | undefined): boolean {
  if (allowed === undefined) return found === undefined;
  return allowed.length === 0 || (found !== undefined && sameBytes(allowed, found));
}
