import type { Step } from '../steps/verb.ts';
import type { Path } from './path.ts';
import type { Position } from './position.ts';
import type { Given } from './world/world-words.ts';

/** One member of an `expect`. */
export interface Expectation {
  /** Its number in the file, from 0. */
  readonly index: number;
  readonly word: string;
  readonly path: Path;
  readonly position: Position;
}

/** A scenario as its file has it. */
export interface Scenario {
  readonly name: string;
  readonly file: string;
  /** Why it comes out as it does, one sentence; undefined where the file does not say. */
  readonly because: string | undefined;
  /** Where in the file that cause stands. */
  readonly cause: Path | undefined;
  readonly tags: readonly string[];
  /** What the machine must have for it. */
  readonly needs: readonly 'browser'[];
  readonly world: Given['options'];
  /** What the operator sells. */
  readonly plans: Given['plans'];
  /** The types of profiles that orders may name. */
  readonly profileTypes: Given['profileTypes'];
  readonly steps: readonly Step[];
  /** The expectation that has to fail, where the scenario was negated; `each`: every one of them, in one play. */
  readonly negated: number | 'each' | undefined;
  /** Where the name stands. */
  readonly position: Position;
  /** All expectations, in the order of the file. */
  readonly expectations: () => readonly Expectation[];
  /** Where something stands in the file. */
  readonly locate: (path: Path) => Position;
}
