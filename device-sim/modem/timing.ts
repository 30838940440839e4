import type { Span } from '#shared/runtime/span';
import { minutes, seconds } from '#shared/runtime/span';

/** How long a modem waits for what (TS 24.301 §10.2). */
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
}

export const usualTiming: ModemTiming = {
  t3410: seconds(15),
  t3411: seconds(10),
  t3402: minutes(12),
  attempts: 5,
  searchAgain: minutes(1),
};
