import type { RequestOf, ResponseOf } from '#shared/http/contract';
import type { Iccid } from '#shared/identifiers/iccid';
import type { Es2plusHeader } from '#shared/rsp/es2plus';
import { Refusal } from '#shared/rsp/refusals';

import type { Check } from '../es9plus/check.ts';
import type { SmdpParts } from '../es9plus/smdp-parts.ts';
import type { Order } from '../orders/order.ts';

/** The server's side of a contract of ES2+. */
export type Es2plusFunction<C> = (request: RequestOf<C>, header: Es2plusHeader) => Promise<ResponseOf<C>>;

/** A Profile, and the operator that asks for something to be done with it. */
export interface Asked {
  readonly profile: Order;
  /** functionRequesterIdentifier. */
  readonly requester: string;
}

/** The Profile of an ICCID. @throws Refusal iccidUnknown, the first check of each function. */
export async function expectKnown({ orders }: Pick<SmdpParts, 'orders'>, iccid: Iccid): Promise<Order> {
  const profile = await orders.profileOf(iccid);
  if (profile === undefined) throw new Refusal('iccidUnknown', iccid);
  return profile;
}

/** "Verify that the Profile identified by its ICCID is the function requester's" (SGP.22 §5.3.1 to §5.3.4). */
export const profileIsTheRequesters: Check<Asked> = ({ profile, requester }) => {
  const owner = profile.ownership?.owner;
  if (owner !== requester) throw new Refusal('iccidNotYours', `owned by ${owner ?? 'nobody'}`);
};
