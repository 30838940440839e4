import { describe, expect, it } from 'vitest';

import { Bench } from './bench.ts';

/** Typed from the digest of the contract, mobile-plans §3. */
const account = { new: 'New', existing: 'Existing', bailed: 'Bailed', none: 'None' };
const status = {
  complete: 'Complete',
  serviceError: 'ServiceError',
  invalidSIM: 'InvalidSIM',
  logOnFailed: 'LogOnFailed',
  purchaseFailed: 'PurchaseFailed',
  clientError: 'ClientError',
  billingError: 'BillingError',
  none: 'None',
  cancelled: 'Cancelled',
};
const states = 'none, deregistered, searching, home, roaming, partner, denied';
const errors = `success, notAuthorized, notFound, policyViolation, insufficientSpaceOnCard,
  serverFailure, serverNotReachable, timeoutWaitingForUserConsent, incorrectConfirmationCode,
  confirmationCodeMaxRetriesExceeded, cardRemoved, cardBusy, other, cardGeneralFailure, confirmationCodeMissing,
  invalidMatchingId, noEligibleProfileForThisDevice, operationAborted, eidMismatch, profileNotAvailableForNewBinding,
  profileNotReleasedByOperator, operationProhibitedByProfileClass, profileNotPresent, noCorrespondingRequest,
  unknownError, lpaInitializationError, modemNotFound, localSettingsAccessFailed, invalidJson, invalidActivationCode,
  invalidIccid`;

const selfNamed = (names: string): Record<string, string> =>
  Object.fromEntries(names.split(',').map((name) => [name.trim(), name.trim()]));

describe('the enumerations of a portal page', () => {
  it.each([
    ['MobilePlansUserAccount', account],
    ['MobilePlansPurchaseInstrument', account],
    ['MobilePlansLineType', account],
    ['MobilePlansMoDirectStatus', status],
    ['MobilePlansNetworkRegistrationState', selfNamed(states)],
    ['MobilePlansActivationError', selfNamed(errors)],
  ])('%s has these members and no others', async (name, members) => {
    const { page } = await new Bench().portal();
    expect(JSON.parse(page.run(`JSON.stringify(${name})`) as string)).toEqual(members);
  });

  it('has 31 activation errors and 7 registration states', async () => {
    const { page } = await new Bench().portal();
    expect(page.run('Object.keys(MobilePlansActivationError).length')).toBe(31);
    expect(page.run('Object.keys(MobilePlansNetworkRegistrationState).length')).toBe(7);
  });

  it('cannot be changed by accident, nor can the functions', async () => {
    const bench = new Bench();
    const { page } = await bench.portal();
    page.run(`MobilePlansUserAccount.new = 'x'; MobilePlansUserAccount = {}; MobilePlans = {};
      MobilePlans.createPurchaseMetaData = 1; MobilePlansInlineOperations.notifyProfileDownload = 1;`);
    expect(page.run('MobilePlansUserAccount.new')).toBe('New');
    expect(page.run('typeof MobilePlans.createPurchaseMetaData')).toBe('function');
    expect(page.run('typeof MobilePlansInlineOperations.notifyProfileDownload')).toBe('function');
    expect(bench.findings).toEqual(['bridgeOverwritten', 'bridgeOverwritten', 'propertyUnknown']);
  });

  it('may be declared as constants by the portal', async () => {
    const bench = new Bench();
    const { page } = await bench.portal();
    expect(page.run('const { MobilePlansLineType: Line } = window; Line.bailed')).toBe('Bailed');
    expect(page.run('const MobilePlans = window.MobilePlans; typeof MobilePlans')).toBe('object');
    expect(bench.findings).toEqual([]);
  });
});
