import type { Command } from '../apdu/command.ts';
import type { Reply } from '../apdu/reply.ts';
import type { UiccChannel } from '../channel.ts';
import { authenticate } from './authenticate.ts';
import { readBinary, updateBinary } from './binary.ts';
import { increase } from './increase.ts';
import { changePin, disablePin, enablePin, unblockPin, verifyPin } from './pin.ts';
import { readRecord, updateRecord } from './record.ts';
import { searchRecord } from './search-record.ts';
import { selectFile } from './select-file.ts';
import { status } from './status.ts';

/** A command of the UICC. @throws StatusError */
export type UiccCommand = (channel: UiccChannel, command: Command) => Reply | Promise<Reply>;

/** Classes 0X and 4X, by INS (TS 102 221 §10.1.2). */
export const interindustryCommands: ReadonlyMap<number, UiccCommand> = new Map<number, UiccCommand>([
  [0x20, verifyPin],
  [0x24, changePin],
  [0x26, disablePin],
  [0x28, enablePin],
  [0x2c, unblockPin],
  [0x88, authenticate],
  [0xa2, searchRecord],
  [0xa4, selectFile],
  [0xb0, readBinary],
  [0xb2, readRecord],
  [0xd6, updateBinary],
  [0xdc, updateRecord],
]);

/** Classes 8X and CX. */
export const proprietaryCommands: ReadonlyMap<number, UiccCommand> = new Map<number, UiccCommand>([
  [0x32, increase],
  [0xf2, status],
]);
