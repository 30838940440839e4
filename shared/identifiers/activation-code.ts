import { parseHostAndPort } from './host.ts';
import type { MatchingId } from './matching-id.ts';
import { parseMatchingId } from './matching-id.ts';
import type { Oid } from './oid.ts';
import { parseOid } from './oid.ts';

/** What an activation code says (SGP.22 §4.1). */
export interface ActivationCode {
  /** Host or host:port, spelt as in the code: it is what is asked for and signed. */
  readonly smdpAddress: string;
  /** Empty where the order is found by EID. */
  readonly matchingId: MatchingId | '';
  /** To be compared with the server's certificate when given. */
  readonly smdpOid?: Oid;
  readonly confirmationCodeRequired: boolean;
  /** The code without white space around it. */
  readonly raw: string;
}

/** A text that is no activation code. The message is one line: the reason, and what to do. */
export class ActivationCodeError extends Error {
  override readonly name = 'ActivationCodeError';
}

const form = 'a code looks like 1$smdp.example.com$MATCHING-ID';
const quoteIt = "put it in single quotes: '1$smdp.example.com$MATCHING-ID'";

/**
 * Reads `[LPA:]1$<address>$<matchingId>[$<oid>[$<1 = confirmation code required>[$...]]]`. The address may have a
 * port; fields after the fifth are ignored (SGP.22 v3).
 * @throws ActivationCodeError
 */
export function parseActivationCode(text: string): ActivationCode {
  const raw = text.trim();
  const code = raw.replace(/^lpa:/i, '');
  refuseWhatWasMangled(raw, code);
  const [format = '', smdpAddress = '', matchingId, oid = '', confirmation = ''] = code.split('$');
  if (format !== '1')
    throw new ActivationCodeError(`"${format}" is not a format of activation codes; ${form}`);
  if (matchingId === undefined) {
    throw new ActivationCodeError(
      `the second $ is missing; without a MatchingID the code ends with it: 1$${smdpAddress}$`,
    );
  }
  return {
    smdpAddress: readAddress(smdpAddress),
    matchingId: matchingId === '' ? '' : readMatchingId(matchingId),
    ...(oid === '' ? {} : { smdpOid: readOid(oid) }),
    confirmationCodeRequired: readFlag(confirmation),
    raw,
  };
}

function refuseWhatWasMangled(raw: string, code: string): void {
  if (code === '') throw new ActivationCodeError(`the activation code is empty; ${form}`);
  if (raw.length > 255)
    throw new ActivationCodeError(`an activation code has at most 255 characters, this has ${raw.length}`);
  if (/^["'`]/.test(raw))
    throw new ActivationCodeError(
      'the quotes became part of the code; take them away, or use double quotes in cmd.exe',
    );
  if (code.includes('\\'))
    throw new ActivationCodeError(
      'there are backslashes in the code; take them away where it is already in single quotes',
    );
  if (/%24/i.test(code)) throw new ActivationCodeError('the code is percent-encoded; write $ for %24');
  if (/\s/.test(code)) throw new ActivationCodeError(`there is white space in the code; ${quoteIt}`);
  if (shellTookTheDollars(code)) {
    throw new ActivationCodeError(`the dollar signs are gone: the shell expanded them; ${quoteIt}`);
  }
  if (!code.includes('$')) throw new ActivationCodeError(`there is no $ in "${shorten(code)}"; ${form}`);
}

/** Unquoted, `1$localhost:8443$B` arrives as `1:8443`, `1$smdp.example.com$` as `1.example.com$`. */
function shellTookTheDollars(code: string): boolean {
  const format = code.split('$', 1)[0] ?? '';
  return format === code ? code.startsWith('1') : /^1.*\D/.test(format);
}

function readAddress(address: string): string {
  if (address === '') throw new ActivationCodeError(`the address is empty; ${form}`);
  if (address.includes('/')) {
    throw new ActivationCodeError(`"${shorten(address)}" is a URL; the code holds the host name alone`);
  }
  if (address.endsWith('.')) throw new ActivationCodeError(`"${address}" ends with a dot; take it away`);
  try {
    parseHostAndPort(address);
  } catch (error) {
    throw new ActivationCodeError(`the address is wrong: ${reasonOf(error)}; ${form}`, { cause: error });
  }
  return address;
}

function readMatchingId(text: string): MatchingId {
  try {
    return parseMatchingId(text);
  } catch (error) {
    const upper = /^[0-9a-zA-Z-]+$/.test(text) ? `; did you mean ${shorten(text.toUpperCase())}?` : '';
    throw new ActivationCodeError(
      `the MatchingID "${shorten(text)}" has other characters than digits, capital letters and hyphens${upper}`,
      { cause: error },
    );
  }
}

function readOid(text: string): Oid {
  try {
    return parseOid(text);
  } catch (error) {
    throw new ActivationCodeError(
      `the fourth field is the server's object identifier or empty: "${shorten(text)}" is neither; 1$smdp.example.com$ID$2.999.10`,
      { cause: error },
    );
  }
}

function readFlag(text: string): boolean {
  if (text !== '' && text !== '1') {
    throw new ActivationCodeError(
      `the fifth field is 1 (a confirmation code is required) or empty, not "${shorten(text)}"`,
    );
  }
  return text === '1';
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
