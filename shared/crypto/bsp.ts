import { type Cipher, createCipheriv, createDecipheriv, type Decipher } from 'node:crypto';
import type { Bytes } from '#shared/bytes/bytes';
import { concat, sameBytes } from '#shared/bytes/bytes';
import { Cmac } from './cmac.ts';
import { x963Sha256 } from './x963.ts';
import { xorInto } from './xor-into.ts';

/** What protects the segments of a Bound Profile Package (SGP.22 §2.6.4): three values of 16 octets each. */
export interface SessionKeys {
  readonly sEnc: Bytes;
  readonly sMac: Bytes;
  readonly initialMacChainingValue: Bytes;
}

/** The inputs of the session key derivation. */
export interface SessionKeyInputs {
  /** The agreed x coordinate, 32 octets. */
  readonly z: Bytes;
  /** The SM-DP+'s own id of the control reference template, 1 to 16 octets. */
  readonly hostId: Bytes;
  /** The EID as straight BCD, 16 octets. */
  readonly eid: Bytes;
  /** 88 (AES) unless given. */
  readonly keyType?: number;
  /** 10 (16 octets) unless given. */
  readonly keyLength?: number;
}

/** Derives the session keys of SGP.22 §2.6.4.1, annex G: chaining value, S-ENC, S-MAC in this order. */
export function deriveSessionKeys(inputs: SessionKeyInputs): SessionKeys {
  const { z, hostId, eid, keyType = 0x88, keyLength = 0x10 } = inputs;
  const octets = x963Sha256(
    z,
    concat(Uint8Array.of(keyType, keyLength, hostId.length), hostId, Uint8Array.of(eid.length), eid),
    48,
  );
  return {
    initialMacChainingValue: octets.slice(0, 16),
    sEnc: octets.slice(16, 32),
    sMac: octets.slice(32, 48),
  };
}

/** Tags of protected segments: 86 and 87 are encrypted, 88 carries a MAC only (SGP.22 §2.5.3). */
export type EncryptedTag = 0x86 | 0x87;
export type ClearTag = 0x88;

/** Octets of an AES block, of a chaining value and of the whole MAC. */
const blockOctets = 16;
/** Octets of the MAC that travel. */
const macOctets = 8;

/** The segment counter as one big-endian block. */
function counterBlock(counter: number): Bytes {
  const block = new Uint8Array(blockOctets);
  new DataView(block.buffer).setUint32(blockOctets - 4, counter);
  return block;
}

/**
 * The sending side of the BSP (SGP.22 §2.6.4, SCP03t): protects the segments of one Bound Profile Package in wire
 * order. It keeps the MAC chain and the counter, which starts at 1; new keys (ReplaceSessionKeys) take a new protector.
 * Segments of 64 kB and more are refused with RangeError; the limits of SGP.22 §2.5.3 are the caller's.
 *
 * ICV and data go through one CBC cipher that lives as long as the keys: enciphering the counter as the first block of
 * a message gives the ICV that the data chain on from.
 */
export class BspProtector {
  readonly #cbc: Cipher;
  readonly #cmac: Cmac;
  #chained: Bytes = new Uint8Array(blockOctets);
  #macChain: Bytes;
  #counter = 1;
  #workspace = new Uint8Array(66 * blockOctets);

  constructor(keys: SessionKeys) {
    this.#cbc = createCipheriv('aes-128-cbc', keys.sEnc, this.#chained).setAutoPadding(false);
    this.#cmac = new Cmac(keys.sMac);
    this.#macChain = keys.initialMacChainingValue;
  }

  /** The whole TLV of an encrypted segment: tag, length, cipher text of the padded data, 8 octets of MAC. */
  encryptAndMac(tag: EncryptedTag, plain: Bytes): Bytes {
    const enciphered = this.#cbc.update(this.#message(plain));
    this.#chained = enciphered.subarray(enciphered.length - blockOctets);
    return this.#seal(tag, enciphered.subarray(blockOctets));
  }

  /** The whole TLV of a segment in the clear: tag, length, the data, 8 octets of MAC. It takes a counter value too. */
  macOnly(tag: ClearTag, clear: Bytes): Bytes {
    return this.#seal(tag, clear);
  }

