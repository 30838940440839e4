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
  #handler: CommandHandler | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #inTurn = 0;

  constructor(options: EuiccOptions) {
    this.#options = options;
  }

  /** Reads the memory and starts without channels or session. */
  async up(): Promise<Card> {
    this.#handler = undefined;
    const { name, store } = this.#options;
    const state = await store.read();
    if (state === undefined) throw new Error(`there is no card in the store of ${name}`);
    const card = new Card(this.#options, state);
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

  async transmit(command: Bytes): Promise<Bytes> {
    this.wire('command', command);
    const answer = await this.#answer(command);
    this.wire('response', answer);
    return answer;
  }

  /** At once when nobody is before it. */
  oneAfterTheOther<T>(what: string, work: () => Promise<T>): Promise<T> {
    const { clock, name } = this.#options;
    const begin = (): Promise<T> =>
      clock.exchange(`${what} of ${name}`, async () => {
        try {
          return await work();
        } finally {
          this.#inTurn -= 1;
        }
      });
    this.#inTurn += 1;
    const turn = this.#inTurn === 1 ? begin() : this.#last.then(begin, begin);
    this.#last = turn;
    return turn;
  }

  /** Tells of octets on the contacts; a reset has those of its answer. */
  wire(direction: 'command' | 'response' | 'reset', octets: Bytes): void {
    this.#options.trace.emit('wire', { lane: `${this.#options.name}/ES10`, direction, octets });
  }

  /** A fault of ours is loud; the card starts anew from what it remembers. */
  async #answer(command: Bytes): Promise<Bytes> {
    try {
      const handler = this.#handler ?? (await this.up(), this.#handler);
      if (handler === undefined) throw new Error('a card without power');
      return await handler.answer(command);
    } catch (error) {
      this.#handler = undefined;
      this.#options.trace.emit('fault', { where: `${this.#options.name}/ES10`, error });
      return statusOctets(statusWords.noPreciseDiagnosis);
    }
  }
}
