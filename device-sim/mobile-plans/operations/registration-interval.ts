import type { Span } from '#shared/runtime/span';
import { minutes } from '#shared/runtime/span';

const STEP = 15;

/** The app goes by quarters of an hour: nothing at once, anything else to the nearest step, and at least one (mobile-plans §3). */
export function registrationInterval(asked: number): Span {
  return minutes(asked === 0 ? 0 : Math.max(STEP, Math.round(asked / STEP) * STEP));
}

/** From one attempt to the next where the portal asked for the first at once. */
export const shortestInterval: Span = minutes(STEP);
