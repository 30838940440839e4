import type { Bytes } from '#shared/bytes/bytes';

/** The IPv4 address of a subscriber: 10.x.y.z by the last seven digits of the IMSI, so that it does not hang on who came first. */
export function subscriberAddress(imsi: string): Bytes {
  const number = Number(imsi.slice(-7));
  return Uint8Array.of(10, (number >> 16) & 0xff, (number >> 8) & 0xff, number & 0xff);
}
