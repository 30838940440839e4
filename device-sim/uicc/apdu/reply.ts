import type { Bytes } from '#shared/bytes/bytes';

import type { Command } from './command.ts';
import { statusWords } from './status-word.ts';

/** What a command brings. */
export interface Reply {
  readonly data: Bytes;
  readonly status: number;
  /** The command had data itself: by T=0 the answer waits for GET RESPONSE (TS 102 221 §7.3.1.1). */
  readonly waits: boolean;
}

const none = new Uint8Array();

/** Done, and nothing to tell. */
export const done: Reply = { data: none, status: statusWords.ok, waits: false };

/** Nothing but a status word. */
export const onlyStatus = (status: number): Reply => ({ data: none, status, waits: false });

/** Data that waits for GET RESPONSE. */
export const waiting = (data: Bytes): Reply => ({ data, status: statusWords.ok, waits: true });

/** The first octets of the data, as many as were expected; `6Cxx` when there are fewer. */
export function atMost({ expected = 256 }: Command, data: Bytes): Reply {
  if (expected > data.length) return wrongExpectation(data.length);
  return { data: data.slice(0, expected), status: statusWords.ok, waits: false };
}

/** The data when just that many octets were expected; else `6Cxx`. */
export function exactly(command: Command, data: Bytes): Reply {
  return command.expected === data.length ? atMost(command, data) : wrongExpectation(data.length);
}

/** `6Cxx`: xx octets are there, 00 for 256. */
const wrongExpectation = (octets: number): Reply => onlyStatus(0x6c00 | (Math.min(octets, 256) & 0xff));
