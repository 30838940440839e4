import type { Bytes } from '#shared/bytes/bytes';
import { concat } from '#shared/bytes/bytes';

import type { Channel } from './channels.ts';
import type { Command } from '../../uicc/index.ts';
import { statusOctets, statusWords, StatusError, withStatus } from '../../uicc/index.ts';

const mostInOneResponse = 256;

/** Keeps an answer for GET RESPONSE and says how much there is: `61 xx`, `61 00` for 256 octets and more. */
export function offer(channel: Channel, answer: Bytes): Bytes {
  if (answer.length === 0) return statusOctets(statusWords.ok);
  channel.answer = answer;
  return Uint8Array.of(0x61, answer.length >= mostInOneResponse ? 0 : answer.length);
}

/**
 * GET RESPONSE (TS 102 221 §7.3.1.1.5): up to 256 octets, then `61 yy` as long as there is more.
 * @throws StatusError conditionsNotSatisfied when nothing waits.
 */
export function getResponse(channel: Channel, { p1, p2, expected, data }: Command): Bytes {
  const { answer } = channel;
  if (p1 !== 0 || p2 !== 0) throw new StatusError('incorrectP1P2', 'GET RESPONSE has P1 and P2 00');
  if (data.length > 0) throw new StatusError('wrongLength', 'GET RESPONSE has no data');
  if (answer === undefined) throw new StatusError('conditionsNotSatisfied', 'nothing to fetch');
  const wanted = expected ?? Infinity;
  if (wanted > answer.length && wanted !== mostInOneResponse) {
    return Uint8Array.of(0x6c, answer.length >= mostInOneResponse ? 0 : answer.length);
  }
  channel.answer = undefined;
  if (wanted >= answer.length) return withStatus(answer, statusWords.ok);
  const part = answer.subarray(0, wanted);
  return concat(part, offer(channel, answer.subarray(part.length)));
}
