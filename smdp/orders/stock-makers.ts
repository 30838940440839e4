import type { Clock } from '#shared/runtime/clock';
import { OneByOne } from '#shared/runtime/one-by-one';

import type { Ownership } from './order.ts';

/** What an operator makes Profiles of a type with, as they are ordered. */
export interface StockMaker extends Ownership {
  /** Puts one more Profile of the type into stock; or none, when it is used up or throws. */
  make(): Promise<void>;
}

/** The operators that make Profiles when they are asked for. Makers are not kept: they come again at each start. */
export class StockMakers {
  readonly #makers = new Map<string, StockMaker>();
  readonly #turns: OneByOne;

  constructor(clock: Pick<Clock, 'until'>) {
    this.#turns = new OneByOne((turn) => clock.until('an earlier order of the same type', turn));
  }

  /** A maker takes the place of the one before of its operator and type. */
  add(maker: StockMaker): void {
    this.#makers.set(keyOf(maker), maker);
  }

  /** Which operators make Profiles of a type. */
  ownersOf(profileType: string): readonly string[] {
    return [...this.#makers.values()]
      .filter((maker) => maker.profileType === profileType)
      .map(({ owner }) => owner);
  }

  /**
   * What `take` finds in stock; where it finds nothing, one is made and it looks again. What is made for one call no
   * other call takes. @throws what the maker throws
   */
  async takeOrMake<T>(of: Ownership, take: () => Promise<T | undefined>): Promise<T | undefined> {
    return this.alone(of, async () => {
      const found = await take();
      const maker = this.#makers.get(keyOf(of));
      if (found !== undefined || maker === undefined) return found;
      await maker.make();
      return take();
    });
  }

  /** Runs work during which nobody is given a Profile of an operator by its type. */
  async alone<T>(of: Ownership, work: () => Promise<T>): Promise<T> {
    return this.#turns.run(keyOf(of), work);
  }
}

const keyOf = ({ owner, profileType }: Ownership): string => JSON.stringify([owner, profileType]);
