import { ActivationCodeError, parseActivationCode } from '#shared/identifiers/activation-code';
import { liveServerReason } from '#shared/identifiers/live-server';

import type { InspectReport } from './report.ts';
import { InspectError, report } from './report.ts';

/** The fields of an activation code, and whether a device of the lab may use it. */
export function activationCodeReport(text: string): InspectReport {
  const code = parseOrExplain(text);
  const live = liveServerReason(code.smdpAddress);
  return report({
    kind: 'activationCode',
    title: 'activation code',
    section: 'SGP.22 §4.1',
    facts: {
      smdpAddress: code.smdpAddress,
      matchingId: code.matchingId === '' ? '(empty: the order is found by EID)' : code.matchingId,
      ...(code.smdpOid === undefined ? {} : { smdpOid: code.smdpOid }),
      confirmationCode: code.confirmationCodeRequired ? 'required' : 'not required',
      verdict: live ?? 'good, and of a laboratory server: esimlab download will use it',
    },
  });
}

function parseOrExplain(text: string): ReturnType<typeof parseActivationCode> {
  try {
    return parseActivationCode(text);
  } catch (error) {
    if (error instanceof ActivationCodeError)
      throw new InspectError(`no activation code: ${error.message}`, { cause: error });
    throw error;
  }
}
