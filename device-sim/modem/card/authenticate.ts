import type { Bytes } from '#shared/bytes/bytes';
import { concat } from '#shared/bytes/bytes';

import type { Exchange } from './card-answer.ts';
import { printStatus, CardFailed } from './card-answer.ts';

/** What the USIM says to a challenge. */
export type Authentication =
  | { readonly result: 'success'; readonly res: Bytes }
  | { readonly result: 'syncFailure'; readonly auts: Bytes }
  | { readonly result: 'macFailure' };

const success = 0xdb;
const synchronisationFailure = 0xdc;
const incorrectMac = 0x9862;

/**
 * AUTHENTICATE in the 3G/EPS context (TS 31.102 §7.1.2), the USIM being selected.
 * @throws CardFailed when it says neither yes nor why not
 */
export async function authenticate(exchange: Exchange, rand: Bytes, autn: Bytes): Promise<Authentication> {
  const data = concat(Uint8Array.of(rand.length), rand, Uint8Array.of(autn.length), autn);
  const command = concat(Uint8Array.of(0x00, 0x88, 0x00, 0x81, data.length), data, Uint8Array.of(0x00));
  const answer = await exchange(command);
  if (answer.sw === incorrectMac) return { result: 'macFailure' };
  if (answer.sw !== 0x9000 && answer.sw >> 8 !== 0x91) {
    throw new CardFailed(`AUTHENTICATE failed with ${printStatus(answer.sw)}`);
  }
  const [tag, length = 0] = answer.data;
  const value = answer.data.slice(2, 2 + length);
  if (tag === success && value.length === length && length >= 4 && length <= 16) {
    return { result: 'success', res: value };
  }
  if (tag === synchronisationFailure && value.length === 14) return { result: 'syncFailure', auts: value };
  throw new CardFailed('AUTHENTICATE answers neither a response nor a synchronisation failure');
}
