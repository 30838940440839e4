import type { Bytes } from '#shared/bytes/bytes';
import { joined } from '#shared/bytes/bytes';

import type { Channel } from './channels.ts';
import type { Command } from '../../uicc/index.ts';
import { StatusError } from '../../uicc/index.ts';

/** Longest command in octets: 256 blocks of 255. */
export const maximumCommand = 256 * 255;

/**
 * One block of a STORE DATA chain (SGP.22 §5.7.2): P1 `11` more, `91` last; P2 counts from 00, modulo 256.
 * @returns the whole command after the last block, else undefined.
 * @throws StatusError; a partial command is dropped then.
 */
export function storeData(channel: Channel, { p1, p2, data }: Command): Bytes | undefined {
  const chain = channel.chain ?? { blocks: [], octets: 0, nextBlock: 0 };
  channel.chain = undefined;
  if ((p1 & 0x7f) !== 0x11) throw new StatusError('incorrectP1P2', `STORE DATA with P1 ${p1}`);
  if (p2 !== chain.nextBlock) {
    throw new StatusError('incorrectP1P2', `block ${p2} where ${chain.nextBlock} was due`);
  }
  // A chain of them would never end.
  if (data.length === 0 && p1 === 0x11) throw new StatusError('wrongLength', 'a block without data');
  const octets = chain.octets + data.length;
  if (octets > maximumCommand) throw new StatusError('notEnoughMemory', `a command of ${octets} octets`);
  chain.blocks.push(data);
  if (p1 === 0x91) return joined(chain.blocks);
  channel.chain = { blocks: chain.blocks, octets, nextBlock: (p2 + 1) & 0xff };
  return undefined;
}
