import { tlv } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { fromHex, sameBytes } from '#shared/bytes/bytes';

import { offer } from './answer.ts';
import type { Channel } from './channels.ts';
import type { Command } from './command.ts';
import { statusOctets, statusWords, StatusError } from './status-word.ts';

/** SGP.02 annex H. */
export const isdrAid = fromHex('A0000005591010FFFFFFFF8900000100');

/**
 * SELECT of the ISD-R by its name or the beginning of it (GlobalPlatform §11.9; SGP.22 §5.7.1).
 * @throws StatusError fileNotFound for all else.
 */
export function select(channel: Channel, { p1, p2, data }: Command, svn: Bytes): Bytes {
  channel.chain = undefined;
  if (p1 !== 0x04 && p1 !== 0x00) throw new StatusError('incorrectP1P2', `SELECT with P1 ${p1}`);
  const answers = p2 & 0xfc;
  if (answers !== 0x00 && answers !== 0x04 && answers !== 0x0c) {
    throw new StatusError('incorrectP1P2', `SELECT with P2 ${p2}`);
  }
  const named = p1 === 0x04 && (p2 & 0x03) === 0 && data.length >= 5;
  if (!named || !sameBytes(data, isdrAid.subarray(0, data.length))) {
    throw new StatusError('fileNotFound', 'only the ISD-R can be selected');
  }
  channel.selected = 'isdr';
  return answers === 0x0c ? statusOctets(statusWords.ok) : offer(channel, fileControlInformation(svn));
}

/** `6F`: the name, the longest data field, and the ISDRProprietaryApplicationTemplate with the SVN. */
function fileControlInformation(svn: Bytes): Bytes {
  const maximumData = tlv(0x9f65, Uint8Array.of(0xff));
  return tlv(0x6f, tlv(0x84, isdrAid), tlv(0xa5, maximumData), tlv(0xe0, tlv(0x82, svn)));
}
