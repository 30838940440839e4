import type { Task } from '../task.ts';

/** A task and its number. */
export interface Numbered {
  readonly index: number;
  readonly task: Task;
}

/** Tasks that wait for a hand that is free. Those that need a browser go to the first hand: it opens the only one. */
export class Queue {
  readonly #forFirst: Numbered[];
  readonly #forAll: Numbered[];

  constructor(tasks: readonly Task[]) {
    const numbered = tasks.map((task, index) => ({ index, task }));
    this.#forFirst = numbered.filter(({ task }) => task.needsBrowser);
    this.#forAll = numbered.filter(({ task }) => !task.needsBrowser);
  }

  /** What a hand does next; undefined when nothing is left for it. @param hand its number, from 0 */
  next(hand: number): Numbered | undefined {
    return (hand === 0 ? this.#forFirst.shift() : undefined) ?? this.#forAll.shift();
  }

  /** Leaves what has not begun undone. */
  clear(): void {
    this.#forFirst.length = 0;
    this.#forAll.length = 0;
  }
}
