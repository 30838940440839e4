import type { Bytes } from '#shared/bytes/bytes';
import { fromHex } from '#shared/bytes/bytes';

import { StatusError } from '../../uicc/index.ts';
import { isPerformed } from './general-result.ts';

/** REFRESH (TS 102 223 §6.6.13, §8.6) from the UICC to the terminal: UICC Reset, and eUICC Profile State Change. */
const refreshCommands = {
  uiccReset: fromHex('D009 8103010104 82028182'),
  profileStateChange: fromHex('D009 8103010109 82028182'),
} as const;

/** Where a terminal profile says that it knows REFRESH, and REFRESH with the mode for eUICCs (TS 102 223 §5.2). */
const facilities = {
  refresh: { octet: 2, bit: 0x80 },
  profileStateChange: { octet: 33, bit: 0x20 },
} as const;

const has = (terminalProfile: Bytes, facility: keyof typeof facilities): boolean => {
  const { octet, bit } = facilities[facility];
  return ((terminalProfile[octet] ?? 0) & bit) !== 0;
};

/** What becomes of a REFRESH that is answered. A terminal that resets the card does not answer. */
export interface RefreshOutcome {
  /** The terminal has done it. */
  readonly performed: () => void;
  readonly refused: () => Promise<void>;
}

/** The proactive side of the card between two resets (TS 102 223): what the terminal can do, and which command waits for it. */
export class CardApplicationToolkit {
  #refreshCommand: Bytes | undefined;
  #waiting: Bytes | undefined;
  #fetched = false;
  #outcome: RefreshOutcome | undefined;

  /** TERMINAL PROFILE: what the terminal can do. */
  terminalProfile(profile: Bytes): void {
    const mode = has(profile, 'profileStateChange') ? 'profileStateChange' : 'uiccReset';
    this.#refreshCommand = has(profile, 'refresh') ? refreshCommands[mode] : undefined;
  }

  /** Asks the terminal to read the card anew, by a reset or in the mode for eUICCs. @returns whether it is one that can do it; without such a one nothing happens */
  refresh(outcome?: RefreshOutcome): boolean {
    if (this.#refreshCommand === undefined) return false;
    this.#waiting = this.#refreshCommand;
    this.#outcome = outcome;
    return true;
  }

  /** Whether something hangs on a REFRESH that has not been answered yet. */
  get refreshAwaited(): boolean {
    return this.#outcome !== undefined;
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
  async terminalResponse(data: Bytes): Promise<void> {
    if (!this.#fetched) throw new StatusError('conditionsNotSatisfied', 'no proactive command was fetched');
    const outcome = this.#outcome;
    this.#fetched = false;
    this.#outcome = undefined;
    if (isPerformed(data)) outcome?.performed();
    else await outcome?.refused();
  }
}
