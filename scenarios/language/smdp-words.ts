import { profileStateMachine } from '#smdp/index';
import type { RefusalName } from '#shared/rsp/refusals';
import { refusals } from '#shared/rsp/refusals';

import { namesOf, oneOf } from './words.ts';

/** The states of a Profile at the SM-DP+. */
export const profileState = oneOf(...namesOf(profileStateMachine.states));

/** The names of refusals of ES9+ and ES2+. */
export const refusal = oneOf(...namesOf<RefusalName>(refusals));
