import type { Bytes } from '#shared/bytes/bytes';
import { fromHex } from '#shared/bytes/bytes';
import type { Eid } from '#shared/identifiers/eid';
import type { Clock } from '#shared/runtime/clock';

import { CommandHandler } from './apdu/command-handler.ts';
import { statusOctets, statusWords } from '../uicc/index.ts';
import type { CardSurroundings } from './card.ts';
import { Card } from './card.ts';
import { interrupt } from './es8plus/interruption.ts';
import { execute } from './isdr/execute.ts';
import { EnabledUicc } from './profiles/enabled-uicc.ts';
import { LastReading } from './profiles/last-reading.ts';

/** A simulated eUICC: octets in, octets out. */
export interface Euicc {
  readonly eid: Eid;
  /** The answer to one command APDU, status word included. Never throws; commands are executed one after the other. */
  transmit(command: Bytes): Promise<Bytes>;
  /** Ends channels and RSP session. @returns the answer to reset. */
  reset(): Promise<Bytes>;
  /** Takes the power away and closes the store. */
  close(): Promise<void>;
}

export interface EuiccOptions extends CardSurroundings {
  readonly clock: Clock;
}

/** T=0; class A, B and C; eUICC functions supported (TS 102 221 §6.3.3); "esimlab" as pre-issuing data. */
const answerToReset = fromHex('3B9F96803FC7828031E073FE211F676573696D6C61620B');

/**
 * Gives power to the card in a store. A load that the last loss of power interrupted is told of now.
 * @throws Error when there is no card in the store.
 */
export async function openEuicc(options: EuiccOptions): Promise<Euicc> {
  const power = new Power(options);
  const { eid } = await power.up();
  return {
    eid,
    transmit: (command) => power.oneAfterTheOther('APDU', () => power.transmit(command)),
    reset: () =>
      power.oneAfterTheOther('card reset', async () => {
        await power.up();
        power.wire('reset', answerToReset);
        return answerToReset;
      }),
    close: () => power.oneAfterTheOther('card power off', () => options.store.close()),
  };
}

/** The card between two resets, and the wire to it. */
class Power {
  readonly #options: EuiccOptions;
  readonly #lastReading = new LastReading();
  /** Of the contacts, in traces. */
  readonly #lane: string;
  #handler: CommandHandler | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #inTurn = 0;

  constructor(options: EuiccOptions) {
    this.#options = options;
    this.#lane = `${options.name}/ES10`;
  }

  /** Reads the memory and starts without channels or session. */
  async up(): Promise<Card> {
    this.#handler = undefined;
    const { name, store } = this.#options;
    const state = await store.read();
    if (state === undefined) throw new Error(`there is no card in the store of ${name}`);
    const card = new Card(this.#options, state, this.#lastReading);
    await interrupt(card);
    const { svn } = state.description;
    const enabled = new EnabledUicc(card);
    this.#handler = new CommandHandler({
      isdr: { svn, execute: (command) => execute(card, command) },
      toolkit: card.toolkit,
      uicc: () => enabled.current,
    });
    return card;
  }

  transmit(command: Bytes): Bytes | Promise<Bytes> {
    this.wire('command', command);
    const answer = this.#answer(command);
    if (answer instanceof Uint8Array) return this.#answered(answer);
    return answer.then((octets) => this.#answered(octets));
  }

  #answered(answer: Bytes): Bytes {
    this.wire('response', answer);
    return answer;
  }

  /** At once when nobody is before it; work that waits for nothing takes no exchange of the clock. */
  oneAfterTheOther<T>(what: string, work: () => T | Promise<T>): Promise<T> {
    this.#inTurn += 1;
    const turn = this.#inTurn === 1 ? this.#begin(what, work) : this.#behind(what, work);
    this.#last = turn;
    return turn;
  }

  #behind<T>(what: string, work: () => T | Promise<T>): Promise<T> {
    const begin = (): Promise<T> => this.#begin(what, work);
    return this.#last.then(begin, begin);
  }

  #begin<T>(what: string, work: () => T | Promise<T>): Promise<T> {
    const working = work();
    if (working instanceof Promise) return this.#inExchange(what, working);
    this.#inTurn -= 1;
    return Promise.resolve(working);
  }

  #inExchange<T>(what: string, working: Promise<T>): Promise<T> {
    const { clock, name } = this.#options;
    return clock.exchange(`${what} of ${name}`, async () => {
      try {
        return await working;
      } finally {
        this.#inTurn -= 1;
      }
    });
  }

  /** Tells of octets on the contacts; a reset has those of its answer. */
  wire(direction: 'command' | 'response' | 'reset', octets: Bytes): void {
    this.#options.trace.emit('wire', { lane: this.#lane, direction, octets });
  }

  /** A fault of ours is loud; the card starts anew from what it remembers. */
  #answer(command: Bytes): Bytes | Promise<Bytes> {
    try {
      const answer = this.#handler?.answer(command) ?? this.#answerAnew(command);
      return answer instanceof Uint8Array ? answer : answer.catch((error: unknown) => this.#faulty(error));
    } catch (error) {
      return this.#faulty(error);
    }
  }

  async #answerAnew(command: Bytes): Promise<Bytes> {
    await this.up();
    if (this.#handler === undefined) throw new Error('a card without power');
    return this.#handler.answer(command);
  }

  #faulty(error: unknown): Bytes {
    this.#handler = undefined;
    this.#options.trace.emit('fault', { where: this.#lane, error });
    return statusOctets(statusWords.noPreciseDiagnosis);
  }
}
