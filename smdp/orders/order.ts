import type { Bytes } from '#shared/bytes/bytes';
import type { SessionKeys } from '#shared/crypto/bsp';
import type { Curve } from '#shared/crypto/curve';
import type { Eid } from '#shared/identifiers/eid';
import type { Iccid } from '#shared/identifiers/iccid';
import type { Tac } from '#shared/identifiers/imei';
import type { Instant, Span } from '#shared/runtime/span';

import type { Availability } from './availability.ts';
import type { ProfileState } from './profile-states.ts';
import { mayBecome } from './profile-states.ts';

/** A Profile to give out. */
export interface ProfileStock {
  /** The unprotected profile package. */
  readonly upp: Bytes;
  /** StoreMetadataRequest, the whole `BF25`. */
  readonly metadata: Bytes;
}

/**
 * What a package for one one-time key of an eUICC is made of, kept for a retry (SGP.22 §3.1.3.2): the same octets come
 * out again.
 */
export interface Binding {
  readonly curve: Curve;
  readonly euiccOtpk: Bytes;
  /** otPK.DP.ECKA, which InitialiseSecureChannel carries again. */
  readonly smdpOtpk: Bytes;
  /** otSK.DP.ECKA, 32 octets. */
  readonly smdpOtsk: Bytes;
  readonly hostId: Bytes;
  /** The `BF25` inside, as the user was shown it. */
  readonly metadata: Bytes;
  /** Keys of the profile segments' own (PPK), if they have any. */
  readonly profileKeys: SessionKeys | undefined;
}

/** One Bound Profile Package that was handed out. */
export interface Delivery {
  readonly transactionId: Bytes;
  readonly at: Instant;
  readonly eid: Eid;
  /** CERT.EUICC of the session, DER: the result is verified with it. */
  readonly euiccCertificate: Bytes;
  readonly smdpOid: string;
  /** `success`, an error of the eUICC, or undefined as long as nothing was heard. */
  readonly result: string | undefined;
}

/** Whose a Profile is. */
export interface Ownership {
  /** functionRequesterIdentifier of the operator, an OID's text. */
  readonly owner: string;
  /** What the operator calls Profiles of this kind. */
  readonly profileType: string;
}

/** A Profile with its Download Order, if it has one. A change makes a new value. */
export interface Order {
  /** Given by the store, from 1. */
  readonly id: number;
  readonly iccid: Iccid;
  /** Undefined for an order that was placed in this process for nobody: no operator knows of it. */
  readonly ownership: Ownership | undefined;
  /** How often the Profile was ordered: a session for one order gets nothing of a later one. */
  readonly ordered: number;
  /** Empty where the order is found by EID alone, or is not confirmed yet. */
  readonly matchingId: string;
  /** The EID it was ordered for, if one was given. */
  readonly eid: Eid | undefined;
  readonly state: ProfileState;
  /** SHA-256 of the Confirmation Code. */
  readonly hashedConfirmationCode: Bytes | undefined;
  readonly attempts: { readonly download: number; readonly confirmationCode: number };
  readonly limits: { readonly download: number; readonly confirmationCode: number };
  readonly expiresAt: Instant | undefined;
  /** How long after it is ordered each order of the Profile expires. */
  readonly expiresAfter: Span | undefined;
  /** When an order of the Profile may be downloaded, once it is confirmed. */
  readonly available: Availability;
  /** Undefined in stock. */
  readonly orderedAt: Instant | undefined;
  /** When the server releases the Profile by itself: Confirmed, and not for releaseProfile alone. */
  readonly releasesAt: Instant | undefined;
  /** Device types it is for; empty means any. */
  readonly tacs: readonly Tac[];
  readonly rebinding: 'reuse' | 'rebind' | 'refuse';
  readonly profile: ProfileStock;
  readonly binding: Binding | undefined;
  readonly deliveries: readonly Delivery[];
  readonly history: readonly { readonly at: Instant; readonly state: ProfileState; readonly why: string }[];
}

/** An order that has not been put into a store yet. */
export type NewOrder = Omit<Order, 'id'>;

/** The order with its Profile in another state; what was to release it is over. */
export function moved(order: Order, state: ProfileState, why: string, at: Instant): Order {
  if (!mayBecome(order.state, state)) throw new Error(`a Profile that is ${order.state} cannot be ${state}`);
  return { ...order, state, releasesAt: undefined, history: [...order.history, { at, state, why }] };
}

/** The order with its Profile in Error, unless it is past that. */
export function terminated(order: Order, why: string, at: Instant): Order {
  return mayBecome(order.state, 'Error') ? moved(order, 'Error', why, at) : order;
}

/** The EID that the Profile is for: the one ordered, or the one it was first delivered to (es2plus.md §3). */
export function eidOf(order: Order): Eid | undefined {
  return order.eid ?? order.deliveries[0]?.eid;
}

export function hasExpired({ expiresAt }: Order, now: Instant): boolean {
  return expiresAt !== undefined && expiresAt <= now;
}
