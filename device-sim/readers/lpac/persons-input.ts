import type { Child } from './child.ts';

/**
 * What a person says to lpac. It has one input for that and for the answers of its backends, so every line has to wait
 * until lpac reads it.
 */
export class PersonsInput {
  readonly #lines: AsyncIterator<string>;
  readonly #child: Child;
  /** `notification replay` reads notifications from its input until that ends. */
  readonly #replaying: boolean;
  #begun = false;

  constructor(lines: AsyncIterable<string>, child: Child, args: readonly string[]) {
    this.#lines = lines[Symbol.asyncIterator]();
    this.#child = child;
    this.#replaying = args[0] === 'notification' && args[1] === 'replay';
  }

  /** It asks for yes or no, and reads one character. Nobody there means no. */
  async decide(): Promise<void> {
    const line = await this.#next();
    this.#child.write(line?.trim().at(0) ?? 'n');
  }

  /** The card has answered all it was asked first, its EID: `replay` reads now. */
  async cardAnswered(byItself: boolean): Promise<void> {
    if (!this.#replaying || this.#begun) return;
    this.#begun = true;
    // It calls servers by itself, and nothing else is on its input any more.
    for (let more = await this.#hand(); more && byItself;) more = await this.#hand();
  }

  /** A server has answered: `replay` reads on. */
  async serverAnswered(): Promise<void> {
    if (this.#replaying) await this.#hand();
  }

  /** @returns whether there was a line */
  async #hand(): Promise<boolean> {
    const line = await this.#next();
    if (line === undefined) this.#child.endInput();
    else this.#child.write(`${line}\n`);
    return line !== undefined;
  }

  /** Nothing once lpac has ended: the person may never answer. */
  async #next(): Promise<string | undefined> {
    const ended = this.#child.exitCode.then(() => ({ done: true, value: undefined }) as const);
    const line = await Promise.race([this.#lines.next(), ended]);
    return line.done === true ? undefined : line.value;
  }
}
