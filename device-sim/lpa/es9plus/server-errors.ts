import type { RefusalName } from '#shared/rsp/refusals';
import { refusalNamed, refusals } from '#shared/rsp/refusals';

/** A function of ES9+ was answered with status Failed (SGP.22 §6.5.1.4). */
export class ServerRefused extends Error {
  override readonly name = 'ServerRefused';
  /** As the specification spells it. */
  readonly function: string;
  readonly subjectCode: string;
  readonly reasonCode: string;
  /** Undefined for a pair that is not in our table. */
  readonly refusal: RefusalName | undefined;

  constructor(functionName: string, codes: { subjectCode: string; reasonCode: string; message: string }) {
    const refusal = refusalNamed(codes);
    const says = codes.message || (refusal === undefined ? 'no reason given' : refusals[refusal].says);
    super(`the server refused ${functionName}: ${oneLine(says)} (${codes.subjectCode}/${codes.reasonCode})`);
    this.function = functionName;
    this.subjectCode = codes.subjectCode;
    this.reasonCode = codes.reasonCode;
    this.refusal = refusal;
  }
}

/** What in a server's answer is not as the specification has it. */
export type BadAnswerReason =
  | 'malformed'
  | 'transactionIdMismatch'
  | 'serverAddressMismatch'
  | 'smdpOidMismatch'
  | 'certificatesDiffer'
  | 'boundProfilePackageStructure'
  | 'metadataMismatch';

/** A server's answer that the procedure cannot go on with. */
export class BadAnswer extends Error {
  override readonly name = 'BadAnswer';
  readonly function: string;
  readonly reason: BadAnswerReason;

  constructor(functionName: string, reason: BadAnswerReason, detail: string, options?: ErrorOptions) {
    super(`the server's answer to ${functionName} cannot be used: ${oneLine(detail)}`, options);
    this.function = functionName;
    this.reason = reason;
  }
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, 300);
}
