import type { ActivationCode } from '#shared/identifiers/activation-code';
import { ActivationCodeError, parseActivationCode } from '#shared/identifiers/activation-code';

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

function parse(text: string): ActivationCode {
  try {
    return parseActivationCode(text);
  } catch (cause) {
    if (!(cause instanceof ActivationCodeError)) throw cause;
    throw new UnusableCode('syntax', cause.message, { cause });
  }
}
