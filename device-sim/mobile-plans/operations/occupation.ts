import type { Clock } from '#shared/runtime/clock';

/** Whether there is work on the card. */
export class Occupation {
  #over: Promise<void> | undefined;
  #end: () => void = () => undefined;

  get busy(): boolean {
    return this.#over !== undefined;
  }

  begin(): void {
    this.#over = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  end(): void {
    this.#over = undefined;
    this.#end();
  }

  /** Until nothing is under way; who waits is parked meanwhile. */
  async free(clock: Clock): Promise<void> {
    while (this.#over !== undefined) await clock.until('an earlier operation of the app', this.#over);
  }
}
