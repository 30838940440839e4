import type { Bytes } from '#shared/bytes/bytes';
import { concat } from '#shared/bytes/bytes';
import type { Clock } from '#shared/runtime/clock';

import type { Booted } from './boot.ts';
import { boot } from './boot.ts';
import type { Exchange } from './card-answer.ts';
import { fetchAnswer } from './fetch-answer.ts';
import type { ProactiveCommand } from './proactive.ts';
import {
  fetchProactive,
  proactiveTypes,
  resettingRefreshes,
  results,
  terminalResponse,
} from './proactive.ts';

/** The contacts of a card. */
export interface CardContacts {
  /** The answer to one command APDU, status word included. */
  transmit(command: Bytes): Promise<Bytes>;
  /** Takes the power away and gives it again. @returns the answer to reset */
  reset(): Promise<Bytes>;
}

export interface CardLineOptions {
  readonly name: string;
  readonly card: CardContacts;
  readonly clock: Clock;
  readonly pin: string | undefined;
  /** Before the card is read anew; what was known of it no longer holds. */
  readonly restarting: () => Promise<void>;
  /** After the card was read. */
  readonly booted: (booted: Booted) => void;
  /** The card could not be read. */
  readonly failed: (error: unknown) => void;
  /** A proactive command could not be fetched or answered. */
  readonly disobeyed: (error: unknown) => void;
  readonly proactive: (command: ProactiveCommand) => void;
}

/** Proactive commands in a row, after which a card is left alone: it would go on for ever. */
const mostProactive = 20;

/**
 * The one way to the card: commands one after the other, whoever sends them. A proactive command that the card announces
 * (91xx) is fetched and answered after the command that it was announced to, and before any other.
 */
export class CardLine {
  readonly #options: CardLineOptions;
  #last: Promise<unknown> = Promise.resolve();
  /** The octets of the proactive command that waits. */
  #announced: number | undefined;
  /** Whether an LPA has not yet read all of an answer, which a reset would lose. */
  #unread = false;
  #refusesRefresh = false;

  constructor(options: CardLineOptions) {
    this.#options = options;
  }

  /** One command of an LPA; 91xx is answered as 9000. @throws what the card throws */
  transmit(command: Bytes): Promise<Bytes> {
    return this.#next(() =>
      this.#transmit(command).then((answer) => {
        this.#unread = answer[answer.length - 2] === 0x61;
        return answer;
      }),
    );
  }

  /**
   * One command of the modem with all of its answer, nothing between.
   * @throws CardFailed; the reason of `signal` when that aborts before the command's turn; what the card throws
   */
  exchange(command: Bytes, signal?: AbortSignal): ReturnType<Exchange> {
    return this.#next(() => {
      signal?.throwIfAborted();
      return this.#exchange(command);
    });
  }

  /** Resets the card and reads it; what comes of it is told to the owner. */
  restart(): Promise<void> {
    return this.#next(() => this.#restart({ reset: true }));
  }

  /** The next REFRESH is not done, but answered as one that cannot be. */
  refuseRefresh(): void {
    this.#refusesRefresh = true;
  }

  /** Until all commands so far are over, with what the card asked for. */
  idle(): Promise<void> {
    return this.#next(async () => undefined);
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const { clock, name } = this.#options;
    const next = this.#last.then(work);
    const follow = () =>
      this.#announced === undefined || this.#unread
        ? undefined
        : clock.exchange(`proactive command of ${name}`, () => this.#obey());
    this.#last = next.then(follow, follow);
    return next;
  }

  readonly #exchange: Exchange = (command) => fetchAnswer((octets) => this.#transmit(octets), command);

  #transmit(command: Bytes): Promise<Bytes> {
    return this.#options.card.transmit(command).then((answer) => {
      if (answer[answer.length - 2] !== 0x91) return answer;
      this.#announced = answer[answer.length - 1];
      return concat(answer.slice(0, -2), Uint8Array.of(0x90, 0x00));
    });
  }

  /** Does what the card asks for; never throws. */
  async #obey(): Promise<void> {
    try {
      for (let count = 0; count < mostProactive; count += 1) {
        const length = this.#announced;
        if (length === undefined) return;
        this.#announced = undefined;
        await this.#perform(await fetchProactive(this.#exchange, length));
      }
      this.#announced = undefined;
    } catch (error) {
      this.#announced = undefined;
      this.#options.disobeyed(error);
    }
  }

  async #perform(command: ProactiveCommand): Promise<void> {
    this.#options.proactive(command);
    if (command.type !== proactiveTypes.refresh) {
      await terminalResponse(this.#exchange, command, results.beyondCapabilities);
    } else if (this.#refusesRefresh) {
      this.#refusesRefresh = false;
      await terminalResponse(this.#exchange, command, results.unableNow);
    } else if (resettingRefreshes.includes(command.qualifier)) {
      await this.#restart({ reset: true });
    } else {
      await terminalResponse(this.#exchange, command, results.performed);
      await this.#restart({ reset: false });
    }
  }

  async #restart({ reset }: { readonly reset: boolean }): Promise<void> {
    const { card, pin, restarting, booted, failed } = this.#options;
    await restarting();
    this.#unread = false;
    try {
      if (reset) await card.reset();
      booted(await boot(this.#exchange, pin));
    } catch (error) {
      failed(error);
    }
  }
}
