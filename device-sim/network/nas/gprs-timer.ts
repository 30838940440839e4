import type { Span } from '#shared/runtime/span';
import { seconds } from '#shared/runtime/span';

const deactivated = 0xe0;
/** Seconds in a unit of a GPRS timer, by its code (TS 24.008 §10.5.7.3). */
const units = [2, 60, 360] as const;

/** One octet of GPRS timer or GPRS timer 2, in the finest unit that holds the span; undefined is "deactivated". */
export function writeGprsTimer(span: Span | undefined): number {
  if (span === undefined) return deactivated;
  const whole = span / 1_000;
  const code = units.findIndex((unit) => whole <= unit * 31);
  if (code < 0) return (2 << 5) | 31;
  return (code << 5) | Math.ceil(whole / (units[code] ?? 2));
}

/** The span in that octet; undefined when the timer is deactivated. Reserved units are minutes. */
export function readGprsTimer(octet: number): Span | undefined {
  const code = octet >> 5;
  if (code === 7) return undefined;
  return seconds((octet & 0x1f) * (units[code] ?? 60));
}
