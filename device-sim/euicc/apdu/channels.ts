import type { Bytes } from '#shared/bytes/bytes';

import type { UiccChannel } from '../../uicc/index.ts';
import { StatusError } from '../../uicc/index.ts';

/** The blocks of a STORE DATA chain so far. */
export interface Chain {
  readonly blocks: Bytes[];
  readonly octets: number;
  /** P2 of the block that comes next. */
  readonly nextBlock: number;
}

/** What the card remembers of a logical channel. */
export interface Channel {
  selected: 'files' | 'isdr';
  /** The selection among the files of the enabled Profile, once there is one. */
  files: UiccChannel | undefined;
  chain: Chain | undefined;
  /** What is still to be fetched with GET RESPONSE. */
  answer: Bytes | undefined;
}

/** Channels are numbered 0 to 19 (TS 102 221 §11.1.17). */
const highestChannel = 19;

const fresh = (): Channel => ({ selected: 'files', files: undefined, chain: undefined, answer: undefined });

/** The logical channels of a card session; the basic channel is always open. */
export class Channels {
  readonly #open = new Map<number, Channel>([[0, fresh()]]);

  /** @throws StatusError channelNotSupported when the channel is not open. */
  find(number: number): Channel {
    const channel = this.#open.get(number);
    if (channel === undefined) throw new StatusError('channelNotSupported', `channel ${number} is not open`);
    return channel;
  }

  /** Opens the lowest free channel and tells its number. @throws StatusError functionNotSupported when all are taken. */
  openNext(): number {
    for (let number = 1; number <= highestChannel; number += 1) {
      if (this.openNumbered(number)) return number;
    }
    throw new StatusError('functionNotSupported', 'all logical channels are open');
  }

  /** Whether that channel was free; then it is open now. */
  openNumbered(number: number): boolean {
    if (number > highestChannel || this.#open.has(number)) return false;
    this.#open.set(number, fresh());
    return true;
  }

  /** Whether the channel was open; the basic channel stays so. */
  close(number: number): boolean {
    return number !== 0 && this.#open.delete(number);
  }
}
