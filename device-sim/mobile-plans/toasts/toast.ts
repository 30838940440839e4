import type { Instant } from '#shared/runtime/span';

import type { ActivationError } from '../enumerations.ts';

/**
 * What a toast is about: `downloadReady` - a profile that was bought for later can be installed now; `connected` - the
 * network is there at last; `notConnected` - the app has given up to register; `downloadFailed` - the profile could not
 * be installed, and the portal knows more.
 */
export type ToastKind = 'downloadReady' | 'connected' | 'notConnected' | 'downloadFailed';

/** `shown` until the person has done something about it, on the screen or in the notification centre; `expired`: nobody ever did. */
export type ToastState = 'shown' | 'accepted' | 'ignored' | 'expired';

/** What came of what a person agreed to. */
export interface AcceptedToast {
  /** As the portal would be told. */
  readonly result: ActivationError;
  /** Empty where it never became known. */
  readonly iccid: string;
  /** When the device tries again by itself; undefined when it does not. */
  readonly retryAt: Instant | undefined;
}

/** A toast of Windows, which the app shows outside the portal's window. */
export interface Toast {
  /** Counts up from 1 on each device. */
  readonly id: string;
  readonly kind: ToastKind;
  /** One line for the person. */
  readonly text: string;
  readonly shownAt: Instant;
  /** Of the operation it belongs to, as the portal knows it. */
  readonly operation: string;
  readonly state: ToastState;
  /** Whether the person sees it without opening the notification centre. */
  readonly onScreen: boolean;
  /**
   * The person takes it: what it invites to begins. Resolves after the first attempt, however it ended; undefined for a
   * toast that only tells something.
   * @throws ToastAnswered
   */
  accept(): Promise<AcceptedToast | undefined>;
  /** The person puts it away; what it invites to never happens. @throws ToastAnswered */
  ignore(): void;
}

/** The person has answered already, or may no more. The message is one line. */
export class ToastAnswered extends Error {
  override readonly name = 'ToastAnswered';
}