  /** The counter block, put right for the chained cipher, and the padded data. */
  #message(plain: Bytes): Bytes {
    const size = (Math.floor(plain.length / blockOctets) + 2) * blockOctets;
    if (size > this.#workspace.length) this.#workspace = new Uint8Array(size);
    const message = this.#workspace.subarray(0, size);
    message.set(this.#chained);
    xorInto(message, 0, counterBlock(this.#counter));
    message.set(plain, blockOctets);
    message.fill(0, blockOctets + plain.length);
    message[blockOctets + plain.length] = 0x80;
    return message;
  }

  #seal(tag: EncryptedTag | ClearTag, data: Bytes): Bytes {
    const length = data.length + macOctets;
    const header = [tag, ...derLength(length)];
    const segment = new Uint8Array(header.length + length);
    segment.set(header);
    segment.set(data, header.length);
    const macked = segment.length - macOctets;
    this.#macChain = this.#cmac.mac(this.#macChain, segment.subarray(0, macked));
    this.#counter += 1;
    segment.set(this.#macChain.subarray(0, macOctets), macked);
    return segment;
  }
}

function derLength(length: number): readonly number[] {
  if (length < 0x80) return [length];
  if (length < 0x100) return [0x81, length];
  if (length < 0x10000) return [0x82, length >> 8, length & 0xff];
  throw new RangeError(`a segment of ${length} octets`);
}

/** Why a protected segment is refused: scp03tStructureError(7) or scp03tSecurityError(8) of SGP.22 §5.5. */
export class BspError extends Error {
  override readonly name = 'BspError';
  readonly kind: 'structure' | 'security';

  constructor(kind: 'structure' | 'security', message: string) {
    super(message);
    this.kind = kind;
  }
}

/**
 * The receiving side of the BSP (SGP.22 §2.6.4, SCP03t): opens the segments of one Bound Profile Package in wire order.
 * A refused segment leaves chain and counter as they were; new keys (ReplaceSessionKeys) take a new verifier.
 */
export class BspVerifier {
  readonly #ecb: Cipher;
  readonly #cbc: Decipher;
  readonly #cmac: Cmac;
  #lastDeciphered: Bytes = new Uint8Array(blockOctets);
  #macChain: Bytes;
  #counter = 1;

  constructor(keys: SessionKeys) {
    this.#ecb = createCipheriv('aes-128-ecb', keys.sEnc, null).setAutoPadding(false);
    this.#cbc = createDecipheriv('aes-128-cbc', keys.sEnc, this.#lastDeciphered).setAutoPadding(false);
    this.#cmac = new Cmac(keys.sMac);
    this.#macChain = keys.initialMacChainingValue;
  }

  /**
   * The clear data of a whole protected TLV, tag 86, 87 or 88, of any size.
   * @throws BspError 'structure' when tag or lengths do not fit, 'security' when the MAC or the padding is wrong.
   */
  open(tlv: Bytes): Bytes {
    const { tag, data, macked, mac } = readSegment(tlv);
    const macChain = this.#cmac.mac(this.#macChain, macked);
    if (!sameBytes(macChain.subarray(0, macOctets), mac)) throw new BspError('security', 'the MAC is wrong');
    const clear = tag === 0x88 ? data.slice() : withoutPadding(this.#decipher(data));
    this.#macChain = macChain;
    this.#counter += 1;
    return clear;
  }

  /** The decipher chains on from the segment before: its first block is put right with the ICV of this one. */
  #decipher(data: Bytes): Bytes {
    const deciphered = this.#cbc.update(data);
    const padded = new Uint8Array(deciphered.buffer, deciphered.byteOffset, deciphered.length);
    xorInto(padded, 0, this.#lastDeciphered);
    xorInto(padded, 0, this.#ecb.update(counterBlock(this.#counter)));
    this.#lastDeciphered = data.slice(data.length - blockOctets);
    return padded;
  }
}

interface Segment {
  readonly tag: 0x86 | 0x87 | 0x88;
  /** Cipher text, or the clear data of an 88. */
  readonly data: Bytes;
  /** What the MAC is over, but for the chaining value: tag, length as received, data. */
  readonly macked: Bytes;
  readonly mac: Bytes;
}

function readSegment(tlv: Bytes): Segment {
  const [tag] = tlv;
  if (tag !== 0x86 && tag !== 0x87 && tag !== 0x88)
    throw new BspError('structure', 'the tag is not 86, 87 or 88');
  const start = contentStart(tlv);
  const end = tlv.length - macOctets;
  if (end < start) throw new BspError('structure', 'too short for a MAC');
  const data = tlv.subarray(start, end);
  if (tag !== 0x88 && (data.length === 0 || data.length % blockOctets !== 0)) {
    throw new BspError('structure', `a cipher text of ${data.length} octets`);
  }
  return { tag, data, macked: tlv.subarray(0, end), mac: tlv.subarray(end) };
}

/** Where the content begins. The length has to be that of all octets behind it. */
function contentStart(tlv: Bytes): number {
  const first = tlv[1] ?? 0;
  const lengthOctets = first < 0x80 ? 0 : first - 0x80;
  if (first === 0x80 || lengthOctets > 3)
    throw new BspError('structure', 'the length is not definite or too long');
  const start = 2 + lengthOctets;
  const length = first < 0x80 ? first : tlv.subarray(2, start).reduce((sum, octet) => sum * 256 + octet, 0);
  if (start + length !== tlv.length) throw new BspError('structure', 'the length is not that of the segment');
  return start;
}

function withoutPadding(padded: Bytes): Bytes {
  const marker = padded.findLastIndex((octet) => octet !== 0x00);
  if (padded[marker] !== 0x80 || padded.length - marker > blockOctets) {
    throw new BspError('security', 'the padding is wrong');
  }
  return padded.subarray(0, marker);
}
