import type { Bytes } from '#shared/bytes/bytes';
import { fromHex } from '#shared/bytes/bytes';

import { StatusError } from '../../uicc/index.ts';

/** REFRESH (TS 102 223 §6.6.13), UICC reset, from the UICC to the terminal. */
const refreshCommand = fromHex('D009 8103010104 82028182');

/** Where a terminal profile says that it knows REFRESH: octet 3, bit 8 (TS 102 223 §5.2). */
const refreshFacility = { octet: 2, bit: 0x80 } as const;

/** The proactive side of the card between two resets (TS 102 223): what the terminal can do, and which command waits for it. */
export class CardApplicationToolkit {
  #knowsRefresh = false;
  #waiting: Bytes | undefined;
  #fetched = false;

  /** TERMINAL PROFILE: what the terminal can do. */
  terminalProfile(profile: Bytes): void {
    this.#knowsRefresh = ((profile[refreshFacility.octet] ?? 0) & refreshFacility.bit) !== 0;
  }

  /** Asks the terminal to reset the card. @returns whether it is one that can do it; without such a one nothing happens */
  refresh(): boolean {
    if (this.#knowsRefresh) this.#waiting = refreshCommand;
    return this.#knowsRefresh;
  }

  /** Octets of the command that waits; undefined when none does. */
  get waiting(): number | undefined {
    return this.#waiting?.length;
  }

  /** Whether a proactive command waits or has not been answered yet. */
  get busy(): boolean {
    return this.#waiting !== undefined || this.#fetched;
  }

  /** FETCH. @throws StatusError conditionsNotSatisfied when no command waits */
  fetch(): Bytes {
    const command = this.#waiting;
    if (command === undefined) throw new StatusError('conditionsNotSatisfied', 'no proactive command waits');
    this.#waiting = undefined;
    this.#fetched = true;
    return command;
  }

  /** TERMINAL RESPONSE. @throws StatusError conditionsNotSatisfied when no command has been fetched */
  terminalResponse(): void {
    if (!this.#fetched) throw new StatusError('conditionsNotSatisfied', 'no proactive command was fetched');
    this.#fetched = false;
  }
}
