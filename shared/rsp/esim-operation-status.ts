import type { StatusCodeData } from './refusals.ts';

/** Windows.Networking.NetworkOperators.ESimOperationStatus: each name stands at its number (windows.md §1). */
export const esimOperationStatuses = [
  'Success',
  'NotAuthorized',
  'NotFound',
  'PolicyViolation',
  'InsufficientSpaceOnCard',
  'ServerFailure',
  'ServerNotReachable',
  'TimeoutWaitingForUserConsent',
  'IncorrectConfirmationCode',
  'ConfirmationCodeMaxRetriesExceeded',
  'CardRemoved',
  'CardBusy',
  'Other',
  'CardGeneralFailure',
  'ConfirmationCodeMissing',
  'InvalidMatchingId',
  'NoEligibleProfileForThisDevice',
  'OperationAborted',
  'EidMismatch',
  'ProfileNotAvailableForNewBinding',
  'ProfileNotReleasedByOperator',
  'OperationProhibitedByProfileClass',
  'ProfileNotPresent',
  'NoCorrespondingRequest',
  'TimeoutWaitingForResponse',
  'IccidAlreadyExists',
  'ProfileProcessingError',
  'ServerNotTrusted',
  'ProfileDownloadMaxRetriesExceeded',
] as const;
export type ESimOperationStatusName = (typeof esimOperationStatuses)[number];

type Statuses<Key extends string | number> = Readonly<Record<Key, ESimOperationStatusName>>;

/** What a server may refuse with, subject/reason (SGP.22 §5.2.6; windows.md §3). */
export const statusesOfRefusals: Statuses<string> = {
  '8.8.1/3.8': 'ServerFailure',
  '8.8.3/3.1': 'ServerFailure',
  '8.8.2/3.1': 'ServerNotTrusted',
  '8.8.4/3.7': 'ServerNotTrusted',
  '8.11.1/3.9': 'ServerNotTrusted',
  '8.1.2/6.1': 'NotAuthorized',
  '8.1.2/6.3': 'NotAuthorized',
  '8.1.3/6.1': 'NotAuthorized',
  '8.1.3/6.3': 'NotAuthorized',
  '8.1/6.1': 'NotAuthorized',
  '8.2.6/3.8': 'InvalidMatchingId',
  '8.1.1/3.8': 'EidMismatch',
  '8.2/1.2': 'ProfileNotReleasedByOperator',
  '8.2/3.7': 'ProfileNotAvailableForNewBinding',
  '8.2.5/4.3': 'NoEligibleProfileForThisDevice',
  '8.1/4.8': 'InsufficientSpaceOnCard',
  '8.2.7/2.2': 'ConfirmationCodeMissing',
  '8.2.7/3.8': 'IncorrectConfirmationCode',
  '8.2.7/6.4': 'ConfirmationCodeMaxRetriesExceeded',
  '8.8.5/6.4': 'ProfileDownloadMaxRetriesExceeded',
  '8.8.5/4.10': 'ProfileNotPresent',
  '8.10.1/3.9': 'NoCorrespondingRequest',
  '8.8/3.10': 'ServerFailure',
  '8.9.5/3.9': 'NotFound',
};

/** AuthenticateServer's error codes (SGP.22 §5.7.13). */
export const statusesOfAuthenticateErrors: Statuses<number> = {
  1: 'ServerNotTrusted',
  2: 'ServerNotTrusted',
  3: 'ServerNotTrusted',
  4: 'NoCorrespondingRequest',
  5: 'ServerNotTrusted',
  6: 'NoCorrespondingRequest',
  7: 'ServerNotTrusted',
};

/** PrepareDownload's error codes (SGP.22 §5.7.5). */
export const statusesOfDownloadErrors: Statuses<number> = {
  1: 'NotAuthorized',
  2: 'NotAuthorized',
  3: 'NotAuthorized',
  4: 'NoCorrespondingRequest',
  5: 'NoCorrespondingRequest',
};

/** Error reasons of a ProfileInstallationResult (SGP.22 §5.7.6). */
export const statusesOfInstallErrors: Statuses<number> = {
  9: 'IccidAlreadyExists',
  10: 'InsufficientSpaceOnCard',
  11: 'CardGeneralFailure',
  15: 'PolicyViolation',
};

/** Results of enabling, disabling and deleting a Profile (SGP.22 §5.7.16 to §5.7.18). */
export const statusesOfProfileResults: Statuses<number> = {
  0: 'Success',
  1: 'ProfileNotPresent',
  2: 'Other',
  3: 'PolicyViolation',
  4: 'OperationProhibitedByProfileClass',
  5: 'CardBusy',
};

/** What can go wrong on the way to a server. */
export const statusesOfTransport = {
  dns: 'ServerNotReachable',
  connect: 'ServerNotReachable',
  tls: 'ServerNotReachable',
  reset: 'ServerNotReachable',
  timeout: 'TimeoutWaitingForResponse',
  status: 'ServerFailure',
  body: 'ServerFailure',
  untrusted: 'ServerNotTrusted',
} as const satisfies Statuses<string>;
export type TransportTrouble = keyof typeof statusesOfTransport;

/** What a person may answer in place of going on. */
export const statusesOfAnswers = {
  reject: 'OperationAborted',
  later: 'OperationAborted',
  timeout: 'TimeoutWaitingForUserConsent',
  noConfirmationCode: 'ConfirmationCodeMissing',
} as const satisfies Statuses<string>;

/** The number Windows has for a status. */
export const numberOfStatus = (name: ESimOperationStatusName): number => esimOperationStatuses.indexOf(name);

/** A pair that is not in the table is the server's failure. */
export const statusOfRefusal = ({ subjectCode, reasonCode }: StatusCodeData): ESimOperationStatusName =>
  statusesOfRefusals[`${subjectCode}/${reasonCode}`] ?? 'ServerFailure';

export const statusOfAuthenticateError = (code: number): ESimOperationStatusName =>
  statusesOfAuthenticateErrors[code] ?? 'CardGeneralFailure';

export const statusOfDownloadError = (code: number): ESimOperationStatusName =>
  statusesOfDownloadErrors[code] ?? 'CardGeneralFailure';

export const statusOfInstallError = (code: number): ESimOperationStatusName =>
  statusesOfInstallErrors[code] ?? 'ProfileProcessingError';

export const statusOfProfileResult = (code: number): ESimOperationStatusName =>
  statusesOfProfileResults[code] ?? 'CardGeneralFailure';

export const statusOfTransport = (trouble: TransportTrouble): ESimOperationStatusName =>
  statusesOfTransport[trouble];
