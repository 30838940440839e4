/** What can be closed. */
export interface Closable {
  close(): Promise<void> | void;
}

/** What has been opened, to be closed in the reverse order: at the end, or when a later opening fails. */
export class Closing {
  readonly #parts: Closable[] = [];

  add(part: Closable): void {
    this.#parts.push(part);
  }

  /** Closes each part, also when one before fails; a second call closes nothing. @throws the first failure */
  async close(): Promise<void> {
    const failures: unknown[] = [];
    for (let part = this.#parts.pop(); part !== undefined; part = this.#parts.pop()) {
      try {
        await part.close();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
