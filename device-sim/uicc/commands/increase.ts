import type { Bytes } from '#shared/bytes/bytes';
import { concat } from '#shared/bytes/bytes';

import { increasing } from '../access/access-rule.ts';
import type { Command } from '../apdu/command.ts';
import type { Reply } from '../apdu/reply.ts';
import { waiting } from '../apdu/reply.ts';
import { StatusError } from '../apdu/status-word.ts';
import type { UiccChannel } from '../channel.ts';
import { contentOfRecord, putFirst } from './record.ts';

/** INCREASE (TS 102 221 §11.1.8): the newest record of a ring plus a value becomes the new record; both are the answer. @throws StatusError */
export async function increase(channel: UiccChannel, { p1, p2, data }: Command): Promise<Reply> {
  const short = (p1 & 0x80) !== 0;
  if (p2 !== 0 || (!short && p1 !== 0) || (p1 & 0x60) !== 0) {
    throw new StatusError('incorrectP1P2', `INCREASE with P1 ${p1}, P2 ${p2}`);
  }
  const file = short ? channel.selection.bySfi(p1 & 0x1f) : channel.file;
  if (file.kind !== 'cyclic') throw new StatusError('incompatibleFile', `${file.path} is ${file.kind}`);
  channel.check(increasing);
  const value = contentOfRecord(channel, file, 1);
  if (data.length === 0 || data.length > value.length) {
    throw new StatusError('wrongLength', `${data.length} octets to be added to ${value.length}`);
  }
  const sum = added(value, data);
  await putFirst(channel, file, sum);
  return waiting(concat(sum, data));
}

/** @throws StatusError valueAtItsMaximum when the sum needs more octets */
function added(value: Bytes, addend: Bytes): Bytes {
  const sum = value.slice();
  const shift = value.length - addend.length;
  let carry = 0;
  for (let at = value.length - 1; at >= 0; at -= 1) {
    const total = (value[at] ?? 0) + (addend[at - shift] ?? 0) + carry;
    sum[at] = total & 0xff;
    carry = total >> 8;
  }
  if (carry !== 0) throw new StatusError('valueAtItsMaximum', 'the sum does not fit');
  return sum;
}
