import type { Bytes } from '#shared/bytes/bytes';
import { sameBytes } from '#shared/bytes/bytes';
import { hashedConfirmationCode } from '#shared/crypto/digest';
import type { RequestOf, ResponseOf } from '#shared/http/contract';
import type { ConfirmOrder } from '#shared/rsp/es2plus';
import { Refusal } from '#shared/rsp/refusals';
import type { Entropy } from '#shared/runtime/entropy';

import type { Check } from '../es9plus/check.ts';
import { verifyAll } from '../es9plus/check.ts';
import type { SmdpParts } from '../es9plus/smdp-parts.ts';
import type { Order } from '../orders/order.ts';
import { eidOf } from '../orders/order.ts';
import { confirmed } from '../orders/ordering.ts';
import type { Decision } from '../store/smdp-store.ts';
import type { Asked, Es2plusFunction } from './es2plus-function.ts';
import { expectKnown, profileIsTheRequesters } from './es2plus-function.ts';

type Request = RequestOf<typeof ConfirmOrder>;
type Response = ResponseOf<typeof ConfirmOrder>;

/** An order that is to be confirmed. */
export interface Confirming extends Asked {
  readonly request: Request;
  /** Whether no other live order has the MatchingID. */
  readonly matchingIdIsFree: boolean;
}

/** "If the EID is given, verify that it is the one linked" (SGP.22 §5.3.2). */
export const eidIsTheOneLinked: Check<Confirming> = ({ request: { eid }, profile }) => {
  const linked = eidOf(profile);
  if (eid !== undefined && linked !== undefined && eid !== linked)
    throw new Refusal('eidOtherBound', `linked to ${linked}`);
};

/** An order that is found by its EID, or registered with an SM-DS, has one (SGP.22 §5.3.2). */
export const eidIsThereWhereNeeded: Check<Confirming> = ({ request, profile }) => {
  const needed = request.matchingId === '' || given(request.smdsAddress) !== undefined;
  if (needed && (request.eid ?? profile.eid) === undefined) throw new Refusal('eidMissing');
};

/** "Verify that the MatchingID is not used by another order" (SGP.22 §5.3.2). */
export const matchingIdIsNotInUse: Check<Confirming> = ({ matchingIdIsFree }) => {
  if (!matchingIdIsFree) throw new Refusal('matchingIdInUse');
};

/** "Verify that no other MatchingID is bound to the ICCID" (SGP.22 §5.3.2). */
export const noOtherMatchingIdIsBound: Check<Confirming> = ({ request: { matchingId }, profile }) => {
  if (isConfirmed(profile) && matchingId !== undefined && matchingId !== profile.matchingId)
    throw new Refusal('matchingIdOtherBound', `bound to "${profile.matchingId}"`);
};

/** "Verify that the Profile is Allocated or Linked", unless the very same was confirmed before (SGP.22 §5.3.2). */
export const orderIsToBeConfirmed: Check<Confirming> = ({ request, profile }) => {
  const { state } = profile;
  if (state === 'Allocated' || state === 'Linked' || wasConfirmedSo(profile, request)) return;
  throw new Refusal('iccidInUse', state);
};

/** "Call ES12.RegisterEvent" (SGP.22 §5.3.2): there is no SM-DS that could be reached. */
export const smdsIsNotNeeded: Check<Confirming> = ({ request: { smdsAddress } }) => {
  const address = given(smdsAddress);
  if (address !== undefined) throw new Refusal('smdsUnreachable', address);
};

/** The checks of SGP.22 §5.3.2 in order, once the ICCID is known. */
export const confirmOrderChecks = [
  profileIsTheRequesters,
  eidIsTheOneLinked,
  eidIsThereWhereNeeded,
  matchingIdIsNotInUse,
  noOtherMatchingIdIsBound,
  orderIsToBeConfirmed,
  smdsIsNotNeeded,
] as const;

/** ES2+.ConfirmOrder (SGP.22 §5.3.2): the order gets its MatchingID, and is Confirmed, or Released if it is available. */
export function confirmOrder(smdp: SmdpParts): Es2plusFunction<typeof ConfirmOrder> {
  return async (request, { functionRequesterIdentifier: requester }) => {
    const found = await expectKnown(smdp, request.iccid);
    const matchingId = request.matchingId ?? matchingIdFor(smdp, found);
    return smdp.orders.inTurn(matchingId, async () => {
      const matchingIdIsFree = matchingId === '' || (await smdp.orders.isFree(matchingId, found.id));
      return smdp.orders.change(found.id, (profile) => {
        verifyAll(confirmOrderChecks, { profile, requester, request, matchingIdIsFree });
        return confirm(smdp, profile, { ...request, matchingId });
      });
    });
  };
}

function confirm(
  smdp: SmdpParts,
  profile: Order,
  request: Request & { readonly matchingId: string },
): Decision<Response> {
  const { matchingId, eid = profile.eid, releaseFlag: released } = request;
  const hashedCode = hashedCodeOf(request);
  const terms = { matchingId, eid, hashedConfirmationCode: hashedCode, released };
  const order = isConfirmed(profile) ? profile : confirmed(profile, terms, smdp.clock.now());
  const smdpAddress = smdp.addresses.own;
  return { order, result: { eid: order.eid, matchingId: order.matchingId, smdpAddress } };
}

/** Confirmed, and not downloaded: a repeated call may still come. */
function isConfirmed({ state }: Order): boolean {
  return state === 'Confirmed' || state === 'Released';
}

/** Whether a call repeats the one that confirmed the order; releaseProfile may have been called since. */
function wasConfirmedSo(profile: Order, request: Request): boolean {
  const { state, eid, hashedConfirmationCode: kept } = profile;
  if (!isConfirmed(profile) || (request.eid !== undefined && request.eid !== eid)) return false;
  const code = hashedCodeOf(request);
  const sameCode = code === undefined || kept === undefined ? code === kept : sameBytes(code, kept);
  return sameCode && (state === 'Released' || wasToBeReleasedSo(profile, request));
}

/** Whether a Profile that is Confirmed waits for what the call says: a moment, or releaseProfile. */
function wasToBeReleasedSo({ available, releasesAt }: Order, { releaseFlag }: Request): boolean {
  return available === 'manual' || releaseFlag === (releasesAt !== undefined);
}

function hashedCodeOf({ confirmationCode }: Request): Bytes | undefined {
  const code = given(confirmationCode);
  return code === undefined ? undefined : hashedConfirmationCode(code);
}

/** Empty text, as some clients send it, is nothing given. */
function given(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

const letters = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** The MatchingID that the order has, else one made for it: four groups of five. */
function matchingIdFor({ entropy }: { readonly entropy: Entropy }, order: Order): string {
  if (isConfirmed(order)) return order.matchingId;
  const drawn = entropy.at(`smdp/order/${order.iccid}/${order.ordered}`).draw('matchingId', 20);
  const made = [...drawn].map((octet) => letters.charAt(octet % letters.length)).join('');
  return made.match(/.{5}/g)?.join('-') ?? made;
}
