import type { ProfileState } from '#smdp/index';
import type { RefusalName } from '#shared/rsp/refusals';
import { refusals } from '#shared/rsp/refusals';

import { oneOf } from './words.ts';

const states = {
  Available: 0,
  Allocated: 0,
  Linked: 0,
  Confirmed: 0,
  Released: 0,
  Downloaded: 0,
  Installed: 0,
  Error: 0,
  Unavailable: 0,
} as const satisfies Record<ProfileState, 0>;

/** The states of a Profile at the SM-DP+. */
export const profileState = oneOf(...namesOf(states));

/** The names of refusals of ES9+ and ES2+. */
export const refusal = oneOf(...namesOf<RefusalName>(refusals));

function namesOf<Name extends string>(table: Readonly<Record<Name, unknown>>): [Name, ...Name[]] {
  return Object.keys(table) as [Name, ...Name[]];
}
