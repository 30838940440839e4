/**
 * Where a side of a download can die, in the order in which it gets there. One run without a death lists the points;
 * the same run again dies at one of them.
 */
export class Points {
  /** The points so far; the last one is where it died, if it did. */
  readonly passed: string[] = [];
  /** Resolves when the side dies. */
  readonly died: Promise<void>;
  readonly #deadly: number;
  readonly #counts = new Map<string, number>();
  #die: () => void = () => undefined;
  readonly #lastActs: (() => void)[] = [];
  #dead = false;

  /** @param deadly the number of the point to die at, from 1; never unless given */
  constructor(deadly = Number.POSITIVE_INFINITY) {
    this.#deadly = deadly;
    this.died = new Promise((resolve) => {
      this.#die = resolve;
    });
  }

  get dead(): boolean {
    return this.#dead;
  }

  /** Done at the very moment of death, in the order of these calls, before anything else can happen. */
  onDeath(last: () => void): void {
    this.#lastActs.push(last);
  }

  /** Whether the next point is the deadly one: for a death in the middle of what follows. */
  get isNext(): boolean {
    return !this.#dead && this.passed.length + 1 === this.#deadly;
  }

  reach(what: string): void {
    if (this.#dead) return;
    this.passed.push(what);
    if (this.passed.length !== this.#deadly) return;
    this.#dead = true;
    for (const act of this.#lastActs) act();
    this.#die();
  }

  /** A point whose name carries how often it has been come by. */
  reachNext(what: (count: number) => string, counter: string): void {
    const count = (this.#counts.get(counter) ?? 0) + 1;
    this.#counts.set(counter, count);
    this.reach(what(count));
  }
}
