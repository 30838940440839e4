import { tlv } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { fromHex, sameBytes } from '#shared/bytes/bytes';

import { offer } from './answer.ts';
import type { Channel } from './channels.ts';
import type { Command } from '../../uicc/index.ts';
import { statusOctets, statusWords, wantedBy } from '../../uicc/index.ts';

/** SGP.02 annex H. */
export const isdrAid = fromHex('A0000005591010FFFFFFFF8900000100');

const shortestName = 5;

/**
 * SELECT of the ISD-R by its name or the beginning of it (GlobalPlatform §11.9; SGP.22 §5.7.1).
 * @returns undefined when the command names something else.
 */
export function selectIsdr(channel: Channel, { p1, p2, data }: Command, svn: Bytes): Bytes | undefined {
  if (p1 !== 0x04 || data.length < shortestName) return undefined;
  const { answer, occurrence } = wantedBy(p2);
  const again = channel.selected === 'isdr' && (occurrence === 'next' || occurrence === 'previous');
  if (again || !sameBytes(data, isdrAid.subarray(0, data.length))) return undefined;
  channel.selected = 'isdr';
  return answer === 'nothing' ? statusOctets(statusWords.ok) : offer(channel, fileControlInformation(svn));
}

/** `6F`: the name, the longest data field, and the ISDRProprietaryApplicationTemplate with the SVN. */
function fileControlInformation(svn: Bytes): Bytes {
  const maximumData = tlv(0x9f65, Uint8Array.of(0xff));
  return tlv(0x6f, tlv(0x84, isdrAid), tlv(0xa5, maximumData), tlv(0xe0, tlv(0x82, svn)));
}
