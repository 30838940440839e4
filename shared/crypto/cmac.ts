import { type Cipher, createCipheriv } from 'node:crypto';
import type { Bytes } from '#shared/bytes/bytes';
import { xorInto } from './xor-into.ts';

const block = 16;

/**
 * AES-CMAC (RFC 4493, SP 800-38B) under one key of 16, 24 or 32 octets, for many messages.
 *
 * One CBC cipher lives as long as the key: it chains on from the last block of the message before, and that block,
 * which is known, is XORed into the next message's first block, so that each begins as if with a zero IV.
 */
export class Cmac {
  readonly #cbc: Cipher;
  readonly #whole: Bytes;
  readonly #partial: Bytes;
  #chained: Bytes;
  /** The padded message is put together here: allocating one for each costs more than enciphering it. */
  #workspace = new Uint8Array(64 * block);

  /** @throws TypeError for another key size. */
  constructor(key: Bytes) {
    this.#cbc = createCipheriv(cbcOf(key), key, new Uint8Array(block)).setAutoPadding(false);
    this.#chained = this.#cbc.update(new Uint8Array(block));
    this.#whole = doubled(this.#chained);
    this.#partial = doubled(this.#whole);
  }

  /** The whole code, 16 octets, of the parts in a row. */
  mac(...parts: readonly Bytes[]): Bytes {
    const message = this.#padded(parts);
    xorInto(message, 0, this.#chained);
    const chain = this.#cbc.update(message);
    this.#chained = chain.subarray(chain.length - block);
    return new Uint8Array(this.#chained);
  }

  /** The parts in whole blocks, at least one, the last with its subkey and, where it is partial, with 80 00… */
  #padded(parts: readonly Bytes[]): Bytes {
    let length = 0;
    for (const part of parts) length += part.length;
    const size = Math.max(1, Math.ceil(length / block)) * block;
    if (size > this.#workspace.length) this.#workspace = new Uint8Array(size);
    const message = this.#workspace.subarray(0, size);
    let offset = 0;
    for (const part of parts) {
      message.set(part, offset);
      offset += part.length;
    }
    message.fill(0, length);
    if (length < size) message[length] = 0x80;
    xorInto(message, size - block, length < size ? this.#partial : this.#whole);
    return message;
  }
}

/** AES-CMAC of one message: 16 octets. @throws TypeError unless the key has 16, 24 or 32 octets. */
export function cmac(key: Bytes, message: Bytes): Bytes {
  return new Cmac(key).mac(message);
}

function cbcOf(key: Bytes): string {
  if (![16, 24, 32].includes(key.length)) throw new TypeError(`no AES key has ${key.length} octets`);
  return `aes-${key.length * 8}-cbc`;
}

/** Multiplication by x in GF(2^128), the subkey step of RFC 4493 §2.3. */
function doubled(octets: Bytes): Bytes {
  const shifted = octets.map((octet, index) => (octet << 1) | ((octets[index + 1] ?? 0) >> 7));
  if ((octets[0] ?? 0) & 0x80) shifted[block - 1] = (shifted[block - 1] ?? 0) ^ 0x87;
  return new Uint8Array(shifted);
}
