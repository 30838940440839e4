import type { Decoded } from '#shared/asn1/index';
import { captured, choice, context, integer, oid, sequence } from '#shared/asn1/index';

import { Signature, TransactionId } from './common.ts';

/** SGP.22 §5.7.14. */
export const cancelSessionReasons = {
  endUserRejection: 0,
  postponed: 1,
  timeout: 2,
  pprNotAllowed: 3,
  metadataMismatch: 4,
  loadBppExecutionError: 5,
  undefinedReason: 127,
} as const;
export type CancelSessionReason = keyof typeof cancelSessionReasons;

/** The name of a reason; an unknown number is undefinedReason. */
export function cancelSessionReasonOf(code: number): CancelSessionReason {
  for (const [name, known] of Object.entries(cancelSessionReasons)) {
    if (known === code) return name as CancelSessionReason;
  }
  return 'undefinedReason';
}

/** SGP.22 §5.7.14, `BF41` towards the eUICC. */
export const CancelSessionRequest = context(
  65,
  sequence('CancelSessionRequest', { transactionId: context(0, TransactionId), reason: context(1, integer) }),
);
export type CancelSessionRequest = Decoded<typeof CancelSessionRequest>;

/** SGP.22 §5.7.14. */
export const EuiccCancelSessionSigned = sequence('EuiccCancelSessionSigned', {
  transactionId: context(0, TransactionId),
  smdpOid: context(1, oid),
  reason: context(2, integer),
});

/** SGP.22 §5.7.14, `BF41` from the eUICC; the error is 5 (invalidTransactionId) or 127. */
export const CancelSessionResponse = context(
  65,
  choice('CancelSessionResponse', {
    cancelSessionResponseOk: context(
      0,
      sequence('CancelSessionResponseOk', {
        euiccCancelSessionSigned: captured(EuiccCancelSessionSigned),
        euiccCancelSessionSignature: Signature,
      }),
    ),
    cancelSessionResponseError: context(1, integer),
  }),
);
export type CancelSessionResponse = Decoded<typeof CancelSessionResponse>;
