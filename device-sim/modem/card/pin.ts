import { contentOf, DecodeError, readTlvs } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';
import { concat } from '#shared/bytes/bytes';
import { pinToBytes } from '#shared/saip/subscriber-encodings';

import type { Exchange } from './card-answer.ts';
import type { FileControl } from './files.ts';

const pin1 = 0x01;
const bitmapTag = 0x90;
const keyTag = 0x83;
const pinStatusTag = 0xc6;
const blocked = 0x6983;
const lastAttempt = 0x63c1;

/** Whether PIN 1 is enabled, by the PIN status of an application's FCP: a bitmap, then a key reference for each bit (TS 102 221 §9.5.2). */
export function pinIsEnabled(fcp: FileControl): boolean {
  const status = fcp.get(pinStatusTag);
  if (status === undefined) return false;
  try {
    const members = readTlvs(status);
    const bitmap = members.find(({ tag }) => tag === bitmapTag);
    const keys = members.filter(({ tag }) => tag === keyTag).map((tlv) => contentOf(tlv)[0]);
    const index = keys.indexOf(pin1);
    if (bitmap === undefined || index < 0) return false;
    const octet = contentOf(bitmap)[index >> 3] ?? 0;
    return (octet & (0x80 >> (index & 7))) !== 0;
  } catch (error) {
    if (error instanceof DecodeError) return false;
    throw error;
  }
}

/**
 * VERIFY PIN 1. The last attempt is left to the user: a PIN that is wrong would block the USIM after a few boots.
 * @returns whether it was tried and is the right one
 */
export async function verifyPin(exchange: Exchange, pin: string): Promise<boolean> {
  const { sw: attempts } = await exchange(Uint8Array.of(0x00, 0x20, 0x00, pin1, 0x00));
  if (attempts === blocked || attempts === lastAttempt) return false;
  const value: Bytes = pinToBytes(pin);
  const { sw } = await exchange(concat(Uint8Array.of(0x00, 0x20, 0x00, pin1, value.length), value));
  return sw === 0x9000 || sw >> 8 === 0x91;
}
