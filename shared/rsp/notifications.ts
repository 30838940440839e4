import type { Decoded } from '#shared/asn1/index';
import {
  captured,
  choice,
  context,
  integer,
  integerOf,
  octets,
  oid,
  optional,
  sequence,
  sequenceOf,
  utf8,
} from '#shared/asn1/index';

import { CertificateTlv, Iccid, IsdpAid, NotificationEvent, Signature, TransactionId } from './common.ts';

/** SGP.22 §4.1a.1, `BF2F`: exactly one event. */
export const NotificationMetadata = context(
  47,
  sequence('NotificationMetadata', {
    seqNumber: context(0, integerOf({ min: 0 })),
    profileManagementOperation: context(1, NotificationEvent),
    notificationAddress: utf8,
    iccid: optional(Iccid),
  }),
);
export type NotificationMetadata = Decoded<typeof NotificationMetadata>;

/** SGP.22 §5.7.6: the command of the Bound Profile Package that failed. */
export const bppCommandIds = {
  initialiseSecureChannel: 0,
  configureISDP: 1,
  storeMetadata: 2,
  storeMetadata2: 3,
  replaceSessionKeys: 4,
  loadProfileElements: 5,
} as const;
export type BppCommand = keyof typeof bppCommandIds;

/** SGP.22 §5.7.6. */
export const installErrors = {
  incorrectInputValues: 1,
  invalidSignature: 2,
  invalidTransactionId: 3,
  unsupportedCrtValues: 4,
  unsupportedRemoteOperationType: 5,
  unsupportedProfileClass: 6,
  scp03tStructureError: 7,
  scp03tSecurityError: 8,
  installFailedDueToIccidAlreadyExistsOnEuicc: 9,
  installFailedDueToInsufficientMemoryForProfile: 10,
  installFailedDueToInterruption: 11,
  installFailedDueToPEProcessingError: 12,
  installFailedDueToDataMismatch: 13,
  testProfileInstallFailedDueToInvalidNaaKey: 14,
  pprNotAllowed: 15,
  installFailedDueToUnknownError: 127,
} as const;
export type InstallError = keyof typeof installErrors;

/** The name of an error reason; an unknown number is installFailedDueToUnknownError. */
export function installErrorOf(code: number): InstallError {
  for (const [name, known] of Object.entries(installErrors)) {
    if (known === code) return name as InstallError;
  }
  return 'installFailedDueToUnknownError';
}

const SuccessResult = sequence('SuccessResult', { aid: IsdpAid, simaResponse: octets() });

const ErrorResult = sequence('ErrorResult', {
  bppCommandId: context(0, integer),
  errorReason: context(1, integer),
  simaResponse: optional(context(2, octets())),
});

/** SGP.22 §5.7.6, `BF27`. */
export const ProfileInstallationResultData = context(
  39,
  sequence('ProfileInstallationResultData', {
    transactionId: context(0, TransactionId),
    notificationMetadata: NotificationMetadata,
    smdpOid: oid,
    finalResult: context(
      2,
      choice('FinalResult', {
        successResult: context(0, SuccessResult),
        errorResult: context(1, ErrorResult),
      }),
    ),
  }),
);
export type ProfileInstallationResultData = Decoded<typeof ProfileInstallationResultData>;

/** SGP.22 §5.7.6, `BF37`. */
export const ProfileInstallationResult = context(
  55,
  sequence('ProfileInstallationResult', {
    profileInstallationResultData: captured(ProfileInstallationResultData),
    euiccSignPIR: Signature,
  }),
);
export type ProfileInstallationResult = Decoded<typeof ProfileInstallationResult>;

/** SGP.22 §4.1a.2. */
export const OtherSignedNotification = sequence('OtherSignedNotification', {
  tbsOtherNotification: captured(NotificationMetadata),
  euiccNotificationSignature: Signature,
  euiccCertificate: CertificateTlv,
  eumCertificate: CertificateTlv,
});
export type OtherSignedNotification = Decoded<typeof OtherSignedNotification>;

/** SGP.22 §5.7.10. */
export const PendingNotification = choice('PendingNotification', {
  profileInstallationResult: ProfileInstallationResult,
  otherSignedNotification: OtherSignedNotification,
});
export type PendingNotification = Decoded<typeof PendingNotification>;

/** The metadata of either kind of notification. */
export function metadataOf(notification: PendingNotification): NotificationMetadata {
  if (notification.otherSignedNotification !== undefined) {
    return notification.otherSignedNotification.tbsOtherNotification.value;
  }
  return notification.profileInstallationResult.profileInstallationResultData.value.notificationMetadata;
}

/** SGP.22 §5.7.9, `BF28`. */
export const ListNotificationRequest = context(
  40,
  sequence('ListNotificationRequest', {
    profileManagementOperation: optional(context(1, NotificationEvent)),
  }),
);

/** SGP.22 §5.7.9, `BF28`. */
export const ListNotificationResponse = context(
  40,
  choice('ListNotificationResponse', {
    notificationMetadataList: context(0, sequenceOf(NotificationMetadata)),
    listNotificationsResultError: context(1, integer),
  }),
);

/** SGP.22 §5.7.10, `BF2B`. */
export const RetrieveNotificationsListRequest = context(
  43,
  sequence('RetrieveNotificationsListRequest', {
    searchCriteria: optional(
      context(
        0,
        choice('SearchCriteria', {
          seqNumber: context(0, integer),
          profileManagementOperation: context(1, NotificationEvent),
        }),
      ),
    ),
  }),
);

/** SGP.22 §5.7.10, `BF2B`; 1 is noResultAvailable. */
export const RetrieveNotificationsListResponse = context(
  43,
  choice('RetrieveNotificationsListResponse', {
    notificationList: context(0, sequenceOf(captured(PendingNotification))),
    notificationsListResultError: context(1, integer),
  }),
);

/** SGP.22 §5.7.11, `BF30`. */
export const NotificationSentRequest = context(
  48,
  sequence('NotificationSentRequest', { seqNumber: context(0, integer) }),
);

/** SGP.22 §5.7.11, `BF30`: 0 ok, 1 nothingToDelete, 127. */
export const NotificationSentResponse = context(
  48,
  sequence('NotificationSentResponse', { deleteNotificationStatus: context(0, integer) }),
);
