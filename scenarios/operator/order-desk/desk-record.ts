import type { NotificationPoint } from '#shared/rsp/es2plus';
import type { Instant } from '#shared/runtime/span';

/**
 * An order as the operator knows it: by its own acts, and by what the SM-DP+ tells of the download. `Available` and
 * `Unavailable` are what a cancelled order leaves (SGP.22 §5.3.3). A Profile that the desk keeps in stock is `Available`
 * until the SM-DP+ tells of a download: that another ordered it over ES2+ the desk is not told.
 */
export type DeskState =
  'Confirmed' | 'Released' | 'Downloaded' | 'Installed' | 'Error' | 'Available' | 'Unavailable';

/** What the SM-DP+ told of a download (SGP.22 §5.3.5). */
export interface DeskProgress {
  /** A number that is none of ours is kept as `point 100`. */
  readonly point: NotificationPoint | `point ${number}`;
  /** `success`, or why not in one line. */
  readonly status: string;
  readonly at: Instant;
}

/** An order at the desk. A snapshot: what happens later is in the next one. */
export interface DeskRecord {
  readonly iccid: string;
  /** Empty where the order is found by EID, and in stock. */
  readonly matchingId: string;
  /** Empty in stock: whoever orders it makes the code. */
  readonly activationCode: string;
  readonly profileType: string;
  /** The EID it was ordered for. */
  readonly eid?: string;
  readonly state: DeskState;
  /** The latest hundred. */
  readonly progress: readonly DeskProgress[];
  /** Whether the network knows the subscriber. */
  readonly provisioned: boolean;
}
