import type { Bytes } from '#shared/bytes/bytes';
import type { Eid } from '#shared/identifiers/eid';
import type { Iccid } from '#shared/identifiers/iccid';
import type { NotificationPoint } from '#shared/rsp/es2plus';
import type { Instant } from '#shared/runtime/span';

import type { ProgressOutcome } from './progress-outcome.ts';

/** What an operator is told. */
export interface ProgressInfo {
  /** The order's id: what is told of one order arrives in order. */
  readonly order: number;
  readonly iccid: Iccid;
  readonly eid: Eid;
  readonly profileType: string;
  readonly point: NotificationPoint;
  readonly outcome: ProgressOutcome;
  /** The ProfileInstallationResult, the whole `BF37`. */
  readonly resultData: Bytes | undefined;
}

/** A call that tells an operator, as it is kept until it is over. */
export interface ProgressCall {
  /** Counts up: of one order the least is told first. */
  readonly id: number;
  /** URL of the operator's end. */
  readonly peer: string;
  readonly info: ProgressInfo;
  /** When it happened. */
  readonly at: Instant;
  /** The same however often the call is made: the operator knows by it what it has heard before. */
  readonly functionCallIdentifier: string;
  /** How often it was made already, and brought no answer. */
  readonly made: number;
}

/** Keeps calls until they are over. Each change is one transaction; a promise resolves after it has been committed. */
export interface CallStore {
  /** Those that are not over, in the order of their ids. */
  all(): Promise<readonly ProgressCall[]>;
  /** Keeps calls, each in place of the one of its id. */
  keep(calls: readonly ProgressCall[]): Promise<void>;
  /** Lets one go that is over. */
  forget(id: number): Promise<void>;
}
