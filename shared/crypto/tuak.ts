import { keccakP } from '@noble/hashes/sha3.js';
import type { Bytes } from '#shared/bytes/bytes';
import { concat, toUtf8 } from '#shared/bytes/bytes';
import { type AkaFunctions, expectSize } from './aka-functions.ts';

/** What makes a TUAK of one subscriber. Lengths are octets. */
export interface TuakKeys {
  /** 16 or 32 octets. */
  readonly k: Bytes;
  /** 32 octets. */
  readonly topc: Bytes;
  /** How often Keccak is applied; 1 unless given. */
  readonly keccakIterations?: number;
  /** 8 unless given. */
  readonly macOctets?: 8 | 16 | 32;
  /** 8 unless given. */
  readonly resOctets?: 4 | 8 | 16 | 32;
  /** 16 unless given. */
  readonly ckOctets?: 16 | 32;
  /** 16 unless given. */
  readonly ikOctets?: 16 | 32;
}

/** Octets of the Keccak-f[1600] state, and of its rate here. */
const stateOctets = 200;
const rateOctets = 136;

/** Bits of INSTANCE, TS 35.231 §6: which function, and how long its outputs and K are. */
const instance = {
  f1: 0x00,
  f1Star: 0x80,
  f2345: 0x40,
  f5Star: 0xc0,
  longCk: 0x04,
  longIk: 0x02,
  longK: 0x01,
};

/** TOPc of TS 35.231 §6.1 from K of 16 or 32 octets and TOP of 32. @throws TypeError for other sizes. */
export function tuakTopc(k: Bytes, top: Bytes, keccakIterations = 1): Bytes {
  expectSize('K', k, 16, 32);
  expectSize('TOP', top, 32);
  return pull(permuted({ top, k, instance: instanceOfK(k), keccakIterations }), 0, 32);
}

/** The TUAK functions of TS 35.231 §6. @throws TypeError for keys of other sizes. */
export function tuak(keys: TuakKeys): AkaFunctions {
  const { k, topc: top, keccakIterations = 1 } = keys;
  const { macOctets = 8, resOctets = 8, ckOctets = 16, ikOctets = 16 } = keys;
  expectSize('K', k, 16, 32);
  expectSize('TOPc', top, 32);
  const run = (bits: number, rand: Bytes, sqn?: Bytes, amf?: Bytes) => {
    expectSize('RAND', rand, 16);
    if (sqn !== undefined) expectSize('SQN', sqn, 6);
    if (amf !== undefined) expectSize('AMF', amf, 2);
    return permuted({ top, k, instance: bits | instanceOfK(k), rand, sqn, amf, keccakIterations });
  };
  const response =
    instance.f2345 |
    (resOctets === 4 ? 0 : resOctets) |
    (ckOctets === 32 ? instance.longCk : 0) |
    (ikOctets === 32 ? instance.longIk : 0);

  return {
    f1: (rand, sqn, amf) => pull(run(instance.f1 | macOctets, rand, sqn, amf), 0, macOctets),
    f1Star: (rand, sqn, amf) => pull(run(instance.f1Star | macOctets, rand, sqn, amf), 0, macOctets),
    f2345: (rand) => {
      const out = run(response, rand);
      return {
        res: pull(out, 0, resOctets),
        ck: pull(out, 32, ckOctets),
        ik: pull(out, 64, ikOctets),
        ak: pull(out, 96, 6),
      };
    },
    f5Star: (rand) => pull(run(instance.f5Star, rand), 96, 6),
  };
}

interface Input {
  readonly top: Bytes;
  readonly k: Bytes;
  readonly instance: number;
  readonly rand?: Bytes | undefined;
  readonly sqn?: Bytes | undefined;
  readonly amf?: Bytes | undefined;
  readonly keccakIterations: number;
}

/** The state after Keccak: what goes in is last octet first, what is absent is zero (TS 35.231 §6). */
function permuted(input: Input): Bytes {
  const state = new Uint8Array(stateOctets);
  const put = (offset: number, octets: Bytes) => {
    state.set(octets.toReversed(), offset);
  };
  put(0, input.top);
  put(32, concat(toUtf8('TUAK1.0'), Uint8Array.of(input.instance)));
  put(40, input.rand ?? new Uint8Array(16));
  put(56, input.amf ?? new Uint8Array(2));
  put(58, input.sqn ?? new Uint8Array(6));
  put(64, input.k);
  state[96] = 0x1f;
  state[rateOctets - 1] = 0x80;
  const lanes = new Uint32Array(state.buffer);
  for (let round = 0; round < input.keccakIterations; round += 1) keccakP(lanes);
  return state;
}

function pull(state: Bytes, offset: number, octets: number): Bytes {
  return new Uint8Array(state.subarray(offset, offset + octets).toReversed());
}

function instanceOfK(k: Bytes): number {
  return k.length === 32 ? instance.longK : 0;
}
