import type { Bytes } from '#shared/bytes/bytes';
import { concat, toHex } from '#shared/bytes/bytes';

import type { ReaderCard } from './reader-card.ts';

/** A logical channel that could not be opened; the message is one line for people. */
export class NoChannel extends Error {
  override readonly name = 'NoChannel';
}

/** Clients put the channel into the low two bits of CLA (TS 102 221 §10.1.1), which goes up to three. */
const highestChannel = 3;

/** The logical channels of a client of a reader, which asks for them by application (TS 102 221 §11.1.1, §11.1.17). */
export class ReaderChannels {
  readonly #card: Pick<ReaderCard, 'transmit'>;
  readonly #open = new Set<number>();

  constructor(card: Pick<ReaderCard, 'transmit'>) {
    this.#card = card;
  }

  /** Opens a channel and selects the application there. @returns its number @throws NoChannel */
  async open(aid: Bytes): Promise<number> {
    const opened = await this.#card.transmit(Uint8Array.of(0x00, 0x70, 0x00, 0x00, 0x01));
    const [channel] = opened;
    if (opened.length !== 3 || channel === undefined || !isDone(opened))
      throw new NoChannel(
        `the card opens no logical channel (${statusOf(opened)}); end who has one open, or reset the card`,
      );
    this.#open.add(channel);
    if (channel > highestChannel) {
      await this.close(channel);
      throw new NoChannel(
        `all logical channels up to ${highestChannel} are taken; end who has one open, or reset the card`,
      );
    }
    const select = Uint8Array.of(channel, 0xa4, 0x04, 0x00, aid.length);
    const selected = await this.#card.transmit(concat(select, aid));
    if (isDone(selected) || statusOf(selected).startsWith('61')) return channel;
    await this.close(channel);
    throw new NoChannel(`the card does not select that application (${statusOf(selected)})`);
  }

  /** Closes a channel, whether it is open or not. */
  async close(channel: number): Promise<void> {
    this.#open.delete(channel);
    await this.#card.transmit(Uint8Array.of(0x00, 0x70, 0x80, channel));
  }

  /** The power was taken: no channel is open. */
  forget(): void {
    this.#open.clear();
  }

  /** Closes what the client left open. */
  async closeAll(): Promise<void> {
    for (const channel of [...this.#open]) await this.close(channel);
  }
}

/** 9000, or 91xx: a proactive command waits besides (TS 102 221 §7.4.2). */
const isDone = (answer: Bytes): boolean => ((answer[answer.length - 2] ?? 0) & 0xf0) === 0x90;

const statusOf = (answer: Bytes): string => toHex(answer.slice(-2));
