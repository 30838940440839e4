/** An answer that is not what was asked for: a status and what a person reads. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  /** The headline; the message is the sentence below it. */
  readonly title: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    title: string,
    sentence: string,
    more: ErrorOptions & { readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(sentence, more);
    this.status = status;
    this.title = title;
    this.headers = more.headers ?? {};
  }
}
