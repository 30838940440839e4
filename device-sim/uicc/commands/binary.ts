import type { FileNode } from '#shared/saip/file-tree';

import { reading, updating } from '../access/access-rule.ts';
import type { Command } from '../apdu/command.ts';
import type { Reply } from '../apdu/reply.ts';
import { atMost, done } from '../apdu/reply.ts';
import { StatusError } from '../apdu/status-word.ts';
import type { UiccChannel } from '../channel.ts';

/** READ BINARY (TS 102 221 §11.1.3). @throws StatusError */
export function readBinary(channel: UiccChannel, command: Command): Reply {
  if (command.data.length > 0) throw new StatusError('wrongLength', 'READ BINARY has no data');
  const { file, offset } = placeOf(channel, command);
  channel.check(reading);
  const content = channel.uicc.files.contentOf(file);
  if (offset >= content.length) throw new StatusError('wrongOffset', `${file.path} ends before ${offset}`);
  return atMost(command, content.slice(offset, offset + 256));
}

/** UPDATE BINARY (TS 102 221 §11.1.4). @throws StatusError */
export async function updateBinary(channel: UiccChannel, command: Command): Promise<Reply> {
  const { data } = command;
  const { file, offset } = placeOf(channel, command);
  channel.check(updating);
  const content = channel.uicc.files.contentOf(file).slice();
  if (offset >= content.length) throw new StatusError('wrongOffset', `${file.path} ends before ${offset}`);
  if (data.length === 0 || offset + data.length > content.length) {
    throw new StatusError('wrongLength', `${data.length} octets at ${offset} of ${content.length}`);
  }
  content.set(data, offset);
  await channel.uicc.files.write(file, content);
  return done;
}

/** P1 with its top bit names a file by its short identifier; else P1 and P2 are the offset. */
function placeOf(channel: UiccChannel, { p1, p2 }: Command): { file: FileNode; offset: number } {
  const short = (p1 & 0x80) !== 0;
  if (short && (p1 & 0x60) !== 0) throw new StatusError('incorrectP1P2', `P1 ${p1}`);
  const file = short ? channel.selection.bySfi(p1 & 0x1f) : channel.file;
  if (file.kind !== 'transparent') throw new StatusError('incompatibleFile', `${file.path} is ${file.kind}`);
  return { file, offset: short ? p2 : (p1 << 8) | p2 };
}
