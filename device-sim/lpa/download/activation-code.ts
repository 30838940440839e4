import type { ActivationCode } from '#shared/identifiers/activation-code';
import { ActivationCodeError, parseActivationCode } from '#shared/identifiers/activation-code';
import { plainText } from '#shared/runtime/plain-text';

import * as es10a from '../es10/es10a.ts';
import type { IsdR } from '../es10/isd-r.ts';
import type { ServerAddresses } from '../server-addresses.ts';
import { UnusableCode } from './download-errors.ts';

/**
 * The activation code of a text, if something may be sent to its server. The address stays as it is spelt: it is
 * asked for and signed. @throws UnusableCode
 */
export function readActivationCode(
  text: string,
  smdpUrl: string | undefined,
  addresses: ServerAddresses,
): ActivationCode {
  const code = parse(text);
  if (smdpUrl !== undefined) {
    if (!URL.canParse(smdpUrl) || !/^https?:$/.test(new URL(smdpUrl).protocol)) {
      throw new UnusableCode(
        'address',
        `"${smdpUrl}" is not a URL of a server; write https://localhost:8443`,
      );
    }
    addresses.callAt(code.smdpAddress, smdpUrl);
  }
  const refusal = addresses.refusalOf(code.smdpAddress);
  if (refusal !== undefined) throw new UnusableCode('liveServer', refusal);
  return code;
}

/**
 * The code by which the eUICC's default SM-DP+ is asked for what it has for this EID: without a MatchingID
 * (SGP.22 §3.1.3, §5.7.3). @throws UnusableCode where the eUICC has none, or what it has would be more than an address
 */
export async function codeOfDefaultSmdp(isdR: IsdR): Promise<string> {
  const { defaultDpAddress = '' } = await es10a.getEuiccConfiguredAddresses(isdR);
  if (defaultDpAddress === '')
    throw new UnusableCode('noDefaultSmdp', 'the card has no default SM-DP+; give an activation code');
  if (defaultDpAddress.includes('$'))
    throw new UnusableCode(
      'syntax',
      `the card's default SM-DP+ "${plainText(defaultDpAddress)}" is no address`,
    );
  return `1$${defaultDpAddress}$`;
}

function parse(text: string): ActivationCode {
  try {
    return parseActivationCode(text);
  } catch (cause) {
    if (!(cause instanceof ActivationCodeError)) throw cause;
    throw new UnusableCode('syntax', cause.message, { cause });
  }
}
