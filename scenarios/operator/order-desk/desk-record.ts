import type { EmmCause } from '#device-sim/network/index';
import type { NotificationPoint } from '#shared/rsp/es2plus';
import type { Instant } from '#shared/runtime/span';

import type { LaterProvision, PlanBalance } from './plan.ts';

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
  /** functionCallIdentifier: what comes by the same one again was heard before. */
  readonly call?: string;
}

/** A provisioning that has not happened yet. */
export interface AwaitedProvision extends LaterProvision {
  /** When it happens, once that from which it counts has happened. */
  readonly dueAt?: Instant;
}

/** What a subscriber has left, as the network last said. */
export interface DeskBalance {
  readonly octets: number;
  readonly expiresAt?: Instant;
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
  /** What the network is to hear later, as long as that has not happened. */
  readonly provision?: AwaitedProvision | undefined;
  /** When the Profile becomes available for download, where the order says a time; `Confirmed` until then. */
  readonly availableAt?: Instant | undefined;
  /** What the subscriber gets with the plan once the network knows it. */
  readonly planned?: PlanBalance | undefined;
  /** Undefined: not metered. */
  readonly balance?: DeskBalance | undefined;
  /** What the network says to a subscriber that is kept out. */
  readonly barred?: EmmCause | undefined;
}

/** The record as it is now: what was to become available by now is Released. */
export function asOf({ availableAt, ...record }: DeskRecord, now: Instant): DeskRecord {
  if (availableAt === undefined || record.state !== 'Confirmed') return record;
  return availableAt <= now ? { ...record, state: 'Released' } : { ...record, availableAt };
}
