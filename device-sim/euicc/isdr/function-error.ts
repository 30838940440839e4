/** Ends a function with one of its own error codes: a TLV and 9000, never a status word (es10.md §1). */
export class FunctionError extends Error {
  override readonly name = 'FunctionError';
  readonly code: number;

  constructor(code: number, detail: string, options?: ErrorOptions) {
    super(`${detail} (error ${code})`, options);
    this.code = code;
  }
}
