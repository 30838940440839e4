import { concat } from '#shared/bytes/bytes';
import type { Bytes } from '#shared/bytes/bytes';
import type { FileNode } from '#shared/saip/file-tree';
import { recordOf } from '#shared/saip/file-tree';

import { reading, updating } from '../access/access-rule.ts';
import type { Command } from '../apdu/command.ts';
import type { Reply } from '../apdu/reply.ts';
import { done, exactly } from '../apdu/reply.ts';
import { StatusError } from '../apdu/status-word.ts';
import type { UiccChannel } from '../channel.ts';
import { recordFileOf, recordPlaceOf } from './record-place.ts';

/** READ RECORD (TS 102 221 §11.1.5). @throws StatusError */
export function readRecord(channel: UiccChannel, command: Command): Reply {
  if (command.data.length > 0) throw new StatusError('wrongLength', 'READ RECORD has no data');
  const file = recordFileOf(channel, command);
  channel.check(reading);
  const { record, mode } = recordPlaceOf(channel, file, command);
  const reply = exactly(command, contentOfRecord(channel, file, record));
  if (mode !== 'absolute' && reply.data.length > 0) channel.selection.record = record;
  return reply;
}

/** UPDATE RECORD (TS 102 221 §11.1.6); in a ring the oldest record gives way and the new one is the first. @throws StatusError */
export async function updateRecord(channel: UiccChannel, command: Command): Promise<Reply> {
  const { data } = command;
  const file = recordFileOf(channel, command);
  channel.check(updating);
  if (file.kind === 'cyclic') {
    if ((command.p2 & 0x07) !== 0x03 || command.p1 !== 0) {
      throw new StatusError('incorrectP1P2', 'a ring is updated by PREVIOUS');
    }
    expectRecord(file, data);
    await putFirst(channel, file, data);
    return done;
  }
  const { record, mode } = recordPlaceOf(channel, file, command);
  expectRecord(file, data);
  const content = channel.uicc.files.contentOf(file).slice();
  content.set(data, (record - 1) * data.length);
  await channel.uicc.files.write(file, content);
  if (mode !== 'absolute') channel.selection.record = record;
  return done;
}

/** The octets of a record as they are now. */
export function contentOfRecord({ uicc }: UiccChannel, file: FileNode, record: number): Bytes {
  return recordOf({ ...file, content: uicc.files.contentOf(file) }, record) ?? new Uint8Array();
}

/** Puts a record in front of a ring; the oldest one drops out, and the new one is current. */
export async function putFirst({ uicc, selection }: UiccChannel, file: FileNode, data: Bytes): Promise<void> {
  const content = uicc.files.contentOf(file);
  await uicc.files.write(file, concat(data, content.subarray(0, content.length - data.length)));
  selection.record = 1;
}

function expectRecord({ path, recordLength }: FileNode, data: Bytes): void {
  if (data.length !== recordLength) {
    throw new StatusError('wrongLength', `${data.length} octets for a record of ${path}`);
  }
}
