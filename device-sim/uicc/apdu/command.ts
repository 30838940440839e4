import type { Bytes } from '#shared/bytes/bytes';
import { part } from '#shared/bytes/bytes';

import { StatusError } from './status-word.ts';

/** A short command APDU (ISO 7816-4 §5.1), cases 1 to 4. */
export interface Command {
  readonly classByte: number;
  readonly instruction: number;
  readonly p1: number;
  readonly p2: number;
  /** A view into the command's octets where they are many. */
  readonly data: Bytes;
  /** Octets expected at most, 256 for `00`; undefined when the command has no Le. */
  readonly expected: number | undefined;
}

const none = new Uint8Array();

/** @throws StatusError wrongLength when the octets are no short APDU. */
export function parseCommand(octets: Bytes): Command {
  if (octets.length < 4) throw new StatusError('wrongLength', `an APDU of ${octets.length} octets`);
  const p3 = octets[4];
  if (p3 === undefined) return commandOf(octets, none, undefined);
  if (octets.length === 5) return commandOf(octets, none, p3);
  const end = 5 + p3;
  if (p3 === 0 || octets.length < end || octets.length > end + 1) {
    throw new StatusError('wrongLength', `Lc ${p3} in an APDU of ${octets.length} octets`);
  }
  return commandOf(octets, part(octets, 5, end), octets[end]);
}

function commandOf(octets: Bytes, data: Bytes, le: number | undefined): Command {
  return {
    classByte: octets[0] ?? 0,
    instruction: octets[1] ?? 0,
    p1: octets[2] ?? 0,
    p2: octets[3] ?? 0,
    data,
    expected: le === undefined ? undefined : le || 256,
  };
}
