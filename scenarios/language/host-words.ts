import type { ActivationError } from '#device-sim/mobile-plans/index';

const errors = {
  success: 0,
  notAuthorized: 0,
  notFound: 0,
  policyViolation: 0,
  insufficientSpaceOnCard: 0,
  serverFailure: 0,
  serverNotReachable: 0,
  timeoutWaitingForUserConsent: 0,
  incorrectConfirmationCode: 0,
  confirmationCodeMaxRetriesExceeded: 0,
  cardRemoved: 0,
  cardBusy: 0,
  other: 0,
  cardGeneralFailure: 0,
  confirmationCodeMissing: 0,
  invalidMatchingId: 0,
  noEligibleProfileForThisDevice: 0,
  operationAborted: 0,
  eidMismatch: 0,
  profileNotAvailableForNewBinding: 0,
  profileNotReleasedByOperator: 0,
  operationProhibitedByProfileClass: 0,
  profileNotPresent: 0,
  noCorrespondingRequest: 0,
  unknownError: 0,
  lpaInitializationError: 0,
  modemNotFound: 0,
  localSettingsAccessFailed: 0,
  invalidJson: 0,
  invalidActivationCode: 0,
  invalidIccid: 0,
} as const satisfies Record<ActivationError, 0>;

/** Every activationResult that a portal may be told. */
export const activationErrors = Object.keys(errors) as [ActivationError, ...ActivationError[]];
