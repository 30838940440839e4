import type { RequestOf, ResponseOf } from '#shared/http/contract';
import type { Iccid } from '#shared/identifiers/iccid';
import type { DownloadOrder } from '#shared/rsp/es2plus';
import { Refusal } from '#shared/rsp/refusals';

import type { Check } from '../es9plus/check.ts';
import { verifyAll } from '../es9plus/check.ts';
import type { SmdpParts } from '../es9plus/smdp-parts.ts';
import type { Order } from '../orders/order.ts';
import { allocated } from '../orders/ordering.ts';
import type { Decision } from '../store/smdp-store.ts';
import type { Asked, Es2plusFunction } from './es2plus-function.ts';
import { expectKnown, profileIsTheRequesters } from './es2plus-function.ts';

type Request = RequestOf<typeof DownloadOrder>;

/** Who asks for a Profile of a type, and whose Profiles of it are here, or are made when asked for. */
interface OfType {
  readonly request: Request;
  readonly requester: string;
  readonly typeOwners: readonly string[];
}

/** The same, for the Profile of an ICCID. */
export interface Ordering extends OfType, Asked {}

/** "Verify that the Profile is available" (SGP.22 §5.3.1). */
export const profileIsAvailable: Check<Ordering> = ({ profile: { state } }) => {
  if (state !== 'Available') throw new Refusal('iccidInUse', state);
};

/** "Verify that the Profile Type is known" (SGP.22 §5.3.1). */
export const profileTypeIsKnown: Check<OfType> = ({ request: { profileType }, typeOwners }) => {
  if (profileType !== undefined && typeOwners.length === 0) throw new Refusal('profileTypeUnknown');
};

/** "Verify that the Profile Type is the function requester's" (SGP.22 §5.3.1). */
export const profileTypeIsTheRequesters: Check<OfType> = ({ request, requester, typeOwners }) => {
  if (request.profileType !== undefined && !typeOwners.includes(requester))
    throw new Refusal('profileTypeNotYours');
};

/** "If both are given, verify that the ICCID is of the Profile Type" (SGP.22 §5.3.1). */
export const profileIsOfTheType: Check<Ordering> = ({ request: { profileType }, profile }) => {
  const known = profile.ownership?.profileType;
  if (profileType !== undefined && profileType !== known)
    throw new Refusal('profileTypeDoesNotFitIccid', `it is of the type ${known}`);
};

/** The checks of SGP.22 §5.3.1 for a given ICCID, in order, once it is known. */
export const downloadOrderChecks = [
  profileIsTheRequesters,
  profileIsAvailable,
  profileTypeIsKnown,
  profileTypeIsTheRequesters,
  profileIsOfTheType,
] as const;

/** The checks of SGP.22 §5.3.1 for any Profile of a type, in order. */
export const typeChecks = [profileTypeIsKnown, profileTypeIsTheRequesters] as const;

/** ES2+.DownloadOrder (SGP.22 §5.3.1): Available becomes Linked to the EID, or Allocated without one. */
export function downloadOrder(smdp: SmdpParts): Es2plusFunction<typeof DownloadOrder> {
  return async (request, { functionRequesterIdentifier: requester }): Promise<{ iccid: Iccid }> => {
    const { iccid, profileType } = request;
    const typeOwners = profileType === undefined ? [] : await ownersOf(smdp, profileType);
    const ordering = { request, requester, typeOwners };
    if (iccid === undefined) return takeOfType(smdp, ordering);
    const { id } = await expectKnown(smdp, iccid);
    return smdp.orders.change(id, (profile) => {
      verifyAll(downloadOrderChecks, { ...ordering, profile });
      return allocate(smdp, request, profile);
    });
  };
}

async function ownersOf({ orders, stockMakers }: SmdpParts, profileType: string): Promise<readonly string[]> {
  return [...(await orders.ownersOf(profileType)), ...stockMakers.ownersOf(profileType)];
}

async function takeOfType(smdp: SmdpParts, ofType: OfType): Promise<ResponseOf<typeof DownloadOrder>> {
  const { request, requester } = ofType;
  const { profileType } = request;
  if (profileType === undefined) throw new Refusal('formatElementMissing', 'iccid, profileType');
  verifyAll(typeChecks, ofType);
  const wanted = { owner: requester, profileType };
  const taken = await smdp.stockMakers.takeOrMake(wanted, async () =>
    smdp.orders.changeInStock(wanted, (profile) => allocate(smdp, request, profile)),
  );
  if (taken === undefined) throw new Refusal('profileTypeUsedUp', profileType);
  return taken;
}

function allocate({ clock }: SmdpParts, { eid }: Request, profile: Order): Decision<{ iccid: Iccid }> {
  return { order: allocated(profile, eid, clock.now()), result: { iccid: profile.iccid } };
}
