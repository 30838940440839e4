import type { ESimOperationStatusName } from '#shared/rsp/esim-operation-status';
import type { Instant } from '#shared/runtime/span';

import type { UsableCode } from '../calls/read-activation-code.ts';
import type { Findings } from '../findings.ts';
import type { Failure } from '../launch-failures.ts';

/** Failures after which the code is as good as before. */
const codeSurvives: ReadonlySet<ESimOperationStatusName> = new Set([
  'ServerNotReachable',
  'TimeoutWaitingForResponse',
  'CardBusy',
  'CardRemoved',
  'InsufficientSpaceOnCard',
  'OperationAborted',
  'TimeoutWaitingForUserConsent',
  'ProfileNotReleasedByOperator',
]);

/** Failures told at the next launch, at most. */
const MOST_FAILURES = 16;

/** The downloads that failed, until a portal has been told of them at its next launch. */
export class Failures {
  readonly #findings: Findings;
  #list: readonly Failure[] = [];
  #codeToRetry: string | undefined;

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  /** Since the last success or the last time of asking. */
  take(): readonly Failure[] {
    const taken = this.#list;
    this.#list = [];
    return taken;
  }

  /** A download went well. */
  clear(): void {
    this.#list = [];
  }

  /** A portal hands over a code: is it the one that failed before, and would have done? */
  handedOver({ code }: UsableCode): void {
    if (this.#codeToRetry !== undefined && this.#codeToRetry !== code)
      this.#findings.add('newCodeAfterError');
    this.#codeToRetry = undefined;
  }

  /** @param iccid of the Profile that was on offer, if it came so far */
  add(
    status: ESimOperationStatusName,
    at: Instant,
    iccid: string | undefined,
    { code, confirmationCodeRequired }: UsableCode,
  ): void {
    this.#list = [...this.#list, { status, at, iccid }].slice(-MOST_FAILURES);
    if (codeSurvives.has(status)) this.#codeToRetry = code;
    if (status === 'ProfileNotReleasedByOperator') this.#findings.add('codeNotValidYet');
    if (status === 'ConfirmationCodeMissing' && !confirmationCodeRequired) {
      this.#findings.add('confirmationUnannounced');
    }
  }
}
