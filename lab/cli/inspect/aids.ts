import type { Bytes } from '#shared/bytes/bytes';
import { toHex } from '#shared/bytes/bytes';

/** What an application identifier begins with, the longest first (SGP.02 §2.2.3; TS 101 220 annex E). */
const beginnings: readonly (readonly [string, string])[] = [
  ['A0000005591010FFFFFFFF8900000100', 'ISD-R'],
  ['A0000005591010FFFFFFFF8900000200', 'ECASD'],
  ['A0000005591010FFFFFFFF890000', 'ISD-P'],
  ['A0000005591010', 'eUICC security domain of a vendor'],
  ['A000000559', 'GSMA'],
  ['A0000000871002', 'USIM'],
  ['A0000000871004', 'ISIM'],
  ['A0000003431002', 'CSIM'],
  ['A000000087', '3GPP'],
  ['A000000151000000', 'Issuer Security Domain'],
  ['A00000015141434C', 'ARA-M (access rules)'],
];

/** What is known of an application identifier. */
export function nameOfAid(aid: Bytes): string | undefined {
  const hex = toHex(aid);
  return beginnings.find(([beginning]) => hex.startsWith(beginning))?.[1];
}
