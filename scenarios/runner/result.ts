import type { Position } from '../language/index.ts';
import type { Story } from './story/story.ts';

/** How a scenario came out. Plain data: it is sent from thread to thread. */
export interface ScenarioResult {
  readonly name: string;
  /** As it was found: below the folder of the run, or `catalog:…`. */
  readonly file: string;
  /** Its cause, one sentence; undefined where its file says none. */
  readonly because: string | undefined;
  readonly tags: readonly string[];
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** Why it was skipped. */
  readonly reason?: string;
  readonly failure?: ScenarioFailure;
  /** Where each expectation was negated: how it failed at those that hold. */
  readonly turned?: readonly ScenarioFailure[];
  /** How many expectations were evaluated, and how many there are. */
  readonly evaluated: number;
  readonly expectations: number;
  /** By the Clock of its world. */
  readonly virtualSeconds: number;
  readonly wallSeconds: number;
  /** SHA-256 over all wires of its world, 64 hex digits; empty where it was not played. */
  readonly traceHash: string;
  /** What its world came from. */
  readonly seed: string;
  /** What a person saw of it: refusals, profile states, registrations and order history, each with its minute. */
  readonly fingerprint: string;
  /** What went over its wires, where that was asked for. */
  readonly story?: Story;
}

/** Why a scenario did not pass. */
export interface ScenarioFailure {
  /** The expectation or the step at which it ended; undefined where it was nothing of the file. */
  readonly position?: Position;
  /** One line. */
  readonly message: string;
  /** Whether it was an expectation that did not hold. */
  readonly byExpectation: boolean;
}

/** A whole run. */
export interface RunResult {
  /** In the order of their files. */
  readonly scenarios: readonly ScenarioResult[];
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Of all worlds together. */
  readonly virtualSeconds: number;
  readonly wallSeconds: number;
  /** SHA-256 over name and trace hash of each scenario, in the order of the names. */
  readonly traceHash: string;
  readonly seed: string;
}
