import { sameBytes } from '#shared/bytes/bytes';
import { hashCcOfHashed } from '#shared/crypto/digest';
import { expectPoint } from '#shared/crypto/keys';
import type { Decoded } from '#shared/asn1/index';
import type { PrepareDownloadResponseOk } from '#shared/rsp/prepare-download';
import { Refusal } from '#shared/rsp/refusals';
import type { Instant } from '#shared/runtime/span';

import { CostlyRefusal } from '../orders/costly-refusal.ts';
import { reusableFor, reusableWith } from '../orders/delivery.ts';
import type { Binding, Order } from '../orders/order.ts';
import { eidOf, terminated } from '../orders/order.ts';
import { readinessOf } from '../orders/profile-states.ts';
import type { Authenticated } from '../sessions/session.ts';
import type { Check } from './check.ts';
import { expectSameTransaction } from './euicc-checks.ts';
import { orderHasNotExpired } from './order-checks.ts';
import { isEuiccSignature2 } from './signed-by-euicc.ts';

/** What an eUICC answers to PrepareDownload, and the session it is for. */
export interface Prepared {
  readonly session: Authenticated;
  readonly response: Decoded<typeof PrepareDownloadResponseOk>;
}

/** "Verify the euiccSignature2" (SGP.22 §5.6.2). */
export const preparedByTheEuicc: Check<Prepared> = ({ session, response }) => {
  const { euiccCertificate, smdpSignature2 } = session;
  const { euiccSigned2, euiccSignature2 } = response;
  if (!isEuiccSignature2(euiccCertificate, euiccSigned2, smdpSignature2, euiccSignature2)) {
    throw new Refusal('euiccSignatureInvalid', 'euiccSignature2');
  }
};

/** "Verify that the transactionId is the same" (SGP.22 §5.6.2). */
export const preparedForThisSession: Check<Prepared> = ({ session, response }) => {
  expectSameTransaction(response.euiccSigned2.value.transactionId, session.transactionId);
};

/** A one-time key has to be on the curve of CERT.DPpb, else there is nothing to agree on. */
export const oneTimeKeyIsOnTheCurve: Check<Prepared> = ({ session, response }) => {
  const { curve } = session.identity.dpPb.key;
  try {
    expectPoint(curve, response.euiccSigned2.value.euiccOtpk);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new Refusal('formatInvalid', `euiccOtpk: ${cause.message}`, { cause });
  }
};

/** The checks of SGP.22 §5.6.2 that are about the message, in order. */
export const messageChecks = [preparedByTheEuicc, preparedForThisSession, oneTimeKeyIsOnTheCurve] as const;

/** The same, and the order that a package is to be bound from. */
export interface Bindable extends Prepared {
  readonly order: Order;
  readonly now: Instant;
}

/** What another eUICC has got meanwhile cannot be bound, and its Confirmation Code is not this one's to try. */
export const noOtherEuiccWasQuicker: Check<Bindable> = ({ session, order }) => {
  const expected = eidOf(order);
  if (expected !== undefined && expected !== session.eid)
    throw new Refusal('bppRebindingRefused', `bound to ${expected}`);
};

/** "If a Confirmation Code is required, verify that hashCc is there" (SGP.22 §5.6.2). */
export const confirmationCodeIsThere: Check<Bindable> = ({ order, response }) => {
  if (order.hashedConfirmationCode !== undefined && response.euiccSigned2.value.hashCc === undefined) {
    throw new Refusal('confirmationCodeMissing');
  }
};

/** "Verify that the number of Confirmation Code attempts is not exceeded" (SGP.22 §5.6.2). */
export const confirmationCodeAttemptsAreLeft: Check<Bindable> = ({ order, now }) => {
  const { attempts, limits } = order;
  if (order.hashedConfirmationCode === undefined || attempts.confirmationCode < limits.confirmationCode)
    return;
  const why = `${attempts.confirmationCode} wrong Confirmation Codes`;
  throw new CostlyRefusal('confirmationCodeRetriesExceeded', why, terminated(order, why, now));
};

/** "Verify the hashCc"; a wrong one is counted, and the last one ends the order (SGP.22 §5.6.2). */
export const confirmationCodeIsRight: Check<Bindable> = ({ session, order, response, now }) => {
  const { hashedConfirmationCode: hashed, attempts, limits } = order;
  const { hashCc } = response.euiccSigned2.value;
  if (hashed === undefined || hashCc === undefined) return;
  if (sameBytes(hashCc, hashCcOfHashed(hashed, session.transactionId))) return;
  const wrong = attempts.confirmationCode + 1;
  const counted = { ...order, attempts: { ...attempts, confirmationCode: wrong } };
  const why = `${wrong} wrong Confirmation Codes`;
  if (wrong < limits.confirmationCode) throw new CostlyRefusal('confirmationCodeRefused', why, counted);
  throw new CostlyRefusal('confirmationCodeRetriesExceeded', why, terminated(counted, why, now));
};

/** What nobody gets any more cannot be bound. */
export const profileIsStillThere: Check<Bindable> = ({ order: { state } }) => {
  if (readinessOf(state) !== 'ready') throw new Refusal('bppRebindingRefused', state);
};

/** A session gets nothing of an order that came after its own was cancelled, and tries no code of it. */
export const orderIsThatOfTheSession: Check<Bindable> = ({ session, order }) => {
  if (order.ordered !== session.ordered) throw new Refusal('bppRebindingRefused', 'the order was cancelled');
};

/** "If bound to another otPK.EUICC, verify that it may be bound again" (SGP.22 §5.6.2). */
export const rebindingIsAllowed: Check<Bindable> = (bindable) => {
  const { binding, rebinding } = bindable.order;
  if (rebinding === 'refuse' && binding !== undefined && boundBefore(bindable) === undefined) {
    throw new Refusal('bppRebindingRefused', 'another otPK.EUICC');
  }
};

/** The checks of SGP.22 §5.6.2 that are about the order, in order. */
export const bindingChecks = [
  orderIsThatOfTheSession,
  noOtherEuiccWasQuicker,
  confirmationCodeIsThere,
  confirmationCodeAttemptsAreLeft,
  confirmationCodeIsRight,
  orderHasNotExpired,
  profileIsStillThere,
  rebindingIsAllowed,
] as const;

/** The package bound before that can be handed out again. */
export function boundBefore({ session, order, response }: Bindable): Binding | undefined {
  const { euiccOtpk } = response.euiccSigned2.value;
  const { metadata, identity } = session;
  return reusableWith(reusableFor(order, identity.dpPb.key.curve), { euiccOtpk, metadata });
}
