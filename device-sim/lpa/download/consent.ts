import type { Iccid } from '#shared/identifiers/iccid';
import { iccidFromBytes } from '#shared/identifiers/iccid';
import type { CancelSessionReason } from '#shared/rsp/cancel-session';
import { AuthenticateClient } from '#shared/rsp/es9plus';
import type { StoreMetadataRequest } from '#shared/rsp/store-metadata';
import { profileClassOf } from '#shared/rsp/store-metadata';
import type { Clock } from '#shared/runtime/clock';

import { BadAnswer } from '../es9plus/server-errors.ts';
import type { ConsentAnswer, LpaHost, OfferedProfile, ProfilePolicyRule } from './host.ts';

/** The reason with which each answer ends the session (SGP.22 §3.1.3); the order outlives the last two. */
export const cancelReasonOf = {
  reject: 'endUserRejection',
  later: 'postponed',
  timeout: 'timeout',
} as const satisfies Record<Exclude<ConsentAnswer, 'accept'>, CancelSessionReason>;

/** What is shown of an offered Profile. @throws BadAnswer when its ICCID is none */
export function offeredProfile(metadata: StoreMetadataRequest): OfferedProfile {
  const { iccid, serviceProviderName, profileName } = metadata;
  return {
    iccid: readIccid(iccid),
    serviceProviderName,
    profileName,
    profileClass: profileClassOf(
      metadata.profileClass === undefined ? {} : { profileClass: metadata.profileClass },
    ),
  };
}

/** Asks for the Profile and then, where the RAT wants it, for its rules (SGP.22 §3.1.3, §2.9.2.4). */
export async function askConsent(
  clock: Clock,
  host: LpaHost,
  profile: OfferedProfile,
  smdpAddress: string,
  rules: readonly ProfilePolicyRule[],
): Promise<ConsentAnswer> {
  const question = { profile, smdpAddress, profilePolicyRules: rules };
  const answer = await clock.until('consent', host.consent({ about: 'profile', ...question }));
  if (answer !== 'accept' || rules.length === 0) return answer;
  return clock.until('consent to rules', host.consent({ about: 'profilePolicyRules', ...question }));
}

function readIccid(octets: StoreMetadataRequest['iccid']): Iccid {
  try {
    return iccidFromBytes(octets);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new BadAnswer(AuthenticateClient.name, 'malformed', cause.message, { cause });
  }
}
