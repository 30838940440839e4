import type { Iccid } from '#shared/identifiers/iccid';
import type { ProfileClass } from '#shared/rsp/store-metadata';

import type { Stage } from './stages.ts';

/** A Profile as its metadata show it before it is there (SGP.22 §4.4). */
export interface OfferedProfile {
  readonly iccid: Iccid;
  readonly serviceProviderName: string;
  readonly profileName: string;
  readonly profileClass: ProfileClass | undefined;
}

/** A Profile Policy Rule of the offered Profile: `ppr1` it cannot be disabled, `ppr2` it cannot be deleted. */
export type ProfilePolicyRule = 'ppr1' | 'ppr2';

/** What a person is asked: to take the Profile; and, once more, to take rules that the RAT wants consent for. */
export interface ConsentQuestion {
  readonly about: 'profile' | 'profilePolicyRules';
  readonly profile: OfferedProfile;
  readonly smdpAddress: string;
  readonly profilePolicyRules: readonly ProfilePolicyRule[];
}

export type ConsentAnswer = 'accept' | 'reject' | 'later' | 'timeout';

/** Who is asked and told while a download runs. */
export interface LpaHost {
  consent(question: ConsentQuestion): Promise<ConsentAnswer>;
  /** The Confirmation Code; undefined when nobody has it. */
  confirmationCode(): Promise<string | undefined>;
  stage(stage: Stage): void;
}

/** A host without a person: takes every Profile and has no Confirmation Code. */
export const acceptingHost: LpaHost = {
  consent: () => Promise.resolve('accept'),
  confirmationCode: () => Promise.resolve(undefined),
  stage: () => undefined,
};
