import { readOptional } from './information-elements.ts';
import type { MessageCodec } from './message-codec.ts';

/** EMM STATUS (TS 24.301 §8.2.14): what was wrong with the message before; never answered. */
export interface EmmStatus {
  readonly cause: number;
}

export const emmStatus: MessageCodec<'emmStatus', EmmStatus> = {
  message: 'emmStatus',
  type: 0x60,
  title: 'EMM STATUS',
  write: ({ cause }) => Uint8Array.of(cause),
  read(reader) {
    const cause = reader.octet();
    readOptional(reader, []);
    return { cause };
  },
};
