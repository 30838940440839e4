import { fromSwappedBcd, toSwappedBcd } from '#shared/bytes/bcd';
import type { Bytes } from '#shared/bytes/bytes';
import { concat, filled, fromHex } from '#shared/bytes/bytes';

/**
 * EF.IMSI (TS 31.102 §4.2.2): the number of octets, then the parity nibble (9 for an odd number of digits) and the digits, nibbles swapped,
 * padded to 9 octets. 001010123456789 is 08 09 10 10 10 32 54 76 98.
 * @throws TypeError unless there are 6 to 15 digits.
 */
export function imsiToFile(imsi: string): Bytes {
  if (!/^\d{6,15}$/.test(imsi)) throw new TypeError(`not an IMSI (6 to 15 digits): "${imsi}"`);
  const digits = toSwappedBcd(`${imsi.length % 2 === 1 ? '9' : '1'}${imsi}`);
  return concat(new Uint8Array([digits.length]), digits, filled(8 - digits.length, 0xff));
}

/** The digits in EF.IMSI; undefined when the file holds none. */
export function imsiFromFile(content: Bytes): string | undefined {
  const length = content[0] ?? 0;
  if (length === 0 || length > 8 || length >= content.length) return undefined;
  try {
    const digits = fromSwappedBcd(content.subarray(1, 1 + length));
    const odd = digits.startsWith('9') || digits.startsWith('8');
    const imsi = digits.slice(1);
    return (imsi.length % 2 === 1) === odd && imsi.length >= 6 ? imsi : undefined;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** EF.ACC (TS 31.102 §4.2.15): the access class is the last digit of the IMSI, as a bit of 16. */
export function accessClassOf(imsi: string): Bytes {
  const bit = 1 << Number(imsi.slice(-1));
  return new Uint8Array([bit >> 8, bit & 0xff]);
}

/** A PIN or PUK as its 8 octets: ASCII digits padded with FF. @throws TypeError unless it has 4 to 8 digits. */
export function pinToBytes(pin: string): Bytes {
  if (!/^\d{4,8}$/.test(pin)) throw new TypeError('a PIN has 4 to 8 digits');
  return Uint8Array.from({ length: 8 }, (_, at) => (at < pin.length ? pin.charCodeAt(at) : 0xff));
}

/** The digits of a PIN in 8 octets; undefined when it is none. */
export function pinFromBytes(octets: Bytes): string | undefined {
  const text = String.fromCharCode(...octets).replace(/\u00ff+$/, '');
  return /^\d{4,8}$/.test(text) ? text : undefined;
}

/** An ECC record of the given length (TS 31.102 §4.2.21): 3 octets BCD, the name, the service category. */
export function emergencyRecord(digits: string, name: string, length: number, category = 0): Bytes {
  const label = Uint8Array.from(name, (character) => character.charCodeAt(0) & 0x7f);
  const room = length - 4;
  return concat(
    toSwappedBcd(digits, 3),
    label.subarray(0, room),
    filled(Math.max(0, room - label.length), 0xff),
    new Uint8Array([category]),
  );
}

/** Bits for a service table (TS 31.102 §4.2.8): bit n-1 is service n. */
export function serviceTable(services: readonly number[], octets: number): Bytes {
  const table = new Uint8Array(octets);
  for (const service of services) {
    const at = (service - 1) >> 3;
    table[at] = (table[at] ?? 0) | (1 << ((service - 1) & 7));
  }
  return table;
}

/** Access technologies of EF.HPLMNwAcT (TS 31.102 §4.2.5): UTRAN, E-UTRAN, NG-RAN and GSM. */
export const allAccessTechnologies = fromHex('C880');
