import type { Instant } from '#shared/runtime/span';

/** Something the app does later by itself, if nobody is in the way. */
export interface Awaited {
  /** Of the operation, as the portal knows it. */
  readonly id: string;
  /** `toast` - asks the person to install; `retry` - downloads again; `registration` - looks for the network again. */
  readonly what: 'toast' | 'retry' | 'registration';
  readonly due: Instant;
}
