import type { Bytes } from '#shared/bytes/bytes';
import { fromHex, toHex } from '#shared/bytes/bytes';

/** SQN is a sequence of 43 bits and an index of 5 (TS 33.102 §C.1.1.1); every vector takes the next sequence at the same index. */
const step = 32n;
const size = 1n << 48n;

/** The SQN of the next vector, 6 octets. */
export function nextSequenceNumber(sqn: Bytes): Bytes {
  const next = (BigInt(`0x${toHex(sqn)}`) + step) % size;
  return fromHex(next.toString(16).padStart(12, '0'));
}
