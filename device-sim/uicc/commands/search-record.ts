import type { Bytes } from '#shared/bytes/bytes';
import { sameBytes } from '#shared/bytes/bytes';
import type { FileNode } from '#shared/saip/file-tree';
import { recordCount } from '#shared/saip/file-tree';

import { reading } from '../access/access-rule.ts';
import type { Command } from '../apdu/command.ts';
import type { Reply } from '../apdu/reply.ts';
import { onlyStatus, waiting } from '../apdu/reply.ts';
import { StatusError, statusWords } from '../apdu/status-word.ts';
import type { UiccChannel } from '../channel.ts';
import { contentOfRecord } from './record.ts';
import { recordFileOf } from './record-place.ts';

/** What is looked for, and from where. */
interface Search {
  readonly pattern: Bytes;
  readonly backward: boolean;
  /** Record number from 1. */
  readonly from: number;
  /** Where in the record the pattern may begin. */
  readonly begin: (content: Bytes) => number;
}

/** SEARCH RECORD (TS 102 221 §11.1.7): the numbers of the records that hold the pattern; `6282` when none does. @throws StatusError */
export function searchRecord(channel: UiccChannel, command: Command): Reply {
  const file = recordFileOf(channel, command);
  channel.check(reading);
  const { pattern, backward, from, begin } = searchOf(channel, file, command);
  const count = recordCount(file);
  if (from < 1 || from > count) throw new StatusError('recordNotFound', `${file.path} record ${from}`);
  const numbers = Array.from({ length: backward ? from : count - from + 1 }, (_, at) =>
    backward ? from - at : from + at,
  );
  const found = numbers.filter((number) => {
    const content = contentOfRecord(channel, file, number);
    const start = begin(content);
    return start >= 0 && holds(content.subarray(start), pattern);
  });
  const [first] = found;
  if (first === undefined) return onlyStatus(statusWords.nothingFound);
  channel.selection.record = first;
  return waiting(Uint8Array.from(found));
}

function searchOf(channel: UiccChannel, file: FileNode, command: Command): Search {
  const { p1, p2, data } = command;
  const mode = p2 & 0x07;
  const current = channel.selection.record;
  if (mode === 0x06) return enhanced(file, current, p1, data);
  if (mode !== 0x04 && mode !== 0x05) throw new StatusError('incorrectP1P2', `SEARCH RECORD with P2 ${p2}`);
  if (data.length === 0) throw new StatusError('wrongLength', 'nothing to look for');
  return { pattern: data, backward: mode === 0x05, from: p1 || current, begin: () => 0 };
}

/** Two octets in front of the pattern: direction and start, then an offset or the octet behind which the search begins. */
function enhanced(file: FileNode, current: number, p1: number, data: Bytes): Search {
  const [indication = 0, where = 0] = data;
  const start = indication & 0x07;
  if (data.length < 3) throw new StatusError('wrongLength', 'nothing to look for');
  if ((indication & 0xf0) !== 0 || start < 0x04) throw new StatusError('incorrectData', 'search indication');
  const backward = (start & 0x01) !== 0;
  const neighbour = backward ? (current || recordCount(file) + 1) - 1 : current + 1;
  return {
    pattern: data.slice(2),
    backward,
    from: start < 0x06 ? p1 || current : neighbour,
    begin: (indication & 0x08) === 0 ? () => where : (content) => afterOctet(content, where),
  };
}

/** Behind the first octet of a value; -1 when there is none. */
function afterOctet(content: Bytes, value: number): number {
  const at = content.indexOf(value);
  return at === -1 ? -1 : at + 1;
}

function holds(content: Bytes, pattern: Bytes): boolean {
  for (let at = 0; at + pattern.length <= content.length; at += 1) {
    if (sameBytes(content.subarray(at, at + pattern.length), pattern)) return true;
  }
  return false;
}
