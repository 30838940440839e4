import type { Decoded } from '#shared/asn1/index';
import {
  anything,
  captured,
  choice,
  context,
  integer,
  octets,
  optional,
  sequence,
  utf8,
} from '#shared/asn1/index';

import { CertificateTlv, Signature, SubjectKeyIdentifier, TransactionId, VersionType } from './common.ts';
import { EuiccInfo2 } from './euicc-info.ts';

/** SGP.22 §5.6.1. */
export const ServerSigned1 = sequence('ServerSigned1', {
  transactionId: context(0, TransactionId),
  euiccChallenge: context(1, octets({ exactly: 16 })),
  serverAddress: context(3, utf8), // [2] is not used by the specification
  serverChallenge: context(4, octets({ exactly: 16 })),
});
export type ServerSigned1 = Decoded<typeof ServerSigned1>;

/** SGP.22 §4.2: what the device can do; a member is the highest 3GPP release (or version) supported. */
export const DeviceCapabilities = sequence('DeviceCapabilities', {
  gsmSupportedRelease: optional(context(0, VersionType)),
  utranSupportedRelease: optional(context(1, VersionType)),
  cdma2000onexSupportedRelease: optional(context(2, VersionType)),
  cdma2000hrpdSupportedRelease: optional(context(3, VersionType)),
  cdma2000ehrpdSupportedRelease: optional(context(4, VersionType)),
  eutranEpcSupportedRelease: optional(context(5, VersionType)),
  contactlessSupportedRelease: optional(context(6, VersionType)),
  rspCrlSupportedVersion: optional(context(7, VersionType)),
  nrEpcSupportedRelease: optional(context(8, VersionType)),
  nr5gcSupportedRelease: optional(context(9, VersionType)),
  eutran5gcSupportedRelease: optional(context(10, VersionType)),
});
export type DeviceCapabilities = Decoded<typeof DeviceCapabilities>;

/** SGP.22 §4.2. */
export const DeviceInfo = sequence('DeviceInfo', {
  tac: context(0, octets({ exactly: 4 })),
  deviceCapabilities: context(1, DeviceCapabilities),
  imei: optional(context(2, octets({ exactly: 8 }))),
});
export type DeviceInfo = Decoded<typeof DeviceInfo>;

/** SGP.22 §5.7.13. */
export const CtxParamsForCommonAuthentication = sequence('CtxParamsForCommonAuthentication', {
  matchingId: optional(context(0, utf8)),
  deviceInfo: context(1, DeviceInfo),
});
export type CtxParamsForCommonAuthentication = Decoded<typeof CtxParamsForCommonAuthentication>;

/** SGP.22 §5.7.13; other contexts belong to other versions and are told apart, not guessed at. */
export const CtxParams1 = choice('CtxParams1', {
  ctxParamsForCommonAuthentication: context(0, CtxParamsForCommonAuthentication),
  other: anything,
});
export type CtxParams1 = Decoded<typeof CtxParams1>;

/** SGP.22 §5.7.13, `BF38` towards the eUICC. */
export const AuthenticateServerRequest = context(
  56,
  sequence('AuthenticateServerRequest', {
    serverSigned1: captured(ServerSigned1),
    serverSignature1: Signature,
    euiccCiPKIdToBeUsed: SubjectKeyIdentifier,
    serverCertificate: CertificateTlv,
    ctxParams1: captured(CtxParams1),
  }),
);
export type AuthenticateServerRequest = Decoded<typeof AuthenticateServerRequest>;

/** SGP.22 §5.7.13. */
export const EuiccSigned1 = sequence('EuiccSigned1', {
  transactionId: context(0, TransactionId),
  serverAddress: context(3, utf8),
  serverChallenge: context(4, octets({ exactly: 16 })),
  euiccInfo2: captured(EuiccInfo2),
  ctxParams1: captured(CtxParams1),
});
export type EuiccSigned1 = Decoded<typeof EuiccSigned1>;

/** SGP.22 §5.7.13. */
export const AuthenticateResponseOk = sequence('AuthenticateResponseOk', {
  euiccSigned1: captured(EuiccSigned1),
  euiccSignature1: Signature,
  euiccCertificate: CertificateTlv,
  eumCertificate: CertificateTlv,
});
export type AuthenticateResponseOk = Decoded<typeof AuthenticateResponseOk>;

/** SGP.22 §5.7.13. */
export const authenticateErrorCodes = {
  invalidCertificate: 1,
  invalidSignature: 2,
  unsupportedCurve: 3,
  noSessionContext: 4,
  invalidOid: 5,
  euiccChallengeMismatch: 6,
  ciPKUnknown: 7,
  undefinedError: 127,
} as const;

/** SGP.22 §5.7.13, `BF38` from the eUICC. */
export const AuthenticateServerResponse = context(
  56,
  choice('AuthenticateServerResponse', {
    authenticateResponseOk: context(0, AuthenticateResponseOk),
    authenticateResponseError: context(
      1,
      sequence('AuthenticateResponseError', {
        transactionId: context(0, TransactionId),
        authenticateErrorCode: integer,
      }),
    ),
  }),
);
export type AuthenticateServerResponse = Decoded<typeof AuthenticateServerResponse>;
