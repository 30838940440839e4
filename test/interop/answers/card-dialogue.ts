import type { Bytes } from '#shared/bytes/bytes';
import { concat, fromHex, sameBytes, toHex } from '#shared/bytes/bytes';

import { NotAsRecorded } from '../recording.ts';
import { CardSignatures, expectAlike } from './card-answers.ts';

const getResponse = 0xc0;
const storeData = 0xe2;

/** What is replayed against: a card, or a server. */
export interface Tally {
  /** Answers that were the recorded ones, octet for octet. */
  exact: number;
  /** Answers that were another, by chance alone. */
  alike: number;
}

/**
 * Gives recorded commands to a card and compares its answers. An answer may come in several commands; what is fetched
 * with GET RESPONSE belongs to it. While the answers are the recorded ones every command is the recorded one, too.
 */
export class CardDialogue {
  readonly #card: { transmit(command: Bytes): Promise<Bytes> };
  readonly #tally: Tally;
  readonly #signatures = { was: new CardSignatures(), is: new CardSignatures() };
  #request = new Uint8Array() as Bytes;
  #was: Bytes = new Uint8Array();
  #is: Bytes = new Uint8Array();

  constructor(card: { transmit(command: Bytes): Promise<Bytes> }, tally: Tally) {
    this.#card = card;
    this.#tally = tally;
  }

  /** @throws NotAsRecorded when the answer, once it is whole, is another than recorded */
  async next(command: Bytes, recorded: Bytes): Promise<void> {
    if (command[1] !== getResponse) this.#begin(command);
    if (command[1] !== getResponse || isMore(this.#is)) {
      const sent =
        command[1] === getResponse && !sameBytes(this.#was, this.#is) ? fetching(command, this.#is) : command;
      this.#is = joined(this.#is, await this.#card.transmit(sent));
    }
    this.#was = joined(this.#was, recorded);
    if (isMore(recorded)) return;
    while (isMore(this.#is)) {
      const fetch = fetching(fromHex('80C0000000'), this.#is, command[0]);
      this.#is = joined(this.#is, await this.#card.transmit(fetch));
    }
    this.#expectSame(command);
  }

  #begin(command: Bytes): void {
    const isFirst = command[1] !== storeData || command[3] === 0;
    const data = command.slice(5, 5 + (command[4] ?? 0));
    this.#request = isFirst ? data : concat(this.#request, data);
    this.#was = new Uint8Array();
    this.#is = new Uint8Array();
  }

  #expectSame(command: Bytes): void {
    const [was, is] = [this.#was, this.#is];
    const alike = sameBytes(was, is);
    if (!alike && (was.length === 2 || !sameBytes(was.slice(-2), is.slice(-2))))
      throw new NotAsRecorded(`${toHex(command)} was answered ${toHex(was)}, and is ${toHex(is)}`);
    if (!alike) expectAlike(was.slice(0, -2), is.slice(0, -2));
    this.#tally[alike ? 'exact' : 'alike'] += 1;
    if (command[1] === getResponse) {
      this.#signatures.was.check(this.#request, was.slice(0, -2));
      this.#signatures.is.check(this.#request, is.slice(0, -2));
    }
  }
}

/** Whether the status word says that there is more to fetch. */
const isMore = (answer: Bytes): boolean => answer.at(-2) === 0x61;

/** An answer goes on where the status word of the one before it stood. */
const joined = (answer: Bytes, more: Bytes): Bytes => concat(answer.slice(0, -2), more);

/** A GET RESPONSE for as much as there is. */
function fetching(command: Bytes, answer: Bytes, cla = command[0] ?? 0): Bytes {
  return Uint8Array.of(cla, ...command.subarray(1, 4), answer.at(-1) ?? 0);
}
