import type { Instant } from '../span.ts';
import type { Wait } from './exchanges.ts';

export interface Timer {
  readonly at: Instant;
  readonly number: number;
  readonly wait: Wait;
  readonly fire: () => void;
}

/** Timers in the order in which they fire: by time, then by arrival. */
export class Timers {
  readonly #queue: Timer[] = [];
  #count = 0;
  #inFront = 0;

  get first(): Timer | undefined {
    return this.#queue[0];
  }

  /** How many timers were not set aside. */
  get inFront(): number {
    return this.#inFront;
  }

  add(at: Instant, wait: Wait, fire: () => void): Timer {
    this.#count += 1;
    const timer = { at, number: this.#count, wait, fire };
    this.#queue.splice(this.#position(timer), 0, timer);
    if (!wait.aside) this.#inFront += 1;
    return timer;
  }

  remove(timer: Timer): void {
    const position = this.#position(timer);
    if (this.#queue[position] !== timer) return;
    this.#queue.splice(position, 1);
    if (!timer.wait.aside) this.#inFront -= 1;
  }

  some(test: (timer: Timer) => boolean): boolean {
    return this.#queue.some(test);
  }

  #position(timer: Timer): number {
    let low = 0;
    let high = this.#queue.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#queue[middle];
      if (other !== undefined && earlier(other, timer)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function earlier(a: Timer, b: Timer): boolean {
  return a.at < b.at || (a.at === b.at && a.number < b.number);
}
