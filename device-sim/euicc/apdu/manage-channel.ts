import type { Channels } from './channels.ts';
import type { Command } from '../../uicc/index.ts';
import { statusOctets, statusWords, StatusError } from '../../uicc/index.ts';

/** MANAGE CHANNEL (TS 102 221 §11.1.17): `00 70 00 00 01` opens and answers the number, `00 70 80 n` closes n. */
export function manageChannel(channels: Channels, { p1, p2, expected, data }: Command): Uint8Array {
  if (data.length > 0) throw new StatusError('wrongLength', 'MANAGE CHANNEL has no data');
  if (p1 === 0x00) return open(channels, p2, expected);
  if (p1 !== 0x80) throw new StatusError('incorrectP1P2', `MANAGE CHANNEL with P1 ${p1}`);
  if (p2 === 0) throw new StatusError('functionNotSupported', 'the basic channel stays open');
  return statusOctets(channels.close(p2) ? statusWords.ok : statusWords.channelAlreadyClosed);
}

function open(channels: Channels, number: number, expected: number | undefined): Uint8Array {
  if (number !== 0) {
    if (!channels.openNumbered(number)) throw new StatusError('functionNotSupported', `channel ${number}`);
    return statusOctets(statusWords.ok);
  }
  if (expected !== 1 && expected !== 256) return Uint8Array.of(0x6c, 0x01);
  return Uint8Array.of(channels.openNext(), 0x90, 0x00);
}
