import { decode } from '#shared/asn1/index';
import { hashedConfirmationCode } from '#shared/crypto/digest';
import { parseEid } from '#shared/identifiers/eid';
import { iccidFromBytes } from '#shared/identifiers/iccid';
import type { Tac } from '#shared/identifiers/imei';
import { StoreMetadataRequest } from '#shared/rsp/store-metadata';
import type { Instant } from '#shared/runtime/span';

import type { SmdpSettings } from '../settings.ts';
import type { NewOrder, Order, Ownership, ProfileStock } from './order.ts';
import type { ProfileState } from './profile-states.ts';

/** The terms of an order; what is left out is as the settings have it. */
export interface OrderTerms {
  /** Digits; only this eUICC gets the Profile. */
  readonly eid?: string | undefined;
  readonly confirmationCode?: string | undefined;
  readonly expiresAt?: Instant | undefined;
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
  /** Available: into stock, nobody ordered it. */
  readonly state: ProfileState;
}

/** What is kept of it. @throws TypeError when the EID or the ICCID has another shape; DecodeError when the metadata do not parse */
export function newOrder(entering: Entering, settings: SmdpSettings, at: Instant): NewOrder {
  const { profile, ownership, matchingId, state, eid, confirmationCode } = entering;
  return {
    iccid: iccidFromBytes(decode(StoreMetadataRequest, profile.metadata).iccid),
    ownership,
    ordered: state === 'Available' ? 0 : 1,
    matchingId,
    eid: eid === undefined ? undefined : parseEid(eid),
    state,
    hashedConfirmationCode:
      confirmationCode === undefined ? undefined : hashedConfirmationCode(confirmationCode),
    attempts: { download: 0, confirmationCode: 0 },
    limits: {
      download: entering.downloadAttempts ?? settings.downloadAttempts,
      confirmationCode: entering.confirmationCodeAttempts ?? settings.confirmationCodeAttempts,
    },
    expiresAt: entering.expiresAt,
    tacs: entering.tacs ?? [],
    rebinding: entering.rebinding ?? settings.rebinding,
    profile: { upp: profile.upp, metadata: profile.metadata },
    binding: undefined,
    deliveries: [],
    history: [{ at, state, why: state === 'Available' ? 'put into stock' : 'ordered' }],
  };
}
