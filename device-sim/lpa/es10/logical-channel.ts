import type { Bytes } from '#shared/bytes/bytes';
import { chunks, concat, joined } from '#shared/bytes/bytes';

import { BadCardAnswer, CardError, CardGone, ChannelLost } from './card-errors.ts';
import type { CardAnswer, CardWire } from './card-wire.ts';

/** More than any answer of ES10: a card that goes on is broken. */
const maximumAnswer = 1 << 20;

/** In so many pieces an answer comes at most; whole ones have 256 octets. */
const mostPieces = 1 << 14;

/** The class octet of a command on a channel, 0 to 19 (TS 102 221 §10.1.1). */
export function classOctet(kind: 'interindustry' | 'proprietary', channel: number): number {
  if (channel < 4) return (kind === 'proprietary' ? 0x80 : 0x00) | channel;
  return (kind === 'proprietary' ? 0xc0 : 0x40) | (channel - 4);
}

/** A logical channel of the card. */
export class LogicalChannel {
  readonly number: number;
  readonly #wire: CardWire;

  private constructor(wire: CardWire, number: number) {
    this.#wire = wire;
    this.number = number;
  }

  /** MANAGE CHANNEL. @throws CardError, BadCardAnswer, CardGone */
  static async open(wire: CardWire): Promise<LogicalChannel> {
    const what = 'MANAGE CHANNEL (open)';
    const answer = await wire.send(what, new Uint8Array([0x00, 0x70, 0x00, 0x00, 0x01]));
    if (!succeeded(answer.sw)) throw new CardError(what, answer.sw);
    const [number] = answer.data;
    if (answer.data.length !== 1 || number === undefined || number < 1 || number > 19) {
      throw new BadCardAnswer(what, answer.data, 'expected the number of a channel, 1 to 19');
    }
    return new LogicalChannel(wire, number);
  }

  /** MANAGE CHANNEL; on a card that was reset or pulled there is nothing left to close, and that is well. */
  async close(): Promise<void> {
    const command = new Uint8Array([0x00, 0x70, 0x80, this.number, 0x00]);
    try {
      await this.#wire.send('MANAGE CHANNEL (close)', command, true);
    } catch (error) {
      if (!(error instanceof CardGone) && !(error instanceof BadCardAnswer)) throw error;
    }
  }

  /** SELECT by AID; false when the card has no such application. @throws CardError, ChannelLost, BadCardAnswer, CardGone */
  async select(aid: Bytes): Promise<boolean> {
    const header = new Uint8Array([classOctet('interindustry', this.number), 0xa4, 0x04, 0x00, aid.length]);
    const { sw } = await this.#exchange('SELECT', concat(header, aid, new Uint8Array([0x00])));
    if (sw === 0x6a82) return false;
    if (sw === closed) throw new ChannelLost('SELECT', sw);
    if (!succeeded(sw)) throw new CardError('SELECT', sw);
    return true;
  }

  /**
   * STORE DATA in blocks of at most `blockSize` octets, numbered from zero (SGP.22 §5.7.2); the data of the answer.
   * @throws CardError, ChannelLost, BadCardAnswer, CardGone
   */
  async storeData(what: string, command: Bytes, blockSize: number): Promise<Bytes> {
    const answers: Bytes[] = [];
    for (const apdu of this.#storeDataBlocks(command, blockSize)) {
      const answer = await this.#wire.send(what, apdu);
      const { data, sw } = goesOn(answer.sw) ? await this.#whole(what, apdu, answer) : answer;
      if (lost.includes(sw)) throw new ChannelLost(what, sw);
      if (!succeeded(sw)) throw new CardError(what, sw);
      if (data.length > 0) answers.push(data);
    }
    return together(answers);
  }

  /** Case 4 commands, all in one run of octets: there are very many of them. */
  #storeDataBlocks(command: Bytes, blockSize: number): Bytes[] {
    const blocks = chunks(command, blockSize);
    const whole = new Uint8Array(command.length + 6 * blocks.length);
    let offset = 0;
    return blocks.map((block, index) => {
      const apdu = blocks.length === 1 ? whole : whole.subarray(offset, offset + 6 + block.length);
      offset += apdu.length;
      apdu[0] = classOctet('proprietary', this.number);
      apdu[1] = 0xe2;
      apdu[2] = index === blocks.length - 1 ? 0x91 : 0x11;
      apdu[3] = index & 0xff;
      apdu[4] = block.length;
      apdu.set(block, 5);
      return apdu;
    });
  }

  async #exchange(what: string, command: Bytes): Promise<CardAnswer> {
    const answer = await this.#wire.send(what, command);
    return goesOn(answer.sw) ? this.#whole(what, command, answer) : answer;
  }

  /** All of an answer: the command is sent again with the right Le after 6Cxx, the answer read on after 61xx. */
  async #whole(what: string, command: Bytes, first: CardAnswer): Promise<CardAnswer> {
    let answer = first;
    if (answer.sw >> 8 === 0x6c) {
      answer = await this.#wire.send(what, concat(command.slice(0, -1), new Uint8Array([answer.sw & 0xff])));
    }
    const parts = answer.data.length === 0 ? [] : [answer.data];
    let length = answer.data.length;
    while (answer.sw >> 8 === 0x61) {
      answer = await this.#getResponse(what, answer.sw & 0xff);
      parts.push(answer.data);
      length += answer.data.length;
      if (length > maximumAnswer || parts.length > mostPieces)
        throw new BadCardAnswer(what, answer.data, 'it does not end');
    }
    return { data: together(parts), sw: answer.sw };
  }

  async #getResponse(what: string, le: number): Promise<CardAnswer> {
    const command = (expected: number) =>
      new Uint8Array([classOctet('interindustry', this.number), 0xc0, 0x00, 0x00, expected]);
    let answer = await this.#wire.send(`GET RESPONSE (${what})`, command(le));
    if (answer.sw >> 8 === 0x6c) {
      answer = await this.#wire.send(`GET RESPONSE (${what})`, command(answer.sw & 0xff));
    }
    if (answer.sw === nothingWaits) throw new ChannelLost(what, answer.sw);
    if (answer.sw >> 8 === 0x61 && answer.data.length === 0) {
      throw new BadCardAnswer(what, answer.data, 'more octets are announced and none come');
    }
    return answer;
  }
}

/** The channel is not open: the card has been reset since it was opened. */
const closed = 0x6881;

/** It is closed, or another application is on it, which somebody else has opened since. */
const lost: readonly number[] = [closed, 0x6d00];

/** To GET RESPONSE after a reset. */
const nothingWaits = 0x6985;

/** All of what came in parts; most often there is one. */
const together = (parts: readonly Bytes[]): Bytes =>
  parts.length === 1 && parts[0] !== undefined ? parts[0] : joined(parts);

/** More is to be fetched, or asked for with the right Le (TS 102 221 §7.3.1.1.5). */
const goesOn = (sw: number): boolean => sw >> 8 === 0x61 || sw >> 8 === 0x6c;

/** 90xx and 91xx: done, the latter with a proactive command waiting (TS 102 221 §10.2.1.1). */
const succeeded = (sw: number): boolean => sw === 0x9000 || sw >> 8 === 0x91;
