import { SteppedClock } from './clock/stepped-clock.ts';
import { SystemClock } from './clock/system-clock.ts';
import { VirtualClock } from './clock/virtual-clock.ts';
import type { Clock } from './clock/contract.ts';
import { TimedOut } from './clock/contract.ts';
import { instant } from './span.ts';
import type { Instant, Span } from './span.ts';

export { NothingCanHappen, TimedOut } from './clock/contract.ts';
export type { Clock } from './clock/contract.ts';

/** Jumps to the next timer as soon as every exchange is parked: for runs without a person. */
export function virtualClock(start: Instant): Clock {
  return new VirtualClock(start);
}

/** Stands still but for `advance`: for a world with a page or a person attached. */
export function steppedClock(start: Instant): Clock {
  return new SteppedClock(start);
}

/** Goes on with the wall, from `start` (the wall's own time if left out), and can be advanced besides. */
export function systemClock(options: { readonly start?: Instant } = {}): Clock {
  return new SystemClock(options.start ?? instant(Date.now()));
}

/**
 * The outcome of `promise`, if it comes within `span` of `clock`.
 * The promise itself goes on: its owner ends it.
 * @throws TimedOut
 */
export async function withTimeout<T>(
  clock: Clock,
  span: Span,
  what: string,
  promise: Promise<T>,
): Promise<T> {
  let cancel = (): void => undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    cancel = clock.alarm(span, `time-out of ${what}`, () => {
      reject(new TimedOut(what, span));
    });
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    cancel();
  }
}
