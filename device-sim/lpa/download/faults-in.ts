import { decode, DecodeError } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { EuiccResponse, peStatuses } from '#shared/saip/index';

/** What an eUICC found wrong with a profile package, in a few words; empty when its simaResponse does not say. */
export function faultsIn(simaResponse: Bytes): string {
  try {
    const { peStatus, statusMessage } = decode(EuiccResponse, simaResponse);
    const faults = peStatus.filter(({ status }) => status !== peStatuses.ok);
    return [...faults.map(inWords), ...(statusMessage === undefined ? [] : [statusMessage])].join(', ');
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return '';
  }
}

function inWords({ status, identification }: { status: number; identification?: number }): string {
  const known = Object.entries(peStatuses).find(([, number]) => number === status);
  const where = identification === undefined ? '' : ` in profile element ${identification}`;
  return `${known?.[0] ?? `status ${status}`}${where}`;
}
