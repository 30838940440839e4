import type { Captured, Schema } from '#shared/asn1/index';
import { decode, DecodeError, readTlv, wholeOf } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { fromHex } from '#shared/bytes/bytes';

import { BadCardAnswer, CardError, ChannelLost } from './card-errors.ts';
import type { CardWire } from './card-wire.ts';
import { LogicalChannel } from './logical-channel.ts';

/** The AID of ISD-R (SGP.22 §4.1.1.3), then those that vendors gave it before there was one. */
const aids = [
  'A0000005591010FFFFFFFF8900000100',
  'A0000005591010000000008900000300',
  'A0000005591010FFFFFFFF8900050500',
  'A0000005591010FFFFFFFF8900000177',
  'A000000559104C696E6B736669656C64',
];

/** The ISD-R on a logical channel of its own: what the ES10 functions are called on. */
export class IsdR {
  readonly #wire: CardWire;
  readonly #blockSize: number;
  #reopens: boolean;
  #channel: LogicalChannel;

  private constructor(wire: CardWire, channel: LogicalChannel, blockSize: number, reopens: boolean) {
    this.#wire = wire;
    this.#channel = channel;
    this.#blockSize = blockSize;
    this.#reopens = reopens;
  }

  /**
   * Opens a channel and selects ISD-R.
   * @param reopens a channel that a reset of the card has taken away is opened anew, once for each command
   * @throws CardError (6A82 when there is none), BadCardAnswer, CardGone
   */
  static async open(
    wire: CardWire,
    blockSize: number,
    { reopens = false }: { readonly reopens?: boolean } = {},
  ): Promise<IsdR> {
    return new IsdR(wire, await openChannel(wire, reopens), blockSize, reopens);
  }

  /** One command, the data of its answer as they came. @throws CardError, BadCardAnswer, CardGone */
  async send(what: string, command: Bytes): Promise<Bytes> {
    try {
      return await this.#channel.storeData(what, command, this.#blockSize);
    } catch (error) {
      if (!this.#reopens || !(error instanceof ChannelLost)) throw error;
    }
    this.#channel = await openChannel(this.#wire, false);
    return this.#channel.storeData(what, command, this.#blockSize);
  }

  /** One function: its command, its answer decoded. @throws CardError, BadCardAnswer, CardGone */
  async ask<T>(what: string, command: Bytes, answer: Schema<T>): Promise<Captured<T>> {
    return readAnswer(what, await this.send(what, command), answer);
  }

  /** From now on the device may reset its card, for a REFRESH that was asked for: a lost channel is opened anew. */
  expectReset(): void {
    this.#reopens = true;
  }

  async close(): Promise<void> {
    await this.#channel.close();
  }
}

/** A channel with the ISD-R on it; once more, if wanted, when a reset takes it away before that. */
async function openChannel(wire: CardWire, again: boolean): Promise<LogicalChannel> {
  const channel = await LogicalChannel.open(wire);
  try {
    for (const aid of aids) if (await channel.select(fromHex(aid))) return channel;
    throw new CardError('SELECT of the ISD-R', 0x6a82);
  } catch (error) {
    if (!(error instanceof ChannelLost)) await channel.close();
    else if (again) return openChannel(wire, false);
    throw error;
  }
}

/**
 * The TLV of the answer's type among those that came; what stands after it is not looked at.
 * @throws BadCardAnswer
 */
export function readAnswer<T>(what: string, octets: Bytes, schema: Schema<T>): Captured<T> {
  try {
    for (let offset = 0; offset < octets.length;) {
      const tlv = readTlv(octets, offset);
      if (schema.tags?.includes(tlv.tag) !== false) {
        const der = wholeOf(tlv);
        return { value: decode(schema, der), der };
      }
      offset = tlv.end;
    }
  } catch (cause) {
    if (!(cause instanceof DecodeError)) throw cause;
    throw new BadCardAnswer(what, octets, cause.message, { cause });
  }
  throw new BadCardAnswer(what, octets, octets.length === 0 ? 'it is empty' : `no ${schema.name} in it`);
}
