import { contentOf, DecodeError, readTlvs } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';

const resultTag = 0x03;
const comprehensionRequired = 0x80;

/** Whether a TERMINAL RESPONSE says that the command was performed: general result 0X (TS 102 223 §8.12). */
export function isPerformed(terminalResponse: Bytes): boolean {
  try {
    const result = readTlvs(terminalResponse).find(({ tag }) => (tag & ~comprehensionRequired) === resultTag);
    const general = result === undefined ? undefined : contentOf(result)[0];
    return general !== undefined && general < 0x10;
  } catch (error) {
    if (error instanceof DecodeError) return false;
    throw error;
  }
}
