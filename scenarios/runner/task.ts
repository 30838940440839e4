/** One scenario to be played. Plain data: it is sent from thread to thread. */
export interface Task {
  readonly text: string;
  /** As results know it. */
  readonly file: string;
  readonly needsBrowser: boolean;
  readonly variant: Variant;
}

/** A scenario as it is written; with each expectation negated in its turn; without its cause. */
export type Variant = 'written' | 'negated' | 'withoutCause';

/** What holds for all scenarios of a run. */
export interface RunTerms {
  /** Of the run. */
  readonly seed: string;
  /** By the wall instead of a clock that jumps. */
  readonly realTime: boolean;
  /** The program of the browser; undefined: there is none. */
  readonly browser: string | undefined;
  /** Whether what goes over the wires is kept. */
  readonly stories: boolean;
}
