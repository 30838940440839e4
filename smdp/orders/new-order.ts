import { decode } from '#shared/asn1/index';
import { hashedConfirmationCode } from '#shared/crypto/digest';
import { parseEid } from '#shared/identifiers/eid';
import { iccidFromBytes } from '#shared/identifiers/iccid';
import type { Tac } from '#shared/identifiers/imei';
import { StoreMetadataRequest } from '#shared/rsp/store-metadata';
import type { Instant, Span } from '#shared/runtime/span';
import { after } from '#shared/runtime/span';

import type { SmdpSettings } from '../settings.ts';
import type { Availability } from './availability.ts';
import { momentOfRelease } from './availability.ts';
import type { NewOrder, Order, Ownership, ProfileStock } from './order.ts';
import type { ProfileState } from './profile-states.ts';

/** The terms of an order; what is left out is as the settings have it. */
export interface OrderTerms {
  /** Digits; only this eUICC gets the Profile. */
  readonly eid?: string | undefined;
  readonly confirmationCode?: string | undefined;
  /** The order is refused from then on (8.8.5/4.10). */
  readonly expiresAt?: Instant | undefined;
  /** The same, counted from the order; one of the two at most. */
  readonly expiresAfter?: Span | undefined;
  /** When a confirmed order may be downloaded; at once when left out. */
  readonly available?: Availability | undefined;
  readonly downloadAttempts?: number | undefined;
  readonly confirmationCodeAttempts?: number | undefined;
  /** Device types it is for; any when left out. */
  readonly tacs?: readonly Tac[] | undefined;
  readonly rebinding?: Order['rebinding'] | undefined;
}

/** A Profile as it comes to an SM-DP+. */
export interface Entering extends OrderTerms {
  readonly profile: ProfileStock;
  readonly ownership?: Ownership | undefined;
  readonly matchingId: string;
  /** Available: into stock, nobody ordered it. Released: as soon as it is available. Confirmed: by `release` alone. */
  readonly state: 'Available' | 'Confirmed' | 'Released';
}

/** What is kept of it. @throws TypeError when the EID or the ICCID has another shape; DecodeError when the metadata do not parse */
export function newOrder(entering: Entering, settings: SmdpSettings, at: Instant): NewOrder {
  const { profile, ownership, matchingId, eid, confirmationCode } = entering;
  const release = releaseOf(entering, at);
  const { state } = release;
  return {
    iccid: iccidFromBytes(decode(StoreMetadataRequest, profile.metadata).iccid),
    ownership,
    ordered: state === 'Available' ? 0 : 1,
    matchingId,
    eid: eid === undefined ? undefined : parseEid(eid),
    hashedConfirmationCode:
      confirmationCode === undefined ? undefined : hashedConfirmationCode(confirmationCode),
    attempts: { download: 0, confirmationCode: 0 },
    limits: {
      download: entering.downloadAttempts ?? settings.downloadAttempts,
      confirmationCode: entering.confirmationCodeAttempts ?? settings.confirmationCodeAttempts,
    },
    ...expiryOf(entering, at),
    ...release,
    tacs: entering.tacs ?? [],
    rebinding: entering.rebinding ?? settings.rebinding,
    profile: { upp: profile.upp, metadata: profile.metadata },
    binding: undefined,
    deliveries: [],
    history: [{ at, state, why: state === 'Available' ? 'put into stock' : 'ordered' }],
  };
}

/** @throws TypeError when an end is given twice */
function expiryOf({ state, expiresAt, expiresAfter }: Entering, at: Instant) {
  if (expiresAt !== undefined && expiresAfter !== undefined)
    throw new TypeError('an order expires at a moment or after a while: give expiresAt or expiresAfter');
  if (expiresAfter === undefined || state === 'Available') return { expiresAt, expiresAfter };
  return { expiresAt: after(at, expiresAfter), expiresAfter };
}

/** What is placed as Released, and is not available yet, is Confirmed until then. */
function releaseOf({ state, available = 'immediate' }: Entering, at: Instant) {
  if (state === 'Available') return { state, available, orderedAt: undefined, releasesAt: undefined };
  const moment = state === 'Released' ? momentOfRelease(available, { ordered: at, now: at }) : undefined;
  const isNow = moment !== undefined && moment <= at;
  const now: ProfileState = isNow ? 'Released' : 'Confirmed';
  return { state: now, available, orderedAt: at, releasesAt: isNow ? undefined : moment };
}
