import { createHash } from 'node:crypto';

import type { Bytes } from '#shared/bytes/bytes';

/** Chance of one hostile input: the same seed, name and number draw the same again, whatever came before. */
export class Chance {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(seed: number, name: string, number: number) {
    const digest = createHash('sha256').update(`${seed} ${name} ${number}`).digest();
    this.#a = digest.readInt32LE(0);
    this.#b = digest.readInt32LE(4);
    this.#c = digest.readInt32LE(8);
    this.#d = digest.readInt32LE(12);
  }

  /** A whole number from 0, below `bound`. */
  below(bound: number): number {
    return bound <= 1 ? 0 : this.#next() % bound;
  }

  /** Whether something happens that happens once in `n` times. */
  oneIn(n: number): boolean {
    return this.below(n) === 0;
  }

  octet(): number {
    return this.#next() & 0xff;
  }

  octets(atMost: number): Bytes {
    return Uint8Array.from({ length: this.below(atMost + 1) }, () => this.octet());
  }

  pick<T>(list: readonly T[]): T {
    const picked = list[this.below(list.length)];
    if (picked === undefined) throw new TypeError('nothing to pick from');
    return picked;
  }

  /** The small fast counter of Chris Doty-Humphrey, 32 bits. */
  #next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }
}
