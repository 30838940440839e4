import type { Bytes } from '#shared/bytes/bytes';
import { concat } from '#shared/bytes/bytes';

import type { CardAnswer } from './card-answer.ts';
import { CardFailed, readAnswer } from './card-answer.ts';

type Transmit = (command: Bytes) => Promise<Bytes>;

/** More than any answer of a UICC: a card that goes on is broken. */
const mostOctets = 1 << 16;

/**
 * One command of the modem on the basic channel with all of its answer: sent again with the right Le after 6Cxx, read on
 * after 61xx (TS 102 221 §7.3.1.1).
 * @throws CardFailed for an answer without end
 */
export function fetchAnswer(transmit: Transmit, command: Bytes): Promise<CardAnswer> {
  return transmit(command).then((octets) => {
    const answer = readAnswer(octets);
    const more = answer.sw >> 8 === 0x6c || answer.sw >> 8 === 0x61;
    return more ? fetchRest(transmit, command, answer) : answer;
  });
}

async function fetchRest(transmit: Transmit, command: Bytes, first: CardAnswer): Promise<CardAnswer> {
  let answer = first;
  if (answer.sw >> 8 === 0x6c) {
    answer = readAnswer(await transmit(concat(command.slice(0, -1), Uint8Array.of(answer.sw & 0xff))));
  }
  if (answer.sw >> 8 !== 0x61) return answer;
  const parts = [answer.data];
  let length = answer.data.length;
  while (answer.sw >> 8 === 0x61) {
    answer = await getResponse(transmit, answer.sw & 0xff);
    length += answer.data.length;
    if (length > mostOctets || (answer.sw >> 8 === 0x61 && answer.data.length === 0)) {
      throw new CardFailed('the card announces octets without end');
    }
    parts.push(answer.data);
  }
  return { data: concat(...parts), sw: answer.sw };
}

async function getResponse(transmit: Transmit, le: number): Promise<CardAnswer> {
  const answer = readAnswer(await transmit(Uint8Array.of(0x00, 0xc0, 0x00, 0x00, le)));
  if (answer.sw >> 8 !== 0x6c) return answer;
  return readAnswer(await transmit(Uint8Array.of(0x00, 0xc0, 0x00, 0x00, answer.sw & 0xff)));
}
