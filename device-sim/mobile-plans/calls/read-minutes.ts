import type { Described } from '../bridge/described.ts';
import { sayDescribed } from '../bridge/described.ts';
import type { Findings } from '../findings.ts';

/** A week; more was hardly meant in minutes. */
const LONG = 7 * 24 * 60;
/** A year; more was meant by nobody. */
const TOO_LONG = 366 * 24 * 60;

/** A delay or an interval in minutes, 0 when it is left out; undefined when it is none, and a finding says why. */
export function readMinutes(value: Described | undefined, findings: Findings): number | undefined {
  if (value === undefined || value === null) return 0;
  if (typeof value === 'object' && 'odd' in value && value.odd === 'undefined') return 0;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > TOO_LONG) {
    findings.add('delayMalformed', sayDescribed(value));
    return undefined;
  }
  if (value > LONG) findings.add('delayUnit', `${value} minutes`);
  return value;
}
