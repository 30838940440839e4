import { systemClock } from '#shared/runtime/clock';

/** Begins to count wall time; the returned function says how many seconds have passed. */
export function wallWatch(): () => number {
  const wall = systemClock();
  const began = wall.now();
  return () => (wall.now() - began) / 1_000;
}
