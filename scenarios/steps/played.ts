import type { Position } from '../language/position.ts';
import type { Instant } from '#shared/runtime/span';
import type { TraceEvents } from '#shared/runtime/trace';

/** Why a scenario did not pass. */
export interface Failure {
  /** The expectation or the step at which it ended. */
  readonly position: Position;
  /** One line. */
  readonly message: string;
  /** Whether it was an expectation that did not hold. */
  readonly byExpectation: boolean;
}

/** A message on one of the wires of the world. */
export interface Message extends Readonly<TraceEvents['wire']> {
  readonly at: Instant;
}

/** What a person sees of a scenario, each entry with its virtual minute: `10m authenticateClient profileNotReleased`. */
export interface Fingerprint {
  /** What ES9+ and ES2+ refused, and where a device gave up. */
  readonly refusals: readonly string[];
  /** What became of the profiles on the cards. */
  readonly profileStates: readonly string[];
  /** Where the modems stood. */
  readonly registrations: readonly string[];
  /** What became of the orders at the SM-DP+. */
  readonly orderHistory: readonly string[];
}

/** A scenario that was played to its end. */
export interface Played extends Fingerprint {
  readonly outcome: 'passed' | 'failed';
  readonly failure?: Failure;
  /** Where each expectation was negated: how it failed at those that hold. */
  readonly turned?: readonly Failure[];
  /** How many expectations were evaluated. */
  readonly evaluated: number;
  /** SHA-256 over all wires, 64 hex digits. */
  readonly traceHash: string;
  /** How much time of the Clock it took. */
  readonly virtualSeconds: number;
  /** All that went over the wires, in order. */
  readonly messages: readonly Message[];
}
