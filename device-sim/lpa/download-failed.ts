import type { RefusalName } from '#shared/rsp/refusals';
import type { CancelSessionReason } from '#shared/rsp/cancel-session';
import type { ESimOperationStatusName } from '#shared/rsp/esim-operation-status';

import type { Diagnosis } from './diagnosis.ts';
import type { Stage } from './download/stages.ts';
import type { ApduFrame } from './es10/card-wire.ts';
import { ServerRefused } from './es9plus/server-errors.ts';
import type { HttpFrame } from './es9plus/server-wire.ts';

/** The last frame on either wire when the failure came up, before any session was cancelled. */
export interface LastFrames {
  readonly lastApdu: ApduFrame | undefined;
  readonly lastHttp: HttpFrame | undefined;
}

/** A download that did not end well: where, why (`cause`), and what was last on the wires. The message is one line. */
export class DownloadFailed extends Error implements LastFrames {
  override readonly name = 'DownloadFailed';
  readonly stage: Stage;
  readonly status: ESimOperationStatusName;
  readonly diagnosis: Diagnosis;
  readonly lastApdu: ApduFrame | undefined;
  readonly lastHttp: HttpFrame | undefined;
  /** Why the session was cancelled, where it was. */
  readonly cancelled: CancelSessionReason | undefined;

  constructor(
    stage: Stage,
    diagnosis: Diagnosis,
    frames: LastFrames,
    cause: Error,
    cancelled?: CancelSessionReason,
  ) {
    super(messageOf(stage, diagnosis, cause), { cause });
    this.stage = stage;
    this.status = diagnosis.status;
    this.diagnosis = diagnosis;
    this.lastApdu = frames.lastApdu;
    this.lastHttp = frames.lastHttp;
    this.cancelled = cancelled;
  }
}

/** `download --json` (design.md §5) of a failure. */
export interface FailureResult {
  readonly ok: false;
  readonly stage: Stage;
  readonly refusal: {
    readonly name: RefusalName | null;
    readonly subject: string;
    readonly reason: string;
  } | null;
  readonly cause?: { readonly kind: Diagnosis['kind']; readonly code: string };
  readonly status: ESimOperationStatusName;
  readonly message: string;
}

/** The machine-readable form of a failure. */
export function toResult({ stage, diagnosis, status, message, cause }: DownloadFailed): FailureResult {
  if (cause instanceof ServerRefused) {
    const { subjectCode: subject, reasonCode: reason, refusal = null } = cause;
    return { ok: false, stage, refusal: { name: refusal, subject, reason }, status, message };
  }
  const { kind, code } = diagnosis;
  return { ok: false, stage, refusal: null, cause: { kind, code }, status, message };
}

function messageOf(stage: Stage, { status }: Diagnosis, cause: Error): string {
  const todo = advice[status];
  const what = cause.message.replace(/\s+/g, ' ');
  const end = todo === undefined || what.includes('; ') ? '' : `; ${todo}`;
  return `the download failed in stage ${stage}: ${what}${end}`;
}

/** What to do, where the cause itself does not say it. */
const advice: Readonly<Partial<Record<ESimOperationStatusName, string>>> = {
  NotAuthorized: 'the server and this eUICC do not trust each other; give both the same CI',
  PolicyViolation: 'order a profile without these rules',
  InsufficientSpaceOnCard: 'delete a profile and try again',
  ServerFailure: "look at the server's log",
  IncorrectConfirmationCode: 'check the confirmation code and try again',
  ConfirmationCodeMaxRetriesExceeded: 'order the profile anew',
  CardGeneralFailure: 'try again',
  ConfirmationCodeMissing: 'try again with --confirmation-code',
  InvalidMatchingId: 'the code may be mistyped or used up; check it or order the profile anew',
  NoEligibleProfileForThisDevice: 'order another profile, or use another device',
  EidMismatch: 'the profile was ordered for another device; use that one or order anew',
  ProfileNotAvailableForNewBinding: 'order the profile anew',
  ProfileNotReleasedByOperator: 'the operator has to release the order first',
  OperationProhibitedByProfileClass: 'disable the test profile first',
  ProfileNotPresent: 'order the profile anew',
  NoCorrespondingRequest: 'begin the download again',
  IccidAlreadyExists: 'delete the profile that is there, or order another',
  ProfileProcessingError: 'look at the profile package',
  ServerNotTrusted: 'give the server and this device the same CI, or check the address',
  ProfileDownloadMaxRetriesExceeded: 'order the profile anew',
};
