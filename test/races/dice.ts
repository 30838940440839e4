import type { Entropy } from '#shared/runtime/entropy';

/** Chance under a seed, for tests: one draw of octets serves many rolls. */
export class Dice {
  readonly #entropy: Entropy;
  #octets = new Uint8Array();
  #next = 0;

  constructor(entropy: Entropy) {
    this.#entropy = entropy;
  }

  /** A whole number from 0 to `sides` - 1, at most 65,536 sides. */
  roll(sides: number): number {
    if (this.#next + 2 > this.#octets.length) {
      this.#octets = new Uint8Array(this.#entropy.draw('rolls', 64));
      this.#next = 0;
    }
    const [high = 0, low = 0] = this.#octets.subarray(this.#next, this.#next + 2);
    this.#next += 2;
    return (high * 256 + low) % sides;
  }

  /** True once in so many times. */
  oneIn(times: number): boolean {
    return this.roll(times) === 0;
  }
}
