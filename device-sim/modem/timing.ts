import type { Span } from '#shared/runtime/span';
import { hours, minutes, seconds } from '#shared/runtime/span';

/** How long a modem waits for what (TS 24.301 §10.2, TS 23.122). */
export interface ModemTiming {
  /** For the end of an attach to which the network says nothing. */
  readonly t3410: Span;
  /** Before an attach that failed is tried again. */
  readonly t3411: Span;
  /** The same, after it has failed `attempts` times. */
  readonly t3402: Span;
  readonly attempts: number;
  /** Before cells are looked for again where there were none. */
  readonly searchAgain: Span;
  /** For which a network is left alone that failed severely (cause 42): twice the T of TS 23.122, an hour. */
  readonly avoidance: Span;
  /** For which a tracking area is kept away from that was forbidden: 12 to 24 h (TS 24.301 §5.3.2). */
  readonly forbiddenAreas: Span;
}

export const usualTiming: ModemTiming = {
  t3410: seconds(15),
  t3411: seconds(10),
  t3402: minutes(12),
  attempts: 5,
  searchAgain: minutes(1),
  avoidance: hours(2),
  forbiddenAreas: hours(12),
};
