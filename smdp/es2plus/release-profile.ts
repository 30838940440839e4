import type { ReleaseProfile } from '#shared/rsp/es2plus';
import { Refusal } from '#shared/rsp/refusals';

import type { Check } from '../es9plus/check.ts';
import { verifyAll } from '../es9plus/check.ts';
import type { SmdpParts } from '../es9plus/smdp-parts.ts';
import { moved } from '../orders/order.ts';
import type { Asked, Es2plusFunction } from './es2plus-function.ts';
import { expectKnown, profileIsTheRequesters } from './es2plus-function.ts';

/** "Verify that the Profile is Confirmed" (SGP.22 §5.3.4). */
export const profileIsConfirmed: Check<Asked> = ({ profile: { state } }) => {
  if (state !== 'Confirmed') throw new Refusal('iccidWrongState', state);
};

/** The checks of SGP.22 §5.3.4 in order, once the ICCID is known. */
export const releaseProfileChecks = [profileIsTheRequesters, profileIsConfirmed] as const;

/** ES2+.ReleaseProfile (SGP.22 §5.3.4): what is Confirmed may be downloaded from now on. */
export function releaseProfile(smdp: SmdpParts): Es2plusFunction<typeof ReleaseProfile> {
  return async ({ iccid }, { functionRequesterIdentifier: requester }) => {
    const { id } = await expectKnown(smdp, iccid);
    return smdp.orders.change(id, (profile) => {
      verifyAll(releaseProfileChecks, { profile, requester });
      const released = moved(profile, 'Released', 'released by the operator', smdp.clock.now());
      return { order: released, result: {} };
    });
  };
}
