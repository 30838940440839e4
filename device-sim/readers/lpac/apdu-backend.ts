import type { Bytes } from '#shared/bytes/bytes';
import { toHex } from '#shared/bytes/bytes';

import type { ReaderCard } from '../reader-card.ts';
import { NoChannel, ReaderChannels } from '../reader-channels.ts';

/** What lpac is answered: 0 or a channel's number, less than 0 for no; octets in hex. */
export interface ApduAnswer {
  readonly ecode: number;
  readonly data?: string;
}

/** lpac's APDU driver "stdio": it leaves the logical channel to the other end. */
export class ApduBackend {
  readonly #card: ReaderCard;
  readonly #channels: ReaderChannels;
  readonly #onNote: (line: string) => void;

  constructor(card: ReaderCard, onNote: (line: string) => void) {
    this.#card = card;
    this.#channels = new ReaderChannels(card);
    this.#onNote = onNote;
  }

  /** Does what lpac asks. @throws what the card throws */
  async answer(func: string, param: Bytes): Promise<ApduAnswer> {
    switch (func) {
      case 'connect':
        this.#channels.forget();
        await this.#card.reset?.();
        return { ecode: 0 };
      case 'disconnect':
        return { ecode: 0 };
      case 'logic_channel_open':
        return this.#open(param);
      case 'logic_channel_close':
        return this.#close(param);
      case 'transmit':
        return this.#transmit(param);
      default:
        return this.#no(`it asks for "${func.slice(0, 40)}", which is no function of a reader`);
    }
  }

  /** Closes what lpac left open. @throws what the card throws */
  async end(): Promise<void> {
    await this.#channels.closeAll();
  }

  async #open(aid: Bytes): Promise<ApduAnswer> {
    if (aid.length < 5 || aid.length > 16) return this.#no(`an AID has 5 to 16 octets, not ${aid.length}`);
    try {
      return { ecode: await this.#channels.open(aid) };
    } catch (error) {
      if (!(error instanceof NoChannel)) throw error;
      return this.#no(error.message);
    }
  }

  async #close([channel, ...more]: Bytes): Promise<ApduAnswer> {
    if (channel === undefined || channel === 0 || more.length > 0)
      return this.#no('it closes a channel without saying which');
    await this.#channels.close(channel);
    return { ecode: 0 };
  }

  async #transmit(command: Bytes): Promise<ApduAnswer> {
    if (command.length < 4) return this.#no(`a command has at least 4 octets, not ${command.length}`);
    return { ecode: 0, data: toHex(await this.#card.transmit(command)) };
  }

  #no(why: string): ApduAnswer {
    this.#onNote(`lpac: ${why}`);
    return { ecode: -1 };
  }
}
