import type { Plmn } from '#shared/identifiers/plmn';
import type { Entropy } from '#shared/runtime/entropy';
import type { ProfileStock } from '#smdp/index';

import { drawSubscriber, profileOf } from '../subscribers/index.ts';
import type { NumberPair, Subscriber } from '../subscribers/index.ts';
import type { Plan } from './plan.ts';
import { usualProfileName } from './plan.ts';

/** A Profile, and whose keys are in it. */
export interface DrawnProfile {
  readonly profile: ProfileStock;
  /** Undefined where the profile is of somebody else's making. */
  readonly subscriber: Subscriber | undefined;
}

/** Where the Profiles of a desk come from. */
export interface ProfileSource {
  readonly entropy: Entropy;
  readonly plmn: Plmn;
  readonly operatorName: string;
  /** Visited networks that its profiles prefer. */
  readonly partners: readonly Plmn[];
  readonly notificationAddress: string;
  readonly isTaken: (iccid: string) => Promise<boolean>;
  /** The numbers of its type; drawn where it has none. */
  readonly numbers: Iterator<NumberPair> | undefined;
}

/** Characters that a serviceProviderName takes (SGP.22 §5.5.3). */
const longestProviderName = 32;

/** The next Profile of a plan: a subscription that nobody has, and the package built from it. @throws NumbersUsedUp */
export async function drawProfile(plan: Plan, source: ProfileSource): Promise<DrawnProfile> {
  if (plan.profile !== undefined) return { profile: plan.profile, subscriber: undefined };
  const {
    serviceProviderName = Array.from(source.operatorName).slice(0, longestProviderName).join(''),
    profileName = usualProfileName,
    profileClass,
    profilePolicyRules,
    algorithm,
  } = plan;
  const { numbers, ...drawing } = source;
  const subscriber = await drawSubscriber({
    ...drawing,
    testKey: profileClass === 'test',
    ...(algorithm === undefined ? {} : { algorithm }),
    ...(numbers === undefined ? {} : { numbers }),
  });
  const profile = profileOf(subscriber, {
    serviceProviderName,
    profileName,
    partners: source.partners,
    notificationAddress: source.notificationAddress,
    ...(profileClass === undefined ? {} : { profileClass }),
    ...(profilePolicyRules === undefined ? {} : { profilePolicyRules }),
  });
  return { profile, subscriber };
}
