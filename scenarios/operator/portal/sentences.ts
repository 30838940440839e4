/** How a download can end, in the words of Windows (windows.md §2), each with a sentence for people. */
export const sentences: Readonly<Record<string, string>> = {
  notAuthorized: 'The download server did not accept this device.',
  notFound: 'The download server could not find your eSIM.',
  policyViolation: 'A policy of this device forbids adding the eSIM.',
  insufficientSpaceOnCard:
    'There is no room left for another eSIM. Remove one in the settings, then try again.',
  serverFailure: 'The download server had a problem.',
  serverNotReachable: 'The download server could not be reached. Check that you are online, then try again.',
  timeoutWaitingForUserConsent: 'The question whether to add the eSIM was not answered in time.',
  incorrectConfirmationCode: 'The confirmation code was not right.',
  confirmationCodeMaxRetriesExceeded: 'A wrong confirmation code was entered too often.',
  cardRemoved: 'The eSIM was removed while it was being set up.',
  cardBusy: 'The eSIM is busy with something else. Wait a moment, then try again.',
  other: 'Something unexpected went wrong on this device.',
  cardGeneralFailure: 'The eSIM of this device could not install the profile.',
  confirmationCodeMissing: 'A confirmation code was expected and none was given.',
  invalidMatchingId: 'The download server does not know the activation code.',
  noEligibleProfileForThisDevice: 'There is no profile that suits this device.',
  operationAborted: 'The download was stopped before it was complete.',
  eidMismatch: 'The plan was bought for another device.',
  profileNotAvailableForNewBinding: 'The eSIM has already been downloaded once.',
  profileNotReleasedByOperator: 'Your eSIM is not ready yet. Wait a moment, then try again.',
  operationProhibitedByProfileClass: 'This device does not allow profiles of this kind.',
  profileNotPresent: 'The eSIM is no longer waiting at the download server.',
  noCorrespondingRequest: 'The download server lost track of the download.',
  unknownError: 'Something unexpected went wrong.',
  lpaInitializationError: 'Windows could not start its eSIM service.',
  modemNotFound: 'No cellular modem was found in this device.',
  localSettingsAccessFailed: 'Windows could not read its own settings.',
  invalidJson: 'The device could not read what this page handed over.',
  invalidActivationCode: 'The device did not accept the activation code.',
  invalidIccid: 'The device did not accept the number of the eSIM.',
  timeoutWaitingForResponse: 'The download server took too long to answer.',
  iccidAlreadyExists: 'This eSIM is already on the device.',
  profileProcessingError: 'The eSIM of this device could not install the profile.',
  serverNotTrusted: 'The download server could not prove who it is.',
  profileDownloadMaxRetriesExceeded: 'The download has failed too often.',
};

const unknown = 'Something unexpected went wrong.';

/** The sentence for a result, spelt `serverNotReachable` as the callback has it or `ServerNotReachable` as the header has it. */
export function sentenceFor(result: string): string {
  const name = result.charAt(0).toLowerCase() + result.slice(1);
  return Object.hasOwn(sentences, name) ? (sentences[name] ?? unknown) : unknown;
}

/** What each registration state means for the customer; `connected` where data flows. */
export const registrations: Readonly<Record<string, { readonly says: string; readonly connected: boolean }>> =
  {
    none: { says: 'Waiting for the modem to start', connected: false },
    deregistered: { says: 'Not connected yet', connected: false },
    searching: { says: 'Searching for a network', connected: false },
    home: { says: 'On the home network', connected: true },
    roaming: { says: 'Connected while roaming', connected: true },
    partner: { says: 'Connected through a partner network', connected: true },
    denied: { says: 'The network refused this device', connected: false },
  };

/** Whether data flows in a registration state: at home, roaming or with a partner. */
export function isConnected(registration: string): boolean {
  return Object.hasOwn(registrations, registration) && registrations[registration]?.connected === true;
}
