import { HttpFailure } from '#shared/http/failure';
import { PeerNotTrusted } from '#shared/http/peer';
import type { ESimOperationStatusName } from '#shared/rsp/esim-operation-status';
import {
  statusesOfAnswers,
  statusOfAuthenticateError,
  statusOfDownloadError,
  statusOfInstallError,
  statusOfProfileResult,
  statusOfRefusal,
  statusOfTransport,
} from '#shared/rsp/esim-operation-status';
import { installErrorOf } from '#shared/rsp/notifications';

import {
  InstallationFailed,
  NoInstallationResult,
  PprNotAllowed,
  UnusableCode,
  UserDeclined,
} from './download/download-errors.ts';
import { BadCardAnswer, CardError, CardGone, EuiccError, printStatusWord } from './es10/card-errors.ts';
import { BadAnswer, ServerRefused } from './es9plus/server-errors.ts';

/** What went wrong, in the words of the outward contract (design.md §5). */
export interface Diagnosis {
  readonly status: ESimOperationStatusName;
  readonly kind: 'euicc' | 'http' | 'tls' | 'network' | 'user' | 'input';
  readonly code: string;
}

/** The diagnosis of an error that the LPA throws; undefined for any other, which is a fault. */
export function diagnose(error: unknown): Diagnosis | undefined {
  return diagnoseServer(error) ?? diagnoseCard(error) ?? diagnoseUser(error);
}

function diagnoseServer(error: unknown): Diagnosis | undefined {
  if (error instanceof ServerRefused) {
    return { status: statusOfRefusal(error), kind: 'http', code: `${error.subjectCode}/${error.reasonCode}` };
  }
  if (error instanceof BadAnswer) {
    const untrusted = error.reason === 'smdpOidMismatch' || error.reason === 'certificatesDiffer';
    return { status: untrusted ? 'ServerNotTrusted' : 'ServerFailure', kind: 'http', code: error.reason };
  }
  return error instanceof HttpFailure ? diagnoseTransport(error) : undefined;
}

function diagnoseTransport(failure: HttpFailure): Diagnosis {
  const { kind } = failure;
  if (kind === 'tls') {
    const { cause } = failure;
    if (!(cause instanceof PeerNotTrusted)) return { status: statusOfTransport(kind), kind, code: kind };
    return { status: statusOfTransport('untrusted'), kind, code: cause.rule };
  }
  const status = statusOfTransport(kind);
  if (kind === 'status') return { status, kind: 'http', code: `${failure.status ?? kind}` };
  return { status, kind: kind === 'body' ? 'http' : 'network', code: kind };
}

function diagnoseCard(error: unknown): Diagnosis | undefined {
  const kind = 'euicc';
  if (error instanceof CardError) {
    return { status: 'CardGeneralFailure', kind, code: printStatusWord(error.sw) };
  }
  if (error instanceof BadCardAnswer) return { status: 'CardGeneralFailure', kind, code: 'badAnswer' };
  if (error instanceof NoInstallationResult) return { status: 'CardGeneralFailure', kind, code: 'noResult' };
  if (error instanceof CardGone) return { status: 'CardRemoved', kind, code: 'cardGone' };
  if (error instanceof EuiccError) return { status: statusOfFunction(error), kind, code: error.reason };
  if (error instanceof PprNotAllowed) return { status: 'PolicyViolation', kind, code: 'pprNotAllowed' };
  if (error instanceof InstallationFailed) {
    const { errorReason } = error;
    return { status: statusOfInstallError(errorReason), kind, code: installErrorOf(errorReason) };
  }
  return undefined;
}

function diagnoseUser(error: unknown): Diagnosis | undefined {
  if (error instanceof UserDeclined) {
    return { status: statusesOfAnswers[error.answer], kind: 'user', code: error.answer };
  }
  return error instanceof UnusableCode ? { status: 'Other', kind: 'input', code: error.reason } : undefined;
}

function statusOfFunction({ function: name, code }: EuiccError): ESimOperationStatusName {
  switch (name) {
    case 'AuthenticateServer':
      return statusOfAuthenticateError(code);
    case 'PrepareDownload':
      return statusOfDownloadError(code);
    case 'EnableProfile':
    case 'DisableProfile':
    case 'DeleteProfile':
      return statusOfProfileResult(code);
    case 'SetNickname':
      return code === 1 ? 'ProfileNotPresent' : 'CardGeneralFailure';
    case 'eUICCMemoryReset':
      return code === 5 ? 'CardBusy' : 'CardGeneralFailure';
    default:
      return 'CardGeneralFailure';
  }
}
