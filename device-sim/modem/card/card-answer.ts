import type { Bytes } from '#shared/bytes/bytes';
import { toHex } from '#shared/bytes/bytes';

/** What a card says to a command: data and status word. */
export interface CardAnswer {
  readonly data: Bytes;
  readonly sw: number;
}

/** Sends a command of any case and fetches the whole answer. */
export type Exchange = (command: Bytes) => Promise<CardAnswer>;

/** A command did not do what it has to, or the card says what no card says. */
export class CardFailed extends Error {
  override readonly name = 'CardFailed';
}

const noData = new Uint8Array();

/** Splits an answer. @throws CardFailed when it is shorter than a status word */
export function readAnswer(octets: Bytes): CardAnswer {
  const length = octets.length - 2;
  const [high, low] = [octets[length], octets[length + 1]];
  if (high === undefined || low === undefined) {
    throw new CardFailed(`the card answers ${toHex(octets) || 'nothing'}, which is no status word`);
  }
  return { data: length === 0 ? noData : octets.slice(0, length), sw: (high << 8) | low };
}

/** Four hex digits. */
export const printStatus = (sw: number): string => sw.toString(16).toUpperCase().padStart(4, '0');
