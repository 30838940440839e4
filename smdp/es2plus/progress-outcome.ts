import type { CancelSessionReason } from '#shared/rsp/cancel-session';
import type { InstallError } from '#shared/rsp/notifications';
import type { RefusalName, StatusCodeData } from '#shared/rsp/refusals';
import { refusals } from '#shared/rsp/refusals';

/** How a point of a download was passed: its name for the trace, and the codes of what failed. */
export interface ProgressOutcome {
  readonly name: string;
  /** Left out for a success. */
  readonly codes?: StatusCodeData;
}

/** What a cancelled session tells the operator (es9plus.md §2.5); nothing of these is confirmed by two sources. */
const codesOfReasons: Readonly<Record<CancelSessionReason, readonly [string, string]>> = {
  endUserRejection: ['8.8.5', '3.8'],
  postponed: ['8.8.5', '4.3'],
  timeout: ['8.8.5', '4.3'],
  pprNotAllowed: ['8.2.8', '1.2'],
  metadataMismatch: ['8.2.9', '3.11'],
  loadBppExecutionError: ['8.2.10', '4.2'],
  undefinedReason: ['8', '4.2'],
};

/** Of the errors of an installation those that are about something else than the package. */
const codesOfErrors: Readonly<Partial<Record<InstallError, readonly [string, string]>>> = {
  installFailedDueToIccidAlreadyExistsOnEuicc: ['8.2.1', '3.3'],
  installFailedDueToInsufficientMemoryForProfile: ['8.1', '4.8'],
  pprNotAllowed: ['8.2.8', '1.2'],
};

export const success: ProgressOutcome = { name: 'success' };

/** A function of ES9+ was refused. */
export function refused(name: RefusalName): ProgressOutcome {
  const { subject, reason } = refusals[name];
  return { name, codes: { subjectCode: subject, reasonCode: reason } };
}

/** The eUICC cancelled the session. */
export function sessionCancelled(reason: CancelSessionReason): ProgressOutcome {
  return failedWith(reason, codesOfReasons[reason]);
}

/** The eUICC reports how the installation went. */
export function installation(result: 'success' | InstallError): ProgressOutcome {
  return result === 'success' ? success : failedWith(result, codesOfErrors[result] ?? ['8.2.10', '4.2']);
}

function failedWith(name: string, [subjectCode, reasonCode]: readonly [string, string]): ProgressOutcome {
  return { name, codes: { subjectCode, reasonCode } };
}
