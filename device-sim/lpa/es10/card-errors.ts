import type { Bytes } from '#shared/bytes/bytes';

/** A status word as it is printed: `6A82`. */
export const printStatusWord = (sw: number): string => sw.toString(16).toUpperCase().padStart(4, '0');

/** The card answered a status word that is no success. `what` is the command in words. */
export class CardError extends Error {
  override readonly name = 'CardError';
  readonly sw: number;
  readonly what: string;

  constructor(what: string, sw: number) {
    super(`the card answered ${printStatusWord(sw)} to ${what}: ${adviceFor(sw)}`);
    this.what = what;
    this.sw = sw;
  }
}

/** The logical channel is not open any more, or nothing is selected on it: the card has been reset. */
export class ChannelLost extends CardError {}

/** The card's answer is not what the specification has there. */
export class BadCardAnswer extends Error {
  override readonly name = 'BadCardAnswer';
  readonly what: string;
  readonly octets: Bytes;

  constructor(what: string, octets: Bytes, reason: string, options?: ErrorOptions) {
    super(`the card's answer to ${what} cannot be used: ${reason}; look at the APDUs with --trace`, options);
    this.what = what;
    this.octets = octets;
  }
}

/** No answer came at all: the card or its reader is gone. */
export class CardGone extends Error {
  override readonly name = 'CardGone';

  constructor(what: string, options: ErrorOptions) {
    super(`the card did not answer to ${what}; check that the device is there and try again`, options);
  }
}

/** The eUICC executed a function and reported an error of that function. */
export class EuiccError extends Error {
  override readonly name = 'EuiccError';
  /** As SGP.22 §5.7 names it. */
  readonly function: string;
  readonly code: number;
  /** The specification's word for the code. */
  readonly reason: string;

  constructor(functionName: string, code: number, reason: string) {
    super(`the eUICC refused ${functionName}: ${reason} (${code})`);
    this.function = functionName;
    this.code = code;
    this.reason = reason;
  }
}

function adviceFor(sw: number): string {
  if (sw === 0x6a82) return 'there is no eUICC behind it; check the device';
  if (sw === 0x6881 || sw === 0x6a81) return 'no logical channel is free; reset the card';
  if (sw === 0x6985) return 'not allowed now; begin the procedure anew';
  return 'begin the procedure anew, or look at the APDUs with --trace';
}
