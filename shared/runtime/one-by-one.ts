/** How a turn is waited for. A Clock parks with `(turn) => clock.until('…', turn)`, so that what goes before may take its time. */
export type Waiting = (turn: Promise<void>) => Promise<void>;

/** Lets work under one key take place one after the other; work under other keys does not wait for it. */
export class OneByOne {
  readonly #last = new Map<string, Promise<void>>();
  readonly #wait: Waiting;

  constructor(wait: Waiting = (turn) => turn) {
    this.#wait = wait;
  }

  /** Begins when all earlier work under the key is over, however it ended. @throws what `work` throws */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key);
    let end = (): void => undefined;
    const turn = new Promise<void>((resolve) => {
      end = resolve;
    });
    this.#last.set(key, turn);
    try {
      if (before !== undefined) await this.#wait(before);
      return await work();
    } finally {
      if (this.#last.get(key) === turn) this.#last.delete(key);
      end();
    }
  }
}
