import { describe, expect, it } from 'vitest';

import {
  esimOperationStatuses,
  numberOfStatus,
  statusesOfRefusals,
  statusOfAuthenticateError,
  statusOfDownloadError,
  statusOfInstallError,
  statusOfProfileResult,
  statusOfRefusal,
  statusOfTransport,
} from '#shared/rsp/esim-operation-status';
import { es2plusRefusals, refusals } from '#shared/rsp/refusals';

describe('ESimOperationStatus (windows.md §1)', () => {
  it('has 29 names, each once, at the numbers Windows documents', () => {
    expect(esimOperationStatuses).toHaveLength(29);
    expect(new Set(esimOperationStatuses).size).toBe(29);
    expect(numberOfStatus('Success')).toBe(0);
    expect(numberOfStatus('ConfirmationCodeMissing')).toBe(14);
    expect(numberOfStatus('EidMismatch')).toBe(18);
    expect(numberOfStatus('ServerNotTrusted')).toBe(27);
    expect(numberOfStatus('ProfileDownloadMaxRetriesExceeded')).toBe(28);
  });
});

describe('what a refusal is for Windows (windows.md §3)', () => {
  it.each([
    ['8.2.6', '3.8', 'InvalidMatchingId'],
    ['8.1.1', '3.8', 'EidMismatch'],
    ['8.2', '1.2', 'ProfileNotReleasedByOperator'],
    ['8.2', '3.7', 'ProfileNotAvailableForNewBinding'],
    ['8.8.5', '4.10', 'ProfileNotPresent'],
    ['8.8.5', '6.4', 'ProfileDownloadMaxRetriesExceeded'],
    ['8.11.1', '3.9', 'ServerNotTrusted'],
    ['8.8.7', '1.1', 'ServerFailure'],
    ['8.8.5', '4.1', 'ServerFailure'],
  ])('%s/%s is %s', (subjectCode, reasonCode, status) => {
    expect(statusOfRefusal({ subjectCode, reasonCode })).toBe(status);
  });

  it('has a row for every refusal of the download functions', () => {
    const generic = new Set(['1.3.1', '1.2.2']);
    const missing = Object.entries(refusals)
      .filter(([name]) => !(name in es2plusRefusals))
      .map(([, row]) => row)
      .filter(
        ({ subject, reason }) =>
          !generic.has(subject) && subject.startsWith('8.') && `${subject}/${reason}` !== '8.1/4.2',
      )
      .filter(({ subject, reason }) => !(`${subject}/${reason}` in statusesOfRefusals));
    expect(missing.map(({ subject, reason }) => `${subject}/${reason}`)).toEqual([]);
  });
});

describe('what an error of the eUICC is for Windows (windows.md §3)', () => {
  it.each([1, 2, 3, 5, 7])('AuthenticateServer %i means that the server is not trusted', (code) => {
    expect(statusOfAuthenticateError(code)).toBe('ServerNotTrusted');
  });

  it.each([4, 6])('AuthenticateServer %i means that there is no such request', (code) => {
    expect(statusOfAuthenticateError(code)).toBe('NoCorrespondingRequest');
  });

  it('PrepareDownload', () => {
    expect([1, 2, 3, 4, 5, 127].map(statusOfDownloadError)).toEqual([
      'NotAuthorized',
      'NotAuthorized',
      'NotAuthorized',
      'NoCorrespondingRequest',
      'NoCorrespondingRequest',
      'CardGeneralFailure',
    ]);
  });

  it('installation', () => {
    expect([9, 10, 11, 15].map(statusOfInstallError)).toEqual([
      'IccidAlreadyExists',
      'InsufficientSpaceOnCard',
      'CardGeneralFailure',
      'PolicyViolation',
    ]);
    for (const code of [1, 2, 3, 4, 5, 6, 7, 8, 12, 13, 14, 127])
      expect(statusOfInstallError(code)).toBe('ProfileProcessingError');
  });

  it('enabling, disabling and deleting', () => {
    expect([0, 1, 2, 3, 4, 5].map(statusOfProfileResult)).toEqual([
      'Success',
      'ProfileNotPresent',
      'Other',
      'PolicyViolation',
      'OperationProhibitedByProfileClass',
      'CardBusy',
    ]);
  });
});

describe('what trouble on the way is for Windows (windows.md §3)', () => {
  it('tells unreachable, untrusted, slow and broken servers apart', () => {
    expect(statusOfTransport('connect')).toBe('ServerNotReachable');
    expect(statusOfTransport('untrusted')).toBe('ServerNotTrusted');
    expect(statusOfTransport('timeout')).toBe('TimeoutWaitingForResponse');
    expect(statusOfTransport('status')).toBe('ServerFailure');
  });
});
