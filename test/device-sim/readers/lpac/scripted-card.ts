import type { ReaderCard } from '#device-sim/readers/index';
import type { Bytes } from '#shared/bytes/bytes';
import { fromHex, toHex } from '#shared/bytes/bytes';

/** A card that remembers what it was sent, and answers by the first octets of a command; 9000 where nothing is said. */
export class ScriptedCard implements ReaderCard {
  readonly log: string[] = [];
  readonly #answers: Readonly<Record<string, string>>;

  constructor(answers: Readonly<Record<string, string>> = {}) {
    this.#answers = { '0070000001': '019000', '01A404': '6121', ...answers };
  }

  async transmit(command: Bytes): Promise<Bytes> {
    const hex = toHex(command);
    this.log.push(hex);
    const found = Object.entries(this.#answers).find(([start]) => hex.startsWith(start));
    return Promise.resolve(fromHex(found?.[1] ?? '9000'));
  }

  async reset(): Promise<void> {
    this.log.push('reset');
    return Promise.resolve();
  }
}
