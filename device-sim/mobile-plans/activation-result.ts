import type { Diagnosis } from '#device-sim/lpa/index';
import type { ESimOperationStatusName } from '#shared/rsp/esim-operation-status';
import type { InstallError } from '#shared/rsp/notifications';

import type { ActivationError } from './enumerations.ts';

/** Statuses whose names the contract's enumeration does not have, and those that it words otherwise (windows §3). */
const renamed: Readonly<Partial<Record<ESimOperationStatusName, ActivationError>>> = {
  TimeoutWaitingForResponse: 'serverNotReachable',
  IccidAlreadyExists: 'other',
  ProfileProcessingError: 'cardGeneralFailure',
  ProfileDownloadMaxRetriesExceeded: 'other',
  ServerNotTrusted: 'serverFailure',
};

/** `activationResult` of what the LPA could not do (windows §3). */
export function activationErrorOf({ status, kind, code }: Diagnosis): ActivationError {
  if (status === 'ServerNotTrusted' && kind === 'tls') return 'serverNotReachable';
  if (status === 'ServerNotTrusted' && kind === 'euicc') return 'notAuthorized';
  if (kind === 'euicc' && code === interrupted) return 'operationAborted';
  if (kind === 'input' && code === 'syntax') return 'invalidActivationCode';
  return renamed[status] ?? camelCase(status);
}

const interrupted = 'installFailedDueToInterruption' satisfies InstallError;

function camelCase(status: ESimOperationStatusName): ActivationError {
  return `${status.charAt(0).toLowerCase()}${status.slice(1)}` as ActivationError;
}
