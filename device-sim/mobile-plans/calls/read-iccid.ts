import { parseIccid } from '#shared/identifiers/iccid';

import type { Described } from '../bridge/described.ts';
import { sayDescribed } from '../bridge/described.ts';
import type { Findings } from '../findings.ts';
import { withoutFiller } from '../launch-failures.ts';

/** Whether an argument was left out. */
export function isLeftOut(value: Described | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && 'odd' in value && value.odd === 'undefined';
}

/** The ICCID a portal handed over, without filler; undefined when it is none, and a finding says why. */
export function readIccid(value: Described | undefined, findings: Findings): string | undefined {
  try {
    if (typeof value !== 'string') throw new TypeError('no text');
    const iccid = parseIccid(value);
    if (iccid !== value) findings.add('iccidFiller', value);
    return withoutFiller(iccid);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    findings.add('iccidMalformed', sayDescribed(value));
    return undefined;
  }
}
