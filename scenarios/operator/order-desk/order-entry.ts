import { decode } from '#shared/asn1/index';
import type { Iccid } from '#shared/identifiers/iccid';
import { iccidFromBytes } from '#shared/identifiers/iccid';
import { StoreMetadataRequest } from '#shared/rsp/store-metadata';

import type { KeptOrder } from '../store/operator-store.ts';
import type { DeskOrder, Plan } from './plan.ts';
import { usualProfileName } from './plan.ts';
import type { DrawnProfile } from './profile-source.ts';

/** Where an order is placed. */
export interface EntryPlace {
  readonly matchingId: string;
  /** The address of the SM-DP+. */
  readonly address: string;
  readonly hasNetwork: boolean;
}

/** An order as it stands in the book once it is placed. */
export function entryOf(wanted: DeskOrder, drawn: DrawnProfile, place: EntryPlace): KeptOrder {
  const { eid, released = true, provision = true } = wanted;
  const { subscriber } = drawn;
  const record = {
    iccid: iccidOf(drawn),
    matchingId: place.matchingId,
    activationCode: activationCodeOf(wanted, place),
    profileType: profileTypeOf(wanted),
    ...(eid === undefined ? {} : { eid }),
    state: released ? 'Released' : 'Confirmed',
    progress: [],
    provisioned: provision && subscriber !== undefined && place.hasNetwork,
  } as const;
  return { record, subscriber };
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

export function iccidOf({ profile }: DrawnProfile): Iccid {
  return iccidFromBytes(decode(StoreMetadataRequest, profile.metadata).iccid);
}
