import type { Bytes } from '#shared/bytes/bytes';
import { joined, part } from '#shared/bytes/bytes';
import type { Trace } from '#shared/runtime/trace';

import { BadCardAnswer, CardGone } from './card-errors.ts';

/** All that the LPA knows of a card: command in, answer with its status word out. */
export interface Card {
  transmit(command: Bytes): Promise<Bytes>;
}

/** A command and the answer to it, what GET RESPONSE brought included; no answer came when that is undefined. */
export interface ApduFrame {
  /** What the LPA was doing, `AuthenticateServer`. */
  readonly what: string;
  readonly command: Bytes;
  readonly answer: Bytes | undefined;
}

/** An answer taken apart. */
export interface CardAnswer {
  readonly data: Bytes;
  readonly sw: number;
}

/** The wire to a card: keeps the last frame and tells the trace of each. Who sends is in an exchange of the clock already. */
export class CardWire {
  readonly #card: Card;
  readonly #trace: Trace;
  readonly #device: string;
  #last: Sent | undefined;

  constructor(card: Card, { trace, device }: { trace: Trace; device: string }) {
    this.#card = card;
    this.#trace = trace;
    this.#device = device;
  }

  get last(): ApduFrame | undefined {
    if (this.#last === undefined) return undefined;
    const { what, command, answers } = this.#last;
    return { what, command, answer: wholeAnswer(answers) };
  }

  /** Lets go of the last frame, which no failure will show any more. */
  forget(): void {
    this.#last = undefined;
  }

  /**
   * @param tidying the command only tidies up: the last frame, which a failure shows, stays that before it
   * @throws CardGone when nothing comes back, BadCardAnswer when it has no status word.
   */
  send(what: string, command: Bytes, tidying = false): Promise<CardAnswer> {
    const before = isGetResponse(command) ? this.#last : undefined;
    const sent: Sent = before ?? { what, command, answers: undefined };
    if (!tidying) this.#last = sent;
    return this.#card.transmit(command).then(
      (answer) => {
        if (tidying) return this.#read(what, command, answer);
        if (sent.answers === undefined) sent.answers = [answer];
        else sent.answers.push(answer);
        return this.#read(what, command, answer);
      },
      (cause: unknown) => {
        throw new CardGone(what, { cause });
      },
    );
  }

  #read(what: string, command: Bytes, answer: Bytes): CardAnswer {
    this.#trace.emit('lpa.apdu', { device: this.#device, what, command, answer });
    if (answer.length < 2) throw new BadCardAnswer(what, answer, 'it has no status word');
    const end = answer.length - 2;
    return {
      data: end === 0 ? nothing : part(answer, 0, end),
      sw: ((answer[end] ?? 0) << 8) | (answer[end + 1] ?? 0),
    };
  }
}

/** A command, its answer and those to each GET RESPONSE after it. */
interface Sent {
  readonly what: string;
  readonly command: Bytes;
  answers: Bytes[] | undefined;
}

const nothing = new Uint8Array();

const isGetResponse = (command: Bytes): boolean => command[1] === 0xc0;

/** An answer goes on where the status word of the one before it stood. */
function wholeAnswer(answers: readonly Bytes[] | undefined): Bytes | undefined {
  if (answers === undefined) return undefined;
  return joined(
    answers.map((answer, index) => (index === answers.length - 1 ? answer : answer.subarray(0, -2))),
  );
}
