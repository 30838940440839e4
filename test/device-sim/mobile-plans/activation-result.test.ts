import { describe, expect, it } from 'vitest';

import type { DownloadFailed } from '#device-sim/lpa/index';
import {
  esimOperationStatuses,
  statusesOfAnswers,
  statusesOfTransport,
  statusOfAuthenticateError,
  statusOfDownloadError,
  statusOfInstallError,
  statusOfProfileResult,
  statusOfRefusal,
} from '#shared/rsp/esim-operation-status';
import type { ESimOperationStatusName } from '#shared/rsp/esim-operation-status';
import { installErrorOf } from '#shared/rsp/notifications';

import { Bench, failure, goodCode } from './bench.ts';

async function told(thrown: DownloadFailed): Promise<string | undefined> {
  const bench = new Bench();
  const { page } = await bench.portal();
  bench.device.outcome = () => Promise.reject(thrown);
  page.run(`buy('${goodCode}')`);
  return (await page.callback('activated'))['activationResult'];
}

const refusal = (pair: string): DownloadFailed => {
  const [subjectCode = '', reasonCode = ''] = pair.split('/');
  return failure(statusOfRefusal({ subjectCode, reasonCode }), 'http', pair);
};

/** The table of the digest, windows §3. */
describe('what a server refuses with', () => {
  it.each([
    ['8.8.1/3.8', 'serverFailure'],
    ['8.8.3/3.1', 'serverFailure'],
    ['8.8.2/3.1', 'serverFailure'],
    ['8.8.4/3.7', 'serverFailure'],
    ['8.11.1/3.9', 'serverFailure'],
    ['8.1.2/6.1', 'notAuthorized'],
    ['8.1.2/6.3', 'notAuthorized'],
    ['8.1.3/6.1', 'notAuthorized'],
    ['8.1.3/6.3', 'notAuthorized'],
    ['8.1/6.1', 'notAuthorized'],
    ['8.2.6/3.8', 'invalidMatchingId'],
    ['8.1.1/3.8', 'eidMismatch'],
    ['8.2/1.2', 'profileNotReleasedByOperator'],
    ['8.2/3.7', 'profileNotAvailableForNewBinding'],
    ['8.2.5/4.3', 'noEligibleProfileForThisDevice'],
    ['8.1/4.8', 'insufficientSpaceOnCard'],
    ['8.2.7/2.2', 'confirmationCodeMissing'],
    ['8.2.7/3.8', 'incorrectConfirmationCode'],
    ['8.2.7/6.4', 'confirmationCodeMaxRetriesExceeded'],
    ['8.8.5/6.4', 'other'],
    ['8.8.5/4.10', 'profileNotPresent'],
    ['8.10.1/3.9', 'noCorrespondingRequest'],
    ['8.8/3.10', 'serverFailure'],
    ['8.8.9/9.9', 'serverFailure'],
    ['8.9.5/3.9', 'notFound'],
  ])('%s is told as %s', async (pair, expected) => {
    expect(await told(refusal(pair))).toBe(expected);
  });
});

describe('what goes wrong on the way to a server', () => {
  it.each([
    ['status', 'http', 'serverFailure'],
    ['body', 'http', 'serverFailure'],
    ['dns', 'network', 'serverNotReachable'],
    ['connect', 'network', 'serverNotReachable'],
    ['reset', 'network', 'serverNotReachable'],
    ['tls', 'tls', 'serverNotReachable'],
    ['untrusted', 'tls', 'serverNotReachable'],
    ['timeout', 'network', 'serverNotReachable'],
  ] as const)('%s is told as %s: %s', async (trouble, kind, expected) => {
    expect(await told(failure(statusesOfTransport[trouble], kind, trouble))).toBe(expected);
  });
});

