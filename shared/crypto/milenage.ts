import { createCipheriv } from 'node:crypto';
import type { Bytes } from '#shared/bytes/bytes';
import { concat, filled, fromHex } from '#shared/bytes/bytes';
import { type AkaFunctions, expectSize } from './aka-functions.ts';
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

/** OPc of TS 35.206 §4.1 from K and OP, 16 octets each. @throws TypeError for other sizes. */
export function milenageOpc(k: Bytes, op: Bytes): Bytes {
  expectSize('K', k, 16);
  expectSize('OP', op, 16);
  return xor(encipher(k, op), op);
}

/** The Milenage functions of TS 35.206 §4.1. @throws TypeError for keys or constants of other sizes. */
export function milenage(keys: MilenageKeys): AkaFunctions {
  const { k, opc, rotations = usualRotations, constants = usualConstants } = keys;
  expectSize('K', k, 16);
  expectSize('OPc', opc, 16);
  expectSize('the rotations', rotations, 5);
  expectSize('the constants', constants, 80);
  if (rotations.some((bits) => bits % 8 !== 0 || bits > 127)) {
    throw new TypeError('only rotations by whole octets are known');
  }

  const temp = (rand: Bytes) => {
    expectSize('RAND', rand, 16);
    return encipher(k, xor(rand, opc));
  };
  /** OUTi, i from 1: AES of what is rotated by ri, with ci and `unrotated` XORed in. */
  const out = (i: number, rotated: Bytes, unrotated: Bytes) => {
    const constant = constants.subarray(16 * (i - 1), 16 * i);
    const input = xor(rotateLeft(xor(rotated, opc), rotations[i - 1] ?? 0), constant);
    return xor(encipher(k, xor(input, unrotated)), opc);
  };
  const out1 = (rand: Bytes, sqn: Bytes, amf: Bytes) => {
    expectSize('SQN', sqn, 6);
    expectSize('AMF', amf, 2);
    return out(1, concat(sqn, amf, sqn, amf), temp(rand));
  };
  const outOf = (i: number, rand: Bytes) => out(i, temp(rand), new Uint8Array(16));

  return {
    f1: (rand, sqn, amf) => out1(rand, sqn, amf).slice(0, 8),
    f1Star: (rand, sqn, amf) => out1(rand, sqn, amf).slice(8),
    f2345: (rand) => {
      const out2 = outOf(2, rand);
      return { res: out2.slice(8), ck: outOf(3, rand), ik: outOf(4, rand), ak: out2.slice(0, 6) };
    },
    f5Star: (rand) => outOf(5, rand).slice(0, 6),
  };
}

function encipher(k: Bytes, block: Bytes): Bytes {
  return new Uint8Array(createCipheriv('aes-128-ecb', k, null).setAutoPadding(false).update(block));
}

function rotateLeft(block: Bytes, bits: number): Bytes {
  return block.map((_, at) => block[(at + bits / 8) % block.length] ?? 0);
}
