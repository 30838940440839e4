import type { Bytes } from '#shared/bytes/bytes';

import { StatusError } from './status-word.ts';

/** A short command APDU (ISO 7816-4 §5.1), cases 1 to 4. */
export interface Command {
  readonly classByte: number;
  readonly instruction: number;
  readonly p1: number;
  readonly p2: number;
  /** A view into the command's octets. */
  readonly data: Bytes;
  /** Octets expected at most, 256 for `00`; undefined when the command has no Le. */
  readonly expected: number | undefined;
}

const none = new Uint8Array();

/** @throws StatusError wrongLength when the octets are no short APDU. */
export function parseCommand(octets: Bytes): Command {
  const [classByte, instruction, p1, p2, p3] = octets;
  if (classByte === undefined || instruction === undefined || p1 === undefined || p2 === undefined) {
    throw new StatusError('wrongLength', `an APDU of ${octets.length} octets`);
  }
  const header = { classByte, instruction, p1, p2 };
  if (p3 === undefined) return { ...header, data: none, expected: undefined };
  if (octets.length === 5) return { ...header, data: none, expected: p3 || 256 };
  const end = 5 + p3;
  if (p3 === 0 || octets.length < end || octets.length > end + 1) {
    throw new StatusError('wrongLength', `Lc ${p3} in an APDU of ${octets.length} octets`);
  }
  const data = octets.subarray(5, end);
  const le = octets[end];
  return { ...header, data, expected: le === undefined ? undefined : le || 256 };
}
