import type { ErrorAnswer } from '../control/index.ts';

/** A running lab did not do what it was asked; the message is the lab's own line. */
export class LabRefused extends Error {
  override readonly name = 'LabRefused';
  readonly httpStatus: number;
  readonly answer: ErrorAnswer;

  constructor(httpStatus: number, answer: ErrorAnswer) {
    super(answer.error);
    this.httpStatus = httpStatus;
    this.answer = answer;
  }

  /** Whether the words of the request were wrong, rather than what came of it. */
  get byUsage(): boolean {
    const { status, code } = this.answer;
    return this.httpStatus < 500 && status === undefined && code === undefined;
  }
}
