import type { Bytes } from '#shared/bytes/bytes';

import type { Command } from '../../uicc/index.ts';
import { statusOctets, statusWords, StatusError, withStatus } from '../../uicc/index.ts';
import type { CardApplicationToolkit } from './card-application-toolkit.ts';

const instructions = {
  terminalProfile: 0x10,
  fetch: 0x12,
  terminalResponse: 0x14,
  terminalCapability: 0xaa,
  envelope: 0xc2,
} as const;

/** A command between terminal and card as a whole (TS 102 221 §11.2), on whatever channel; undefined when it is none. @throws StatusError */
export async function terminalCommand(
  toolkit: CardApplicationToolkit,
  command: Command,
): Promise<Bytes | undefined> {
  const { instruction, p1, p2, data } = command;
  switch (instruction) {
    case instructions.terminalProfile:
      expectZero(p1, p2);
      toolkit.terminalProfile(data);
      return statusOctets(statusWords.ok);
    case instructions.fetch:
      expectZero(p1, p2);
      return fetch(toolkit, command);
    case instructions.terminalResponse:
      expectZero(p1, p2);
      await toolkit.terminalResponse(data);
      return statusOctets(statusWords.ok);
    case instructions.envelope:
    case instructions.terminalCapability:
      return statusOctets(statusWords.ok);
    default:
      return undefined;
  }
}

function fetch(toolkit: CardApplicationToolkit, { data, expected }: Command): Bytes {
  if (data.length > 0) throw new StatusError('wrongLength', 'FETCH has no data');
  const { waiting } = toolkit;
  if (waiting !== undefined && expected !== waiting) return Uint8Array.of(0x6c, waiting);
  return withStatus(toolkit.fetch(), statusWords.ok);
}

function expectZero(p1: number, p2: number): void {
  if (p1 !== 0 || p2 !== 0) throw new StatusError('incorrectP1P2', 'P1 and P2 are 00');
}
