import type { Bytes } from '#shared/bytes/bytes';
import type { Instant } from '#shared/runtime/span';

/** What happened in the world of a scenario, in order. Plain data: it is sent from thread to thread. */
export interface Story {
  readonly entries: readonly StoryEntry[];
  /** The file that was played. */
  readonly source: string;
}

/** Octets on a wire, as the trace has them. */
export interface WireEntry {
  readonly kind: 'wire';
  readonly at: Instant;
  readonly lane: string;
  readonly direction: string;
  readonly octets: Bytes;
  readonly what?: string;
}

/** A command of the LPA and its answer. The wire between LPA and card has the same octets, before this. */
export interface ApduEntry {
  readonly kind: 'apdu';
  readonly at: Instant;
  readonly device: string;
  readonly what: string;
  readonly command: Bytes;
  readonly answer: Bytes;
}

/** Anything else that a person would want to know. */
export interface EventEntry {
  readonly kind: 'event';
  readonly at: Instant;
  /** As the trace names it. */
  readonly name: string;
  /** Octets in hex, no secrets. */
  readonly event: unknown;
}

export type StoryEntry = WireEntry | ApduEntry | EventEntry;
