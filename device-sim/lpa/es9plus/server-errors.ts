import type { RefusalName } from '#shared/rsp/refusals';
import { refusalNamed, refusals } from '#shared/rsp/refusals';
import { plainText } from '#shared/runtime/plain-text';

/** What our own server never refuses with: the codes of an SM-DS (SGP.22 §5.2.6), and pairs of no table that were seen. */
const ofOthers: Readonly<Record<string, string>> = {
  '8.9/4.2': 'The SM-DS raised an error',
  '8.9.1/3.8': 'Invalid SM-DS address',
  '8.9.2/3.1': 'None of the offered CI public keys is supported by the SM-DS',
  '8.9.3/3.1': 'The SVN of the eUICC is not supported by the SM-DS',
  '8.9.4/3.7': 'No CERT.DSauth under a CI that the eUICC knows',
  '8.9.5/3.3': 'The event is registered already',
  '8.9.5/3.9': 'The event is unknown',
  '8.1.1/2.1': 'The EID is not supported',
  '8.8/4.2': 'The SM-DP+ could not execute it; some say so of an EID that they do not support',
  '8.11.1/5.1': 'The CI public key cannot be had',
};

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
    const pair = `${codes.subjectCode}/${codes.reasonCode}`;
    const known = refusal === undefined ? ofOthers[pair] : refusals[refusal].says;
    super(
      `the server refused ${functionName}: ${plainText(codes.message || (known ?? 'no reason given'))} (${plainText(pair, 40)})`,
    );
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
    super(`the server's answer to ${functionName} cannot be used: ${plainText(detail)}`, options);
    this.function = functionName;
    this.reason = reason;
  }
}
