import { NothingCanHappen } from '#shared/runtime/clock';

import type { Path } from '../language/path.ts';
import { printPath } from '../language/path.ts';
import type { Position } from '../language/position.ts';
import type { Expectation, Scenario } from '../language/scenario.ts';
import type { Failure } from './played.ts';
import { StepFailed } from './step-failed.ts';
import type { StepPlace } from './verb.ts';

/** A scenario ended here, for this reason. */
export class SceneEnded extends Error {
  override readonly name = 'SceneEnded';
  readonly failure: Failure;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.message, options);
    this.failure = failure;
  }
}

/** Keeps account of the expectations of a scenario. */
export class Judge {
  readonly #negated: Scenario['negated'];
  readonly #turned = new Map<number, Failure>();
  readonly #expectations: ReadonlyMap<string, Expectation>;
  readonly #evaluated = new Set<number>();
  #now: Position | undefined;

  constructor(scenario: Pick<Scenario, 'expectations' | 'negated'>) {
    this.#negated = scenario.negated;
    this.#expectations = new Map(scenario.expectations().map((each) => [printPath(each.path), each]));
  }

  /** Where the step is that was taken last. */
  get now(): Position | undefined {
    return this.#now;
  }

  /** How many expectations were evaluated. */
  get evaluated(): number {
    return this.#evaluated.size;
  }

  /** With each expectation negated: the failures that this was at those that hold, in the order of the file. */
  get turned(): readonly Failure[] {
    return [...this.#turned].sort(([one], [other]) => one - other).map(([, failure]) => failure);
  }

  /** The members of an `expect`, by their words, in the order of the file. */
  inOrder<Member extends readonly [word: string, ...rest: readonly unknown[]]>(
    expect: Path,
    members: readonly Member[],
  ): readonly Member[] {
    const index = ([word]: Member): number => this.#expectation([...expect, word]).index;
    return [...members].sort((one, other) => index(one) - index(other));
  }

  /** Takes a step: failures of what is not an expectation belong to it. @throws SceneEnded, and faults */
  async at(place: StepPlace, play: () => Promise<void>): Promise<void> {
    this.#now = place.position;
    try {
      await play();
    } catch (error) {
      throw endedAt(place.position, error);
    }
  }

  /** An expectation was looked at, and does not hold for the reason given; undefined: it holds. @throws SceneEnded */
  judge(path: Path, why: string | undefined): void {
    const { index, position, word } = this.#expectation(path);
    this.#evaluated.add(index);
    if (index !== this.#negated && why !== undefined) throw failed(position, why);
    if (why !== undefined) return;
    const turned = failed(position, `${word}: holds, and was expected not to`);
    if (index === this.#negated) throw turned;
    // Up to here a play with this one negated is the same: it would have ended here, and this one goes on.
    if (this.#negated === 'each') this.#turned.set(index, turned.failure);
  }

  /** @throws SceneEnded for the first expectation that was never evaluated */
  expectAllEvaluated(): void {
    for (const { index, position, word } of this.#expectations.values()) {
      if (!this.#evaluated.has(index)) throw ended(position, `the expectation "${word}" was never evaluated`);
    }
  }

  #expectation(path: Path): Expectation {
    const expectation = this.#expectations.get(printPath(path));
    if (expectation === undefined) throw new Error(`no expectation at ${printPath(path)}`);
    return expectation;
  }
}

/** The end of a scenario for a reason that is no expectation's. */
export function ended(position: Position, message: string, options?: ErrorOptions): SceneEnded {
  return new SceneEnded({ position, message, byExpectation: false }, options);
}

const failed = (position: Position, message: string): SceneEnded =>
  new SceneEnded({ position, message, byExpectation: true });

function endedAt(position: Position, error: unknown): unknown {
  if (error instanceof StepFailed || error instanceof NothingCanHappen)
    return ended(position, error.message.replace(/\s+/g, ' '), { cause: error });
  return error;
}
