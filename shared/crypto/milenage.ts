import { createCipheriv } from 'node:crypto';
import type { Bytes } from '#shared/bytes/bytes';
import { concat, filled, fromHex } from '#shared/bytes/bytes';
import { type AkaFunctions, type AkaResponse, expectSize } from './aka-functions.ts';
import { xor } from './xor-into.ts';

/** What makes a Milenage of one subscriber. */
export interface MilenageKeys {
  /** 16 octets. */
  readonly k: Bytes;
  /** 16 octets. */
  readonly opc: Bytes;
  /** r1 … r5 in bits, multiples of 8; 5 octets as SAIP stores them; 40 00 20 40 60 unless given. */
  readonly rotations?: Bytes;
  /** c1 … c5 of 16 octets each, in a row; 0, 1, 2, 4, 8 unless given. */
  readonly constants?: Bytes;
}

/** r1 … r5 of TS 35.206 §4.1. */
const usualRotations = fromHex('4000204060');
/** c1 … c5 of TS 35.206 §4.1. */
const usualConstants = concat(...[0, 1, 2, 4, 8].map((last) => concat(new Uint8Array(15), filled(1, last))));

const zero = new Uint8Array(16);

/** OPc of TS 35.206 §4.1 from K and OP, 16 octets each. @throws TypeError for other sizes. */
export function milenageOpc(k: Bytes, op: Bytes): Bytes {
  expectSize('K', k, 16);
  expectSize('OP', op, 16);
  return xor(enciphering(k)(op), op);
}

/** The Milenage functions of TS 35.206 §4.1. @throws TypeError for keys or constants of other sizes. */
export function milenage(keys: MilenageKeys): AkaFunctions {
  return new Milenage(keys);
}

class Milenage implements AkaFunctions {
  readonly #k: Bytes;
  readonly #opc: Bytes;
  readonly #rotations: Bytes;
  readonly #constants: Bytes;

  constructor({ k, opc, rotations = usualRotations, constants = usualConstants }: MilenageKeys) {
    expectSize('K', k, 16);
    expectSize('OPc', opc, 16);
    expectSize('the rotations', rotations, 5);
    expectSize('the constants', constants, 80);
    if (rotations.some((bits) => bits % 8 !== 0 || bits > 127)) {
      throw new TypeError('only rotations by whole octets are known');
    }
    this.#k = k;
    this.#opc = opc;
    this.#rotations = rotations;
    this.#constants = constants;
  }

  f1(rand: Bytes, sqn: Bytes, amf: Bytes): Bytes {
    return this.#out1(rand, sqn, amf).slice(0, 8);
  }

  f1Star(rand: Bytes, sqn: Bytes, amf: Bytes): Bytes {
    return this.#out1(rand, sqn, amf).slice(8);
  }

  f2345(rand: Bytes): AkaResponse {
    const encipher = enciphering(this.#k);
    const temp = this.#temp(encipher, rand);
    const out2 = this.#out(encipher, 2, temp, zero);
    const [ck, ik] = [this.#out(encipher, 3, temp, zero), this.#out(encipher, 4, temp, zero)];
    return { res: out2.slice(8), ck, ik, ak: out2.slice(0, 6) };
  }

  f5Star(rand: Bytes): Bytes {
    const encipher = enciphering(this.#k);
    return this.#out(encipher, 5, this.#temp(encipher, rand), zero).slice(0, 6);
  }

  #out1(rand: Bytes, sqn: Bytes, amf: Bytes): Bytes {
    expectSize('SQN', sqn, 6);
    expectSize('AMF', amf, 2);
    const encipher = enciphering(this.#k);
    return this.#out(encipher, 1, concat(sqn, amf, sqn, amf), this.#temp(encipher, rand));
  }

  #temp(encipher: Encipher, rand: Bytes): Bytes {
    expectSize('RAND', rand, 16);
    return encipher(xor(rand, this.#opc));
  }

  /** OUTi, i from 1: AES of what is rotated by ri, with ci and `unrotated` XORed in. */
  #out(encipher: Encipher, i: number, rotated: Bytes, unrotated: Bytes): Bytes {
    const constant = this.#constants.subarray(16 * (i - 1), 16 * i);
    const input = xor(rotateLeft(xor(rotated, this.#opc), this.#rotations[i - 1] ?? 0), constant);
    return xor(encipher(xor(input, unrotated)), this.#opc);
  }
}

/** AES of single blocks under one key: setting a key up costs more than enciphering with it. */
type Encipher = (block: Bytes) => Bytes;

function enciphering(k: Bytes): Encipher {
  const cipher = createCipheriv('aes-128-ecb', k, null).setAutoPadding(false);
  return (block) => new Uint8Array(cipher.update(block));
}

function rotateLeft(block: Bytes, bits: number): Bytes {
  return block.map((_, at) => block[(at + bits / 8) % block.length] ?? 0);
}
