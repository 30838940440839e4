import { decode } from '#shared/asn1/index';
import type { Eid } from '#shared/identifiers/eid';
import type { Iccid } from '#shared/identifiers/iccid';
import { iccidFromBytes } from '#shared/identifiers/iccid';
import { StoreMetadataRequest } from '#shared/rsp/store-metadata';
import type { Instant } from '#shared/runtime/span';
import type { Availability, OrderTerms, Ownership } from '#smdp/index';

import type { KeptOrder } from '../store/operator-store.ts';
import type { DeskRecord } from './desk-record.ts';
import type { DeskOrder, DeskStock, Plan } from './plan.ts';
import { usualProfileName } from './plan.ts';
import { provisionOf } from './provisioning.ts';
import type { DrawnProfile } from './profile-source.ts';

/** Where an order is placed. */
export interface EntryPlace {
  readonly matchingId: string;
  /** The address of the SM-DP+. */
  readonly address: string;
  readonly hasNetwork: boolean;
  readonly now: Instant;
}

/** What identifies an order at the SM-DP+. */
export interface Ordered {
  readonly iccid: Iccid;
  readonly eid: Eid | undefined;
  readonly matchingId: string;
}

/** An order as it stands in the book once it is placed. */
export function entryOf(wanted: DeskOrder, drawn: DrawnProfile, place: EntryPlace): KeptOrder {
  const { eid, released = true, available } = wanted;
  const { subscriber } = drawn;
  const record = {
    iccid: iccidOf(drawn),
    matchingId: place.matchingId,
    activationCode: activationCodeOf(wanted, place),
    profileType: profileTypeOf(wanted),
    ...(eid === undefined ? {} : { eid }),
    state: released && isAtOnce(available, place.now) ? 'Released' : 'Confirmed',
    progress: [],
    ...provisionOf(wanted, { canBe: subscriber !== undefined && place.hasNetwork, now: place.now }),
  } as const;
  return { record, subscriber };
}

/** A Profile in stock as it stands in the book. */
export function stockEntryOf(
  wanted: DeskStock,
  drawn: DrawnProfile,
  { hasNetwork, now }: Pick<EntryPlace, 'hasNetwork' | 'now'>,
): KeptOrder {
  const { subscriber } = drawn;
  const record = {
    iccid: iccidOf(drawn),
    matchingId: '',
    activationCode: '',
    profileType: profileTypeOf(wanted),
    state: 'Available',
    progress: [],
    ...provisionOf(wanted, { canBe: subscriber !== undefined && hasNetwork, now }),
  } as const;
  return { record, subscriber };
}

/** Whether the desk put a Profile into stock for others, and never ordered it itself. */
export function isFromStock({ activationCode }: Pick<DeskRecord, 'activationCode'>): boolean {
  return activationCode === '';
}

/** SGP.22 §4.1, without its `LPA:`. */
export function activationCodeOf(
  { confirmationCode }: Pick<DeskOrder, 'confirmationCode'>,
  { address, matchingId }: Pick<EntryPlace, 'address' | 'matchingId'>,
): string {
  return `1$${address}$${matchingId}${confirmationCode === undefined ? '' : '$$1'}`;
}

/** What the SM-DP+ has the Profiles of a plan in stock as. */
export function profileTypeOf({ profileType, profileName = usualProfileName }: Plan): string {
  return profileType ?? profileName;
}

/** Whose the Profiles of a plan are, and what their owner calls them. */
export function ownershipOf(plan: Plan, { requester }: { readonly requester: string }): Ownership {
  return { owner: requester, profileType: profileTypeOf(plan) };
}

export function iccidOf({ profile }: DrawnProfile): Iccid {
  return iccidFromBytes(decode(StoreMetadataRequest, profile.metadata).iccid);
}

/** Whether what is released can be downloaded at once. */
function isAtOnce(available: Availability | undefined, now: Instant): boolean {
  if (available === undefined || available === 'immediate') return true;
  return typeof available === 'object' && 'at' in available && available.at <= now;
}

/** What an order says that ES2+ has no words for: it lies with the Profile in stock. */
export function termsOf({
  expiresAt,
  expiresAfter,
  available,
  downloadAttempts,
  confirmationCodeAttempts,
  tacs,
  rebinding,
}: OrderTerms) {
  return {
    expiresAt,
    expiresAfter,
    available,
    downloadAttempts,
    confirmationCodeAttempts,
    tacs,
    rebinding,
  };
}
