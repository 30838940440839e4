/** Where a side dies: at a point of that name, or at the n-th that it gets to, counted from 1. */
export type Deadly = string | number;

/**
 * Where a side of a download can die, in the order in which it gets there. A run without a death lists the points;
 * the same run again dies at one of them.
 */
export class Points {
  /** The points so far; the last one is where it died, if it did. */
  readonly passed: string[] = [];
  /** Resolves when the side dies. */
  readonly died: Promise<void>;
  readonly #deadly: Deadly | undefined;
  readonly #counts = new Map<string, number>();
  readonly #lastActs: (() => void)[] = [];
  #die: () => void = () => undefined;
  #dead = false;

  /** @param deadly the point to die at; never unless given */
  constructor(deadly?: Deadly) {
    this.#deadly = deadly;
    this.died = new Promise((resolve) => {
      this.#die = resolve;
    });
  }

  get dead(): boolean {
    return this.#dead;
  }

  /** Done at the very moment of death, in the order of these calls, before anything else can happen. */
  onDeath(act: () => void): void {
    this.#lastActs.push(act);
  }

  reach(name: string): void {
    if (this.#dead) return;
    this.passed.push(name);
    if (name !== this.#deadly && this.passed.length !== this.#deadly) return;
    this.#dead = true;
    for (const act of this.#lastActs) act();
    this.#die();
  }

  /** The name of the next point of a kind: `message 3: …`. */
  next(kind: string, what: string): string {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    return `${kind} ${count}: ${what}`;
  }

  /** Whether the side is to die there. */
  endsAt(name: string): boolean {
    return !this.#dead && (name === this.#deadly || this.passed.length + 1 === this.#deadly);
  }
}
