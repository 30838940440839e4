import { DecodeError, readTlvs } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';

import type { InspectInner, InspectReport } from './report.ts';
import { report } from './report.ts';
import { isStatusWord, meaningOfStatus } from './status-words.ts';

/** The status word behind whole TLVs or behind nothing; undefined when the octets are no such response. */
export function responseIn(octets: Bytes): number | undefined {
  const status = lastTwo(octets);
  if (octets.length < 2 || !isStatusWord(status)) return undefined;
  const data = octets.subarray(0, -2);
  if (data.length === 0) return status;
  return holdsTlvs(data) && (status === 0x9000 || !holdsTlvs(octets)) ? status : undefined;
}

/** One of several answers to GET RESPONSE: no TLV by itself. */
export function isPartOfResponse(octets: Bytes): boolean {
  const status = lastTwo(octets);
  return octets.length > 2 && (status === 0x9000 || status >> 8 === 0x61) && !holdsTlvs(octets);
}

/** As a status word. */
export function lastTwo(octets: Bytes): number {
  const [high = 0, low = 0] = octets.subarray(-2);
  return high * 256 + low;
}

function holdsTlvs(octets: Bytes): boolean {
  try {
    readTlvs(octets);
    return true;
  } catch (error) {
    if (error instanceof DecodeError) return false;
    throw error;
  }
}

/** What a response means; without `inner` its data are not looked at. */
export function responseReport(octets: Bytes, status: number, inner?: InspectInner): InspectReport {
  const data = octets.slice(0, -2);
  const word = status.toString(16).toUpperCase();
  return report({
    kind: 'response',
    title: `response: ${word}, ${meaningOfStatus(status)}`,
    section: 'SGP.22 §5.7.2',
    octets: octets.length,
    facts: {
      status: word,
      dataOctets: data.length,
      ...(inner === undefined ? { data: 'no whole TLV: a part of a longer answer' } : {}),
    },
    parts: data.length === 0 || inner === undefined ? [] : [inner(data)],
  });
}
