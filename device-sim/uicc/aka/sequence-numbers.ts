import type { Bytes } from '#shared/bytes/bytes';
import { chunks } from '#shared/bytes/bytes';

/** SQN = SEQ ‖ IND: the low 5 bits say which of the 32 numbers it is measured by (TS 33.102 annex C.1.1.1). */
const indexes = 32;
const octetsOfNumber = 6;

/** Octets of a number, 48 bits. */
export const toNumberOctets = (number: number): Bytes => seqsToOctets([number]);

/** The number in octets; all fit into 48 bits. */
export const fromNumberOctets = (octets: Bytes): number =>
  octets.reduce((number, octet) => number * 256 + octet, 0);

/** SEQ of each IND as 32 × 6 octets. */
export function seqsFromOctets(octets: Bytes): readonly number[] {
  const seqs = chunks(octets, octetsOfNumber).map(fromNumberOctets);
  return Array.from({ length: indexes }, (_, at) => seqs[at] ?? 0);
}

export function seqsToOctets(seqs: readonly number[]): Bytes {
  const octets = new Uint8Array(seqs.length * octetsOfNumber);
  const view = new DataView(octets.buffer);
  for (const [at, seq] of seqs.entries()) {
    view.setUint16(at * octetsOfNumber, Math.floor(seq / 0x1_0000_0000));
    view.setUint32(at * octetsOfNumber + 2, seq % 0x1_0000_0000);
  }
  return octets;
}

/** A challenge's sequence number, judged: the numbers as they are then, or SQN_MS for the re-synchronisation. */
export type Judged =
  | { readonly fresh: true; readonly seqs: readonly number[] }
  | { readonly fresh: false; readonly sqnMs: Bytes };

/**
 * Whether a sequence number is new (TS 33.102 annex C.2): SEQ is greater than the one of its IND and at most `delta` beyond the
 * highest of all. SQN_MS is the highest with its IND.
 */
export function judge(seqs: readonly number[], delta: number, sqn: Bytes): Judged {
  const number = fromNumberOctets(sqn);
  const index = number % indexes;
  const seq = (number - index) / indexes;
  const highest = Math.max(...seqs);
  if (seq > (seqs[index] ?? 0) && seq - highest <= delta) return { fresh: true, seqs: seqs.with(index, seq) };
  return { fresh: false, sqnMs: toNumberOctets(highest * indexes + seqs.indexOf(highest)) };
}
