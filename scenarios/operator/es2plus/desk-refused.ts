import type { RefusalName, StatusCodeData } from '#shared/rsp/refusals';
import { refusalNamed, refusals } from '#shared/rsp/refusals';

/** The SM-DP+ refused a function of ES2+. The message is one line: what, about what, and why. */
export class DeskRefused extends Error {
  override readonly name = 'DeskRefused';
  /** As the specification spells it. */
  readonly function: string;
  /** Undefined for a pair that is not in our table. */
  readonly refusal: RefusalName | undefined;
  readonly subject: string;
  readonly reason: string;

  constructor(functionName: string, about: string, told: StatusCodeData & { readonly message: string }) {
    const refusal = refusalNamed(told);
    const says = told.message || (refusal === undefined ? 'no reason given' : refusals[refusal].says);
    const codes = `${told.subjectCode}/${told.reasonCode}`;
    const named = refusal === undefined ? codes : `${refusal}, ${codes}`;
    super(`the SM-DP+ refused ${functionName} of ${about}: ${oneLine(says)} (${named})`);
    this.function = functionName;
    this.refusal = refusal;
    this.subject = told.subjectCode;
    this.reason = told.reasonCode;
  }
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, 300);
}
