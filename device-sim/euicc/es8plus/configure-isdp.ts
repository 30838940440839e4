import { concat, fromHex, sameBytes } from '#shared/bytes/bytes';
import type { Bytes } from '#shared/bytes/bytes';
import { childrenOf, contentOf, readTlv, wholeOf } from '#shared/asn1/index';
import { ConfigureIsdpRequest } from '#shared/rsp/bound-profile-package';
import { bppCommandIds } from '#shared/rsp/notifications';

import type { Card } from '../card.ts';
import { retainedKeyOf } from '../session/retained-key.ts';
import type { Loading } from '../session/session.ts';
import { InstallFailed } from './install-failed.ts';
import { readCommand } from './read-command.ts';

const command = 'configureISDP';
const longestProprietaryData = 128;

/**
 * ES8+.ConfigureISDP (SGP.22 §5.5.2, `BF24`): makes an ISD-P, and what is needed to tell of an interruption is kept.
 * @throws InstallFailed
 */
export async function configureIsdp(card: Card, session: Loading, der: Bytes): Promise<void> {
  const { dpProprietaryData: value } = readCommand(command, ConfigureIsdpRequest, der);
  const tlv = childrenOf(readTlv(der)).find(({ tag }) => tag === 0xb8);
  if (tlv !== undefined && contentOf(tlv).length > longestProprietaryData) {
    throw new InstallFailed(command, 'incorrectInputValues', 'dpProprietaryData of more than 128 octets');
  }
  if (card.freeMemory === 0) {
    throw new InstallFailed(command, 'installFailedDueToInsufficientMemoryForProfile', 'the card is full');
  }
  await card.commit({
    registers: {
      ...card.state.registers,
      loading: {
        key: retainedKeyOf(session),
        serverAddress: session.serverAddress,
        ciKeyId: session.identity.ci.id,
        bppCommandId: bppCommandIds.storeMetadata,
      },
    },
  });
  const dpProprietaryData = value && tlv && { value, der: wholeOf(tlv) };
  const isdp = { isdpAid: lowestFreeAid(card), dpProprietaryData };
  session.load.stage = { at: 'configured', isdp };
}

/** `A0000005591010FFFFFFFF89 0000nn 00`, from 000011 on, as on real cards (SGP.02 annex H). */
function lowestFreeAid(card: Card): Bytes {
  for (let number = 0x11; ; number += 1) {
    const middle = Uint8Array.of(number >> 16, (number >> 8) & 0xff, number & 0xff);
    const aid = concat(fromHex('A0000005591010FFFFFFFF89'), middle, fromHex('00'));
    if (!card.state.profiles.some(({ isdpAid }) => sameBytes(isdpAid, aid))) return aid;
  }
}
