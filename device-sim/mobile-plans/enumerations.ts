/** The enumerations of the contract, letter for letter as a portal's page sees them (mobile-plans §3). */

const purchase = { new: 'New', existing: 'Existing', bailed: 'Bailed', none: 'None' } as const;

/** Members that are their own values. */
function named<Name extends string>(...names: readonly Name[]): { readonly [Member in Name]: Member } {
  return Object.fromEntries(names.map((name) => [name, name])) as { readonly [Member in Name]: Member };
}

/** Each by the name of its global object. */
export const enumerations = {
  MobilePlansUserAccount: purchase,
  MobilePlansPurchaseInstrument: purchase,
  MobilePlansLineType: purchase,
  MobilePlansMoDirectStatus: {
    complete: 'Complete',
    serviceError: 'ServiceError',
    invalidSIM: 'InvalidSIM',
    logOnFailed: 'LogOnFailed',
    purchaseFailed: 'PurchaseFailed',
    clientError: 'ClientError',
    billingError: 'BillingError',
    none: 'None',
    // In no table of the documentation, but in its example of a cancelled purchase.
    cancelled: 'Cancelled',
  },
  MobilePlansNetworkRegistrationState: named(
    'none',
    'deregistered',
    'searching',
    'home',
    'roaming',
    'partner',
    'denied',
  ),
  MobilePlansActivationError: named(
    'success',
    'notAuthorized',
    'notFound',
    'policyViolation',
    'insufficientSpaceOnCard',
    'serverFailure',
    'serverNotReachable',
    'timeoutWaitingForUserConsent',
    'incorrectConfirmationCode',
    'confirmationCodeMaxRetriesExceeded',
    'cardRemoved',
    'cardBusy',
    'other',
    'cardGeneralFailure',
    'confirmationCodeMissing',
    'invalidMatchingId',
    'noEligibleProfileForThisDevice',
    'operationAborted',
    'eidMismatch',
    'profileNotAvailableForNewBinding',
    'profileNotReleasedByOperator',
    'operationProhibitedByProfileClass',
    'profileNotPresent',
    'noCorrespondingRequest',
    'unknownError',
    'lpaInitializationError',
    'modemNotFound',
    'localSettingsAccessFailed',
    'invalidJson',
    'invalidActivationCode',
    'invalidIccid',
  ),
} as const;

/** `networkRegistrationState` of a registration callback. */
export type NetworkRegistrationState = keyof typeof enumerations.MobilePlansNetworkRegistrationState;

/** `activationResult` of an activation callback. */
export type ActivationError = keyof typeof enumerations.MobilePlansActivationError;
