import type { WorldDevice } from '#scenarios/world/index';

import type { RegistrationAnswer } from '../contract.ts';

/** How a device stands with the network; undefined where it has no modem. */
export function registrationOf({ registration }: WorldDevice): RegistrationAnswer | undefined {
  if (registration === undefined) return undefined;
  const { state, iccid, plmn, cause } = registration;
  return {
    state,
    ...(iccid === undefined ? {} : { iccid }),
    ...(plmn === undefined ? {} : { plmn }),
    ...(cause === undefined ? {} : { cause }),
  };
}