describe('what the card makes of it', () => {
  const install = (reason: number): DownloadFailed =>
    failure(statusOfInstallError(reason), 'euicc', installErrorOf(reason), 'loadBoundProfilePackage');
  const euicc = (status: ESimOperationStatusName, code = 'x'): DownloadFailed =>
    failure(status, 'euicc', code, 'enable');

  it.each([
    ['ICCID exists', install(9), 'other'],
    ['no memory', install(10), 'insufficientSpaceOnCard'],
    ['interrupted', install(11), 'operationAborted'],
    ['PE error', install(12), 'cardGeneralFailure'],
    ['data mismatch', install(13), 'cardGeneralFailure'],
    ['test profile', install(14), 'cardGeneralFailure'],
    ['incorrect values', install(1), 'cardGeneralFailure'],
    ['SCP03t error', install(8), 'cardGeneralFailure'],
    ['unknown', install(127), 'cardGeneralFailure'],
    ['PPR', install(15), 'policyViolation'],
    ['PPR of the RAT', euicc('PolicyViolation', 'pprNotAllowed'), 'policyViolation'],
    ['AuthenticateServer 1', euicc(statusOfAuthenticateError(1)), 'notAuthorized'],
    ['AuthenticateServer 2', euicc(statusOfAuthenticateError(2)), 'notAuthorized'],
    ['AuthenticateServer 3', euicc(statusOfAuthenticateError(3)), 'notAuthorized'],
    ['AuthenticateServer 5', euicc(statusOfAuthenticateError(5)), 'notAuthorized'],
    ['AuthenticateServer 7', euicc(statusOfAuthenticateError(7)), 'notAuthorized'],
    ['AuthenticateServer 4', euicc(statusOfAuthenticateError(4)), 'noCorrespondingRequest'],
    ['AuthenticateServer 6', euicc(statusOfAuthenticateError(6)), 'noCorrespondingRequest'],
    ['PrepareDownload 1', euicc(statusOfDownloadError(1)), 'notAuthorized'],
    ['PrepareDownload 3', euicc(statusOfDownloadError(3)), 'notAuthorized'],
    ['PrepareDownload 4', euicc(statusOfDownloadError(4)), 'noCorrespondingRequest'],
    ['PrepareDownload 5', euicc(statusOfDownloadError(5)), 'noCorrespondingRequest'],
    ['enable 1', euicc(statusOfProfileResult(1)), 'profileNotPresent'],
    ['enable 2', euicc(statusOfProfileResult(2)), 'other'],
    ['enable 3', euicc(statusOfProfileResult(3)), 'policyViolation'],
    ['enable 4', euicc(statusOfProfileResult(4)), 'operationProhibitedByProfileClass'],
    ['enable 5', euicc(statusOfProfileResult(5)), 'cardBusy'],
    ['no eUICC', euicc('CardGeneralFailure', '6A82'), 'cardGeneralFailure'],
    ['reader lost', euicc('CardRemoved', 'cardGone'), 'cardRemoved'],
  ])('%s: %# is told as %s', async (_what, thrown, expected) => {
    expect(await told(thrown)).toBe(expected);
  });
});

describe('what the person answers', () => {
  it.each([
    ['reject', 'operationAborted'],
    ['later', 'operationAborted'],
    ['timeout', 'timeoutWaitingForUserConsent'],
    ['noConfirmationCode', 'confirmationCodeMissing'],
  ] as const)('%s is told as %s', async (answer, expected) => {
    expect(await told(failure(statusesOfAnswers[answer], 'user', answer, 'consent'))).toBe(expected);
  });
});

describe('any failure', () => {
  it.each(
    esimOperationStatuses.flatMap((status) =>
      (['http', 'tls', 'euicc', 'user', 'input'] as const).map((kind) => [status, kind] as const),
    ),
  )('%s by %s has a name of the enumeration', async (status, kind) => {
    const bench = new Bench();
    const { page } = await bench.portal();
    bench.device.outcome = () => Promise.reject(failure(status, kind));
    page.run(`buy('${goodCode}')`);
    const { activationResult } = await page.callback('activated');
    expect(page.run(`MobilePlansActivationError['${activationResult ?? ''}']`)).toBe(activationResult);
  });

  it('of a code that the LPA cannot read is told as invalidActivationCode', async () => {
    expect(await told(failure('Other', 'input', 'syntax', 'activationCode'))).toBe('invalidActivationCode');
    expect(await told(failure('Other', 'input', 'liveServer', 'activationCode'))).toBe('other');
  });
});
