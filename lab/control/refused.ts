import type { ErrorAnswer } from './contract.ts';

/** A request that is not done. The message is one line: what, where and what to do. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly status: number;
  readonly answer: ErrorAnswer;
  /** Further headers of the answer. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    {
      headers = {},
      ...answer
    }: Omit<ErrorAnswer, 'error'> & {
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.status = status;
    this.headers = headers;
    this.answer = { error: oneLine(message), ...answer };
  }
}

/** Text of others may be long and have lines of its own. */
function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 500 ? `${line.slice(0, 500)}…` : line;
}
