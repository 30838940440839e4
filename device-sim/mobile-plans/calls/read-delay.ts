import type { Described } from '../bridge/described.ts';
import { sayDescribed } from '../bridge/described.ts';
import type { Findings } from '../findings.ts';

/** A week; more was hardly meant in minutes. */
const LONG = 7 * 24 * 60;

/** The delay of a download in minutes, 0 when it is left out; undefined when it is none, and a finding says why. */
export function readDelay(value: Described | undefined, findings: Findings): number | undefined {
  if (value === undefined || value === null) return 0;
  if (typeof value === 'object' && 'odd' in value && value.odd === 'undefined') return 0;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) {
    findings.add('delayMalformed', sayDescribed(value));
    return undefined;
  }
  if (value > LONG) findings.add('delayUnit', `${value} minutes`);
  return value;
}
