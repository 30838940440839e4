import type { Decoded } from '#shared/asn1/index';
import { boolean, captured, choice, context, integer, octets, optional, sequence } from '#shared/asn1/index';

import { CertificateTlv, OneTimePublicKey, Signature, TransactionId } from './common.ts';

/** SGP.22 §5.6.3. */
export const SmdpSigned2 = sequence('SmdpSigned2', {
  transactionId: context(0, TransactionId),
  ccRequiredFlag: boolean,
  bppEuiccOtpk: optional(OneTimePublicKey),
});
export type SmdpSigned2 = Decoded<typeof SmdpSigned2>;

/** SGP.22 §5.7.5, `BF21` towards the eUICC. */
export const PrepareDownloadRequest = context(
  33,
  sequence('PrepareDownloadRequest', {
    smdpSigned2: captured(SmdpSigned2),
    smdpSignature2: Signature,
    hashCc: optional(octets({ exactly: 32 })),
    smdpCertificate: CertificateTlv,
  }),
);
export type PrepareDownloadRequest = Decoded<typeof PrepareDownloadRequest>;

/** SGP.22 §5.7.5. */
export const EuiccSigned2 = sequence('EUICCSigned2', {
  transactionId: context(0, TransactionId),
  euiccOtpk: OneTimePublicKey,
  hashCc: optional(octets({ exactly: 32 })),
});
export type EuiccSigned2 = Decoded<typeof EuiccSigned2>;

/** SGP.22 §5.7.5. */
export const downloadErrorCodes = {
  invalidCertificate: 1,
  invalidSignature: 2,
  unsupportedCurve: 3,
  noSessionContext: 4,
  invalidTransactionId: 5,
  undefinedError: 127,
} as const;

/** SGP.22 §5.7.5. */
export const PrepareDownloadResponseOk = sequence('PrepareDownloadResponseOk', {
  euiccSigned2: captured(EuiccSigned2),
  euiccSignature2: Signature,
});

/** SGP.22 §5.7.5, `BF21` from the eUICC. */
export const PrepareDownloadResponse = context(
  33,
  choice('PrepareDownloadResponse', {
    downloadResponseOk: context(0, PrepareDownloadResponseOk),
    downloadResponseError: context(
      1,
      sequence('PrepareDownloadResponseError', {
        transactionId: context(0, TransactionId),
        downloadErrorCode: integer,
      }),
    ),
  }),
);
export type PrepareDownloadResponse = Decoded<typeof PrepareDownloadResponse>;
