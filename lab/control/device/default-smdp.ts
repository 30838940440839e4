import { parseHostAndPort } from '#shared/identifiers/host';
import { isLoopbackOrTestName } from '#shared/identifiers/live-server';

/** Longer, and the code that is made of it would be none (SGP.22 §4.1). */
const longest = 250;

/**
 * The address that a card may have as its default SM-DP+; empty: none.
 * @throws TypeError in one line, for a live server's too: a test card would burn what waits there for its EID
 */
export function parseDefaultSmdpAddress(text: string): string {
  if (text === '') return text;
  if (text.length > longest) throw new TypeError(`an address has at most ${longest} characters`);
  if (text.includes('/'))
    throw new TypeError(`"${text}" is a URL; give host and port alone, such as localhost:8443`);
  if (!isLoopbackOrTestName(parseHostAndPort(text).host)) {
    throw new TypeError(
      `${text} looks like a live server and this is a test device: give the address of a lab server, such as localhost:8443`,
    );
  }
  return text;
}
