import type { Card } from '#device-sim/lpa/index';
import { readTlv, tlv } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { concat, toHex } from '#shared/bytes/bytes';

/** What a function of the card answers: the octets of its answer, or a status word in their place. */
export type Answer = Bytes | { readonly sw: number };

const isdR = 'A0000005591010FFFFFFFF8900000100';

/** A card of which each ES10 function is scripted, by the tag of its command; it answers by 61xx as T=0 cards do. */
export class ScriptedCard implements Card {
  /** Every APDU, in hex. */
  readonly apdus: string[] = [];
  /** Every whole ES10 command, in hex. */
  readonly commands: string[] = [];
  readonly answers = new Map<number, (command: Bytes) => Answer>();
  /** The AIDs that can be selected, in hex. */
  aids = [isdR];
  channel = 1;
  /** Answers with all data at once, as T=1 cards do. */
  atOnce = false;
  /** In place of any answer of the card, when it returns one. */
  intercept: (apdu: Bytes) => Bytes | undefined = () => undefined;
  #collected: Bytes[] = [];
  #waiting: Bytes = new Uint8Array();

  on(tag: number, answer: Answer | ((command: Bytes) => Answer)): this {
    this.answers.set(tag, typeof answer === 'function' ? answer : () => answer);
    return this;
  }

  async transmit(apdu: Bytes): Promise<Bytes> {
    this.apdus.push(toHex(apdu));
    return this.intercept(apdu) ?? this.#execute(apdu);
  }

  /** The commands whose tag is that one. */
  sent(tag: string): readonly string[] {
    return this.commands.filter((command) => command.startsWith(tag));
  }

  #execute(apdu: Bytes): Bytes {
    switch (apdu[1] ?? 0) {
      case 0x70:
        return apdu[2] === 0x00 ? new Uint8Array([this.channel, 0x90, 0x00]) : status(0x9000);
      case 0xa4:
        return status(this.aids.includes(toHex(apdu.slice(5, -1))) ? 0x9000 : 0x6a82);
      case 0xc0:
        return this.#getResponse();
      case 0xe2:
        return this.#storeData(apdu);
      default:
        return status(0x6d00);
    }
  }

  #storeData(apdu: Bytes): Bytes {
    this.#collected.push(apdu.slice(5, 5 + (apdu[4] ?? 0)));
    if (apdu[2] !== 0x91) return status(0x9000);
    const command = concat(...this.#collected);
    this.#collected = [];
    this.commands.push(toHex(command));
    const answer = this.answers.get(tagOf(command))?.(command) ?? { sw: 0x6a88 };
    if ('sw' in answer) return status(answer.sw);
    if (this.atOnce || answer.length === 0) return concat(answer, status(0x9000));
    this.#waiting = answer;
    return status(0x6100 | (Math.min(answer.length, 256) % 256));
  }

  #getResponse(): Bytes {
    const now = this.#waiting.slice(0, 256);
    this.#waiting = this.#waiting.slice(256);
    const { length } = this.#waiting;
    return concat(now, status(length === 0 ? 0x9000 : 0x6100 | (Math.min(length, 256) % 256)));
  }
}

export const status = (sw: number): Bytes => new Uint8Array([sw >> 8, sw & 0xff]);

/** A result such as `BF31 03 80 01 00`. */
export const result = (tag: number, code: number): Bytes => tlv(tag, tlv(0x80, new Uint8Array([code])));

/** The tag of a command; of a segment of a package, which is no whole TLV, as well. */
function tagOf(command: Bytes): number {
  const [first = 0, second = 0] = command;
  if ((first & 0x1f) === 0x1f) return (first << 8) | second;
  return command.length < 2 ? first : readTlv(new Uint8Array([first, 0])).tag;
}
