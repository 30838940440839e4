/** Lets work under one key take place one after the other; work under other keys does not wait for it. */
export class OneByOne {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Begins when all earlier work under the key is over, however it ended. @throws what `work` throws */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const result = before.then(work, work);
    const settled = result.then(
      () => undefined,
      () => undefined,
    );
    this.#last.set(key, settled);
    void settled.then(() => {
      if (this.#last.get(key) === settled) this.#last.delete(key);
    });
    return result;
  }
}
